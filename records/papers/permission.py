"""The text of a permission: every element that the rule asks for, in the signer's language and in English."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.facts import UNKNOWN
from intake.policies import calendar
from intake.policies import cases as case_policies
from intake.queries import reference
from intake.queries.reference import label, text
from records.policies import permits as policies

from . import apart, ltr, pdf

ELEMENTS = ("c1i", "c1ii", "c1iii", "c1iv", "c1v", "c1vi", "c2i", "c2ii", "c2iii")
SENSITIVE = {
    "genetic": gettext_lazy("Gene tests"),
    "hiv": gettext_lazy("HIV tests and care"),
    "substance": gettext_lazy("Care for alcohol or drug use"),
    "mental": gettext_lazy("Mental health care"),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Who you are to the child"),
    "at": gettext_lazy("Date and time"),
    "how": gettext_lazy("How it was signed"),
    "by": gettext_lazy("Mark of the text"),
    "interpreter": gettext_lazy("Interpreter"),
}
HOW = {
    "passphrase": gettext_lazy("Typed on the page, after the four words"),
    "browser": gettext_lazy("Typed on the page, in the browser that sent the request"),
    "paper": gettext_lazy("Signed on paper. Our staff has seen it"),
}


def ends_on(case, now):
    return calendar.today(case.time_zone, now) + timedelta(days=policies.LASTS_DAYS)


def parts(authorization, *, details, language, ends, sensitive=()):
    """[{code, title, body (lines), english}]: what is shown, printed and signed."""
    codes = [*ELEMENTS, *(["x1"] if sensitive else [])]
    own = _said(authorization, codes, details, language, ends, sensitive)
    english = own if language == "en" else _said(authorization, codes, details, "en", ends, sensitive)
    return [{"code": code, **own[code], "english": None if language == "en" else english[code]} for code in codes]


def items(authorization, language):
    """[{name, english}] of the records it is for."""
    rows = reference.at(authorization.case.checklist_version).record_items
    found = sorted(authorization.items.all(), key=lambda item: item.number)
    return [{"name": text(rows[item.kind], "label", language), "english": text(rows[item.kind], "label", "en")}
            for item in found]  # fmt: skip


def digest(parts, items):
    """SHA-256 in hex of the exact words that were shown."""
    lines = [item[name] for item in items for name in ("name", "english")]
    for part in parts:
        lines += [part["title"], *part["body"]]
        lines += [part["english"]["title"], *part["english"]["body"]] if part["english"] else []
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def document_version(parts, items, language):
    """Which text in which version and language, and its exact words: one line."""
    return f"permission v{reference.current().version} {language} sha256:{digest(parts, items)}"


def rendered(authorization, parts, items, *, language, signature):
    """-> the PDF. `signature`: (label, value) lines, in the signer's language."""
    row = reference.current().texts["permission"]
    with translation.override(language):
        data = {
            "parts": parts, "items": items, "intro": text(row, "body", language), "title_en": row.title_en,
            "draft": _("Draft, not approved yet") if is_draft() else "",
            "foot": f"{settings.SITE_ORG}. {ltr(authorization.case.reference)}",
            "signature": {"title": _("Signature"), "head": [_("What"), _("Signed")], "rows": signature},
        }  # fmt: skip
    return pdf("permission", data, title=text(row, "title", language), language=language)


def is_draft():
    """A named person has not approved every part of the text."""
    texts = reference.current().texts
    rows = [texts["permission"], *(texts[f"permission_{code}"] for code in (*ELEMENTS, "x1"))]
    return any(row.must_approve and row.approved_by_id is None for row in rows)


def signature_lines(values, language):
    """[(label, value)] for the table at the end of the paper."""
    with translation.override(language):
        said = {**values, "how": str(HOW.get(values["how"], values["how"]))}
        return [(both(label), said[name]) for name, label in LABELS.items() if said[name]]


def both(words):
    """A label in the language now active and in English: the clerk who reads it may know only one of them."""
    own = str(words)
    with translation.override("en"):
        english = str(words)
    return own if own == english else f"{own} / {english}"


def blank_lines(language):
    """The same table, to be filled in by hand."""
    with translation.override(language):
        line = "_" * 40
        return [(_("Name"), line), (_("Signature"), line), (_("Date"), line)]


def _said(authorization, codes, details, language, ends, sensitive):
    with translation.override(language):
        facts = _facts(authorization, details, language, ends)
        found = {code: _part(code, facts, language) for code in codes}
        if sensitive:
            found["x1"]["body"] = [*found["x1"]["body"], *(str(SENSITIVE[kind]) for kind in sensitive)]
        if details["dates"]:
            found["c1i"]["body"].append(_("The family remembers: %(dates)s") % {"dates": apart(details["dates"])})
        if details["record_no"]:
            found["c1i"]["body"].append(_("Record number there: %(number)s") % {"number": ltr(details["record_no"])})
        return found


def _part(code, facts, language):
    row = reference.current().texts[f"permission_{code}"]
    body = text(row, "body", language).format_map(Lenient(facts))
    return {"title": text(row, "title", language), "body": [line for line in body.split("\n") if line.strip()]}


class Lenient(dict):
    """A placeholder that an edited text invents stays as it was written."""

    def __missing__(self, name):
        return f"{{{name}}}"


def _facts(authorization, details, language, ends):
    case, place = authorization.case, authorization.place
    told = case_policies.facts(case, authorization.made_at)
    snapshot = reference.current()
    where = place.address or details["city"]
    named = " ".join(filter(None, [place.name, f"({where})" if where else ""]))
    return {
        "place": apart(named), "org": apart(settings.SITE_ORG), "child": apart(case.child_name),
        "born": day(case.birth_date) if case.birth_date else "", "start": day(case.birth_date or ends),
        "end": day(ends), "address": apart(address(language)),
        "role": _choice(snapshot, "relations", told.get("guardian_relation"), language),
        "authority": _choice(snapshot, "authority", told.get("guardian_authority"), language),
    }  # fmt: skip


def address(language):
    """Where paper reaches us, in one line."""
    return text(reference.current().texts["ship_to"], "body", language).split("\n")[0]


def day(value):
    """April 27, 2016, in the language now active."""
    english = (translation.get_language() or "en").startswith("en")
    return formats.date_format(value, "F j, Y" if english else "DATE_FORMAT")


def _choice(snapshot, choices, value, language):
    row = label(snapshot, choices, value) if isinstance(value, str) and value is not UNKNOWN else None
    return text(row, "label", language) if row else "-"

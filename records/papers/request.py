"""The letter to a place that holds records: cover for a fax, what we ask, how to send it, sheets for paper."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.policies import calendar
from intake.queries import reference
from intake.queries.reference import text

from . import apart, ltr, pdf, sheets
from .permission import Lenient, address, day

MOST_SHEETS = 12
DAYS = {"P1": 2, "P2": 5, "P3": 10}  # business days until we ask to have them
DEPARTMENTS = {
    "pathology lab": gettext_lazy("Pathology"),
    "hospital lab": gettext_lazy("Laboratory"),
    "radiology image desk": gettext_lazy("Radiology, image desk"),
    "nuclear medicine": gettext_lazy("Nuclear medicine"),
    "eye clinic": gettext_lazy("Eye clinic"),
    "radiation oncology": gettext_lazy("Radiation oncology"),
    "transplant clinic": gettext_lazy("Transplant clinic"),
    "molecular lab": gettext_lazy("Molecular laboratory"),
    "genetics clinic": gettext_lazy("Genetics clinic"),
    "reference lab": gettext_lazy("Reference laboratory"),
}
TEXTS = ("letter_request", "letter_ways", "fax_cover", "letter_sheet")


def request(case, *, to, department, record_no, items, basis, link, code, owner, language, now):
    """-> the PDF. `to`: {name, address, phone, fax}; its title names nobody and no reference."""
    texts = reference.current().texts
    with translation.override(language):
        facts = _facts(case, basis, code, language, now)
        rows = _rows(case, to, department, record_no, now)
        data = {
            "foot": f"{settings.SITE_ORG}. {ltr(case.reference)}", "draft": _mark(texts),
            "cover": {"title": _title("fax_cover", language), "rows": _cover(to, department, owner, now),
                      "body": _body("fax_cover", facts, language)},
            "rows": rows, "body": _body("letter_request", facts, language),
            "list": {"title": _("What we ask for"), "head": [_("No."), _("Record"), _("How much")],
                     "rows": _list(case, items, language)},
            "ways": {"title": _title("letter_ways", language), "lines": _body("letter_ways", facts, language),
                     "picture": sheets.picture(link), "alt": _("Square code that opens the link"), "link": link},
            "ending": [_("Questions: %(name)s, %(phone)s") % {"name": apart(owner["name"]),
                                                             "phone": ltr(owner["phone"])}],
            "sheets": _sheets(case, items, language),
        }  # fmt: skip
    return pdf("request", data, title=text(texts["letter_request"], "title", language), language=language)


def stopping(case, name, *, to, record_no, signed, owner, language, now):
    """-> the PDF that tells a place to send nothing more. `name`: the text that says why"""
    texts = reference.current().texts
    with translation.override(language):
        facts = {"signed": day(signed)}
        cover = {"title": _title("fax_cover", language), "rows": _cover(to, "", owner, now),
                 "body": _body("fax_cover", facts, language)}  # fmt: skip
        ending = _("Questions: %(name)s, %(phone)s") % {"name": apart(owner["name"]), "phone": ltr(owner["phone"])}
        data = {
            "foot": f"{settings.SITE_ORG}. {ltr(case.reference)}", "draft": _mark(texts), "cover": cover,
            "rows": _rows(case, to, "", record_no, now), "body": _body(name, facts, language),
            "ending": [ending],
        }  # fmt: skip
    return pdf("plain", data, title=text(texts[name], "title", language), language=language)


def due(case, now):
    off = calendar.days_off(reference.current())
    return calendar.business_day(calendar.today("", now), DAYS.get(case.priority, 10), off)


def _facts(case, basis, code, language, now):
    texts = reference.current().texts
    last = due(case, now)
    said = {name: text(texts[row], "body", language) for name, row in
            (("exchange", "image_exchange"), ("fax", "our_fax"), ("direct", "our_direct"))}  # fmt: skip
    return {
        "basis": text(texts[f"letter_basis_{basis}"], "body", language), "due": day(last),
        "decide": day(case.decide_on) if case.decide_on else _("a day that is not known yet"), "code": ltr(code),
        "exchange": said["exchange"], "fax": ltr(said["fax"]), "direct": ltr(said["direct"]),
        "address": apart(address(language)),
    }  # fmt: skip


def _rows(case, to, department, record_no, now):
    told = [
        (_("Date"), day(calendar.today("", now))), (_("To"), apart(to["name"])),
        (_("Department"), str(DEPARTMENTS.get(department, _("Medical records")))), (_("Address"), apart(to["address"])),
        (_("Our reference"), ltr(case.reference)), (_("Patient"), apart(case.child_name)),
        (_("Date of birth"), day(case.birth_date) if case.birth_date else ""),
        (_("Your record number"), ltr(record_no)),
    ]  # fmt: skip
    return [row for row in told if row[1]]


def _cover(to, department, owner, now):
    told = [
        (_("To"), apart(to["name"])), (_("Department"), str(DEPARTMENTS.get(department, _("Medical records")))),
        (_("Fax"), ltr(to["fax"])), (_("From"), apart(settings.SITE_ORG)),
        (_("Phone"), ltr(owner["phone"])), (_("Date"), day(calendar.today("", now))),
    ]  # fmt: skip
    return [row for row in told if row[1]]


def _list(case, items, language):
    rows = reference.at(case.checklist_version).record_items
    return [
        [str(item.number), text(rows[item.kind], "label", language), text(rows[item.kind], "quantity", language) or "-"]
        for item in items
    ]


def _sheets(case, items, language):
    """One sheet a record, so that what comes back on paper files itself."""
    rows = reference.at(case.checklist_version).record_items
    return [
        {
            "title": _title("letter_sheet", language), "body": " ".join(_body("letter_sheet", {}, language)),
            "rows": [(_("Our reference"), ltr(case.reference)), (_("Fax"), ltr(_ours("our_fax", language))),
                     (_("Record"), f"{item.number}: {text(rows[item.kind], 'label', language)}")],
            "picture": sheets.picture(sheets.code(case.reference, item.number)),
            "alt": _("Square code of this sheet"),
        }
        for item in items[:MOST_SHEETS]
    ]  # fmt: skip


def _mark(texts):
    draft = any(texts[name].must_approve and texts[name].approved_by_id is None for name in TEXTS)
    return _("Draft, not approved yet") if draft else ""


def _title(name, language):
    return text(reference.current().texts[name], "title", language)


def _ours(name, language):
    return text(reference.current().texts[name], "body", language)


def _body(name, facts, language):
    return [line for line in _ours(name, language).format_map(Lenient(facts)).split("\n") if line.strip()]

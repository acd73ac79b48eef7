"""One line of the call list: whom to call, in which language, at what hours, about what, since when."""

from django.conf import settings
from django.urls import reverse

from intake.facts import UNKNOWN
from intake.policies import calendar
from intake.policies.contact import office_parts
from intake.queries import reference
from intake.queries.reference import label, text
from intake.sealing import unseal
from records import board
from records.policies import access
from records.policies.checklist import desk
from records.queries import calls as queries
from records.queries import letters, permits
from records.states import FACILITIES, Outcome, Party

from . import sent

LANGUAGES = dict(settings.LANGUAGES)
PARTIES, OUTCOMES = dict(Party.choices), dict(Outcome.choices)
NOT_TOLD = "Not told"
ABOUT = {
    "guardian_confirm": "Confirm the request", "info_needed": "Our questions", "call_again": "They asked for this call",
}  # fmt: skip


def lines(rows, *, now):
    """The lines of these calls: several to one party of a case are one."""
    pks = {row.case_id for row in rows}
    told, waited, last = queries.told(pks), queries.waited_for(pks), queries.last(pks)
    phones, rights, found = (
        permits.phones(pks),
        letters.by_right([each.pk for row in waited.values() for each in row]),
        {},
    )
    for row in rows:
        key = row.case_id, queries.party(row)
        if key in found:
            found[key]["kinds"].append(row.kind)
        else:
            found[key] = _line(row, key[1], told, waited[row.case_id], last.get(key), now)
    for line in found.values():
        line["numbers"] += _of_places(line, phones)
        line["details"] += _by_right(line, rights, now)
        line["about"] = _about(line, line.pop("items"))
    return list(found.values())


def _line(row, party, told, waited, last, now):
    case, facts = told.get(row.case_id, (None, {}))
    snapshot = reference.at(row.case__checklist_version)
    items = [item for item in waited if _holds(item, party)]
    return {
        "row": row, "party": party, "whom": PARTIES.get(party, party), "kinds": [row.kind], "items": items,
        "url": reverse("coordinator:case", args=[row.case__reference]), "snapshot": snapshot,
        "contact_url": reverse("coordinator:contact", args=[row.case__reference]) + f"?to={party}",
        "snooze_url": reverse("coordinator:snooze", args=[row.case__reference]),
        "name": _name(facts, party, case, items), "numbers": _numbers(facts, party),
        "details": _details(row, facts, party, snapshot), "warning": _said(facts, "do_not_contact"),
        "there": _clock(calendar.local(row.case__time_zone, now)), "late": row.due_at.date() < calendar.today("", now),
        "since": min((item.asked_at for item in items if item.asked_at), default=row.made_at),
        "last": _last(case, last),
    }  # fmt: skip


def _of_places(line, phones):
    """The directory's numbers of the places that have these records."""
    if line["party"] not in FACILITIES:
        return []
    return list(dict.fromkeys(phones[item.pk] for item in line["items"] if item.pk in phones))


def _by_right(line, rights, now):
    """How many of its days a place has used, where the family has asked as the individual."""
    left = [rights[item.pk] for item in line["items"] if item.pk in rights]
    return [("Right of access", access.clock(min(left), now))] if left else []


def _clock(here):
    return f"{here.hour % 12 or 12}:{here:%M} {'am' if here.hour < 12 else 'pm'}"


def _holds(item, party):
    if item.status == "in_transit" or party == Party.CARRIER:
        return item.status == "in_transit" and party == Party.CARRIER
    return desk(item.holder, item.party) == party


def _about(line, items):
    """What is to be asked for, in the words of the list."""
    snapshot = line["snapshot"]
    words = [ABOUT.get(kind, "") for kind in line["kinds"]]
    words += [text(snapshot.record_items[item.kind], "label") for item in items]
    return [each for each in words if each] or [sent.KINDS.get(line["kinds"][0], line["kinds"][0])]


def _name(facts, party, case, items):
    if party == Party.FAMILY:
        named = " ".join(filter(None, [_said(facts, "guardian_first_name"), _said(facts, "guardian_last_name")]))
        return named or _said(facts, "phy_guardian_name")
    if party == Party.PHYSICIAN:
        named = [_said(facts, "doctor_name") or _said(facts, "phy_name")]
        return ", ".join(filter(None, [*named, _said(facts, "doctor_hospital") or _said(facts, "phy_hospital")]))
    if party in FACILITIES and case:
        return ", ".join(dict.fromkeys(str(board.place(case, item)) for item in items))
    return ", ".join(dict.fromkeys(item.carrier for item in items if item.carrier))


def _numbers(facts, party):
    """[(what, number)] in the order to try them."""
    if party == Party.FAMILY:
        first = _said(facts, "guardian_phone") or _said(facts, "phy_guardian_phone")
        found = [("Phone", first), ("Second phone", _said(facts, "guardian_phone2"))]
        found += [(f"Second guardian {_said(facts, 'guardian2_name')}".strip(), _said(facts, "guardian2_phone"))]
    elif party == Party.PHYSICIAN:
        phone = _said(facts, "doctor_phone") or office_parts(_said(facts, "phy_contact"))[0]
        found = [("Phone", phone), ("Fax", _said(facts, "doctor_fax"))]
    else:
        found = []
    return [(what, number) for what, number in found if number]


def _details(row, facts, party, snapshot):
    """What to know before dialing; for a family also what it has not told."""
    if party != Party.FAMILY:
        return []
    spoken = _label(snapshot, "languages", facts, "language_spoken")
    return [
        ("Speaks", spoken or LANGUAGES.get(row.case__language, row.case__language)),
        ("Interpreter", _label(snapshot, "yes_no", facts, "interpreter") or NOT_TOLD),
        ("Best hours", _label(snapshot, "contact_times", facts, "contact_times") or NOT_TOLD),
        ("Voicemail", _label(snapshot, "yes_no", facts, "voicemail_ok") or f"{NOT_TOLD}: leave none"),
    ]


def _last(case, row):
    if row is None or case is None:
        return None
    said = unseal(case, row.said, "contact|said") if row.said else ""
    return {"what": OUTCOMES[row.outcome], "at": row.made_at, "by": row.who, "said": said, "next_on": row.next_on}


def _said(facts, code):
    value = facts.get(code)
    return "" if value is UNKNOWN or value is None else str(value)


def _label(snapshot, choices, facts, code):
    value = facts.get(code)
    values = value if isinstance(value, tuple) else (value,)
    found = [label(snapshot, choices, each) for each in values if each and each is not UNKNOWN]
    return ", ".join(text(row, "label") for row in found if row)

"""One row of the queue as people read it."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from intake.policies import calendar
from intake.queries.reference import text
from intake.states import CaseStatus, HoldKind, WaitingOn

LANGUAGES = dict(settings.LANGUAGES)
SOON = 7  # days to the date of the decision that are marked
STATES, HOLDS, PARTIES = dict(CaseStatus.choices), dict(HoldKind.choices), dict(WaitingOn.choices)


class Act(NamedTuple):
    """The one next act of a case: what it is called, and how it is done from a list."""

    label: str
    place: str = "next"  # where on the case page it is done
    step: str = ""  # a step that one press takes


ACTS = {
    "call_back": Act("Call the family back: red flag", "office"),
    "take": Act("Take this case", step="take"),
    "accept": Act("Accept and collect records", step="accept"),
    "complete": Act("Say that everything is here", step="complete"),
    "start_review": Act("Start the review", step="start_review"),
    "deliver": Act("Give the opinion to the family"),
    "confirm_guardian": Act("Guardian must confirm", "guardian"),
    "confirm_death": Act("Confirm the death, or lift the report", "death"),
    "answer": Act("Wait for answers", "asked"),
    "go_on": Act("Read the answers and go on", "asked"),
    "call_family": Act("Call the family", "calls"),
    "call_office": Act("Call the office", "calls"),
    "call_facility": Act("Call the hospital or lab", "calls"),
    "decide": Act("Decide how to go on", "records"),
    "close_no_answer": Act("Close it, or call once more", "next"),
    "get_office_mail": Act("Get the office's e-mail", "office"),
    "check_records": Act("Check what arrived", "records"),
    "confirm_not_done": Act("Say if the record exists", "records"),
    "check_permission": Act("Check a signature", "permissions"),
    "sign_permission": Act("Wait for the signature", "permissions"),
    "trace_parcel": Act("Look for a parcel or a loan", "records"),
    "send_letter": Act("Send a letter", "permissions"),
    "ask_facility": Act("Ask the hospital or lab", "records"),
    "send_records": Act("Wait for records", "records"),
    "await_parcel": Act("Wait for the parcel", "records"),
    "write_opinion": Act("Wait for the opinion", "next"),
    "read_opinion": Act("Wait until it is read", "next"),
}
NOTHING = Act("Nothing is open")


def shown(row, *, snapshot, now, back=""):
    """`back`: the query of the list, so that a case leads back to it."""
    url = reverse("coordinator:case", args=[row.reference])
    act = ACTS.get(row.next_action, NOTHING)
    return {
        "row": row,
        "url": f"{url}?back={back}" if back else url,
        "place": act.place,
        "state": STATES[row.status],
        "group": label(snapshot.checklist_groups, row.group),
        "why": why(row, snapshot).partition(";")[0].rstrip("."),
        "waiting_on": PARTIES[row.waiting_on],
        "act": act,
        "act_url": _act_url(act, row.reference),
        "late": bool(row.due_at and row.due_at < now),
        "days": days(row.decide_on, now),
        "soon": row.decide_on is not None and (row.decide_on - calendar.today("", now)).days <= SOON,
        "language": LANGUAGES.get(row.language, row.language),
        "done": row.records_needed - row.records_outstanding,
        "flags": flags(row),
    }


def why(case, snapshot):
    """What made the case as urgent as it is, or why a person lowered it."""
    if case.lowered_why and not case.priority_why:
        rows = snapshot.other_reasons.get("priority_lowered", ())
        return "Lowered: " + next((text(each, "label") for each in rows if each.reason == case.lowered_why), "")
    return next((each.reason_en for each in snapshot.priority_rules if each.rule == case.priority_why), "")


def days(decide_on, now):
    """How many days are left in words."""
    if decide_on is None:
        return ""
    left = (decide_on - calendar.today("", now)).days
    match left:
        case 0:
            return "today"
        case 1:
            return "1 day left"
    return f"{left} days left" if left > 0 else f"{-left} day{'s' if left < -1 else ''} ago"


def flags(row):
    """What must not be overlooked: [(words, color)]"""
    found = [("Red flag", "red")] if row.red_flag else []
    found += [(HOLDS.get(kind, kind), "yellow") for kind in row.hold_kinds]
    found += [] if row.covered else [("Nobody covers this", "red")]
    return found + ([("A message is stuck", "red")] if row.has_stuck else [])


def _act_url(act, reference):
    if not act.step:
        return ""
    page = "coordinator:assign" if act.step == "take" else "coordinator:step"
    return reverse(page, args=[reference])


def label(rows, code):
    row = rows.get(code)
    return text(row, "label") if row else code

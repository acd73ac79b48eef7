"""Whose turn it is in a case, what the one next act is, and by when: no open case is without."""

from datetime import datetime, timedelta
from typing import NamedTuple

from intake.policies import calendar, reminders
from intake.states import ENDED, CaseStatus, HoldKind, Priority, WaitingOn
from records.policies.checklist import desk
from records.states import ItemStatus

WORKDAY = 8  # hours
CALLS = {"family": "call_family", "physician": "call_office", "carrier": "trace_parcel"}
ASKED_BEFORE = {ItemStatus.ASKED, ItemStatus.PROMISED}


class Turn(NamedTuple):
    waiting_on: str
    next_action: str
    due_at: datetime | None


class Picture(NamedTuple):
    """What decides the turn. `items` are the open required ones outside category legal, oldest first."""

    items: list
    unchecked: bool  # something arrived that a coordinator has not checked
    holds: set
    asked: str  # room that an open question was put to, or ""
    answered: bool  # everything asked is answered
    calls: dict  # party -> from when on it must be called: no address is known, or no mail has helped
    decide: frozenset = frozenset()  # parties that neither mail nor call has moved
    asked_at: datetime | None = None
    to_sign: frozenset = frozenset()  # ids of records whose permission the family has not signed
    to_approve: bool = False  # a signature waits for a coordinator's look
    late: bool = False  # a parcel has not come, or a thing has not come back
    to_send: bool = False  # a letter waits for a person to fax or post it


def turn(case, picture, snapshot, *, now):
    """-> the party we wait for, the code of the next act, and when it is due"""
    if case.status in ENDED:
        return Turn(WaitingOn.NOBODY, "", None)
    clock = Clock(case, snapshot, now)
    if HoldKind.DEATH_REPORTED in picture.holds:
        return clock.ours("confirm_death")
    return RULES[CaseStatus(case.status)](case, picture, clock)


class Clock:
    """Due moments by the targets of the case's priority, in business days of the site."""

    def __init__(self, case, snapshot, now):
        self.target = snapshot.priority_targets[case.priority]
        self.off = calendar.days_off(snapshot)
        self.now = now
        self.case = case

    def ours(self, act):
        """Due a business day after it became the next act; nothing that happens meanwhile moves that."""
        stands = self.case.next_action == act and self.case.due_at
        return Turn(WaitingOn.COORDINATOR, act, stands or self.days(self.now, 1))

    def contact(self, start):
        return self.days(start, -(-self.target.contact_hours // WORKDAY)) if self.target.contact_hours >= WORKDAY else (
            start + timedelta(hours=self.target.contact_hours)
        )  # fmt: skip

    def days(self, start, count):
        return calendar.end_of_business(start, count, self.off)


def _draft(case, picture, clock):
    return Turn(WaitingOn.FAMILY, "send", None)


def _submitted(case, picture, clock):
    act = "call_back" if case.red_flag else "take"  # a sign of an emergency: a person calls
    return Turn(WaitingOn.COORDINATOR, act, clock.contact(case.submitted_at))


def _triage(case, picture, clock):
    due = clock.days(case.submitted_at, clock.target.triage_days)
    if HoldKind.GUARDIAN_NOT_CONFIRMED in picture.holds:
        return _theirs(picture, "family", "confirm_guardian", due)
    return Turn(WaitingOn.COORDINATOR, "accept", due)


def _asked(case, picture, clock):
    if picture.answered:
        return clock.ours("go_on")
    if picture.asked == "physician" and not case.office_mail:
        return clock.ours("get_office_mail")
    if _is_silent(case, picture, clock):
        return clock.ours("close_no_answer")
    return _theirs(picture, picture.asked or "family", "answer", clock.days(case.since, 3))


def _is_silent(case, picture, clock):
    """A family at P3 that has not answered for so long: a coordinator closes, or decides otherwise."""
    if (picture.asked, case.priority) != ("family", Priority.P3) or picture.asked_at is None:
        return False
    here = [calendar.today(case.time_zone, moment) for moment in (clock.now, picture.asked_at)]
    return (here[0] - here[1]).days >= reminders.NO_ANSWER_DAYS


def _theirs(picture, party, act, due):
    """Their turn; but a coordinator's where a person must call, or where no call has helped."""
    if party in picture.calls:
        return Turn(WaitingOn.COORDINATOR, CALLS.get(party, "call_facility"), picture.calls[party])
    if party in picture.decide:
        return Turn(WaitingOn.COORDINATOR, "decide", due)
    on = party if party in CALLS else "facility"
    return Turn(WaitingOn(on), act, due)


def _collecting(case, picture, clock):
    if act := _at_hand(picture):
        return clock.ours(act)
    if not case.office_mail and any(item.party == "physician" for item in picture.items):
        return Turn(WaitingOn.COORDINATOR, "get_office_mail", clock.days(case.since, 1))  # nothing is asked before
    if picture.unchecked:
        return clock.ours("check_records")
    if not picture.items:
        return Turn(WaitingOn.COORDINATOR, "complete", clock.days(case.since, 1))
    if told := _told_by_office(picture.items):
        return clock.ours(told)
    item = picture.items[0]
    due = calendar.morning("", item.due_on) if item.due_on else clock.days(item.since, 5)
    if item.status == ItemStatus.IN_TRANSIT:
        return _theirs(picture, WaitingOn.CARRIER, "await_parcel", due)
    if item.pk in picture.to_sign and item.status == ItemStatus.NEEDED and item.party == "facility":
        return _theirs(picture, "family", "sign_permission", due)
    if item.party == "facility" and item.status == ItemStatus.NEEDED:
        return Turn(WaitingOn.COORDINATOR, "ask_facility", due)
    return _theirs(picture, desk(item.holder, item.party), "send_records", due)


def _at_hand(picture):
    """What a coordinator can do at once: a signature to look at, a letter to send, a parcel to look for."""
    if picture.to_approve:
        return "check_permission"
    if picture.to_send:
        return "send_letter"
    return "trace_parcel" if picture.late else ""


def _told_by_office(items):
    """What an office said of a record and only a coordinator can act on: it was never done, another place has it."""
    for item in items:
        if item.exists == "no":
            return "confirm_not_done"
        if item.party == "facility" and item.status == ItemStatus.NEEDED and item.came_from in ASKED_BEFORE:
            return "ask_facility"
    return ""


def _ready(case, picture, clock):
    return Turn(WaitingOn.COORDINATOR, "start_review", clock.days(case.ready_at, 1))


def _review(case, picture, clock):
    start = case.ready_at or case.review_at or case.since
    return Turn(WaitingOn.ONCOLOGY, "write_opinion", clock.days(start, clock.target.opinion_days))


def _opinion(case, picture, clock):
    return Turn(WaitingOn.COORDINATOR, "deliver", clock.days(case.since, 1))


def _delivered(case, picture, clock):
    return Turn(WaitingOn.FAMILY, "read_opinion", case.delivered_at + timedelta(days=30))


RULES = {
    CaseStatus.DRAFT: _draft,
    CaseStatus.SUBMITTED: _submitted,
    CaseStatus.IN_TRIAGE: _triage,
    CaseStatus.NEEDS_INFORMATION: _asked,
    CaseStatus.COLLECTING_RECORDS: _collecting,
    CaseStatus.READY_FOR_REVIEW: _ready,
    CaseStatus.IN_REVIEW: _review,
    CaseStatus.OPINION_READY: _opinion,
    CaseStatus.DELIVERED: _delivered,
}

"""Whom we chase for what, and what is due when: by the rules of chasing.csv, until it stops.

The next moment is a column of the case. Whatever ends the chase ends it in the same transaction, because the turn of
the case is worked out anew there, and what was owed already is read again before it leaves.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from intake.policies import calendar, reminders
from intake.states import CaseStatus, HoldKind, Priority, Room
from records.policies.checklist import desk
from records.states import FACILITIES, ItemStatus, Party

ASKED = {ItemStatus.ASKED, ItemStatus.PROMISED}
CONFIRMING = {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}
OUTSIDERS = {str(Room.FAMILY), str(Room.PHYSICIAN)}
STOP_FACILITIES = {
    *(HoldKind.AUTHORITY_NONE_OR_UNSURE, HoldKind.PAPERS_MISSING, HoldKind.AUTHORITY_DISPUTE),
    *(HoldKind.GUARDIAN_NOT_CONFIRMED, HoldKind.TURNING_18),
}
BEFORE_REVIEW = {
    *(CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE, CaseStatus.NEEDS_INFORMATION),
    *(CaseStatus.COLLECTING_RECORDS, CaseStatus.READY_FOR_REVIEW),
}
UNANSWERED = BEFORE_REVIEW | {CaseStatus.IN_REVIEW, CaseStatus.OPINION_READY}
DATE_DAYS = {"date_check": (-7, -3), "date_passed": (1,)}  # from the day on which they must decide (notices.csv)
KIND_OF = {Party.FAMILY: "missing_records", Party.PHYSICIAN: "physician_reminder"}
CHECK, REVIEW = OURS = "coordinator_check", "reviewer"  # what lies with our own people
SILENT = DECIDE, NO_ANSWER = "decide", "no_answer"  # days on which nobody is told, but the turn changes


class Chase(NamedTuple):
    """Something that we wait for."""

    kind: str  # the notice
    party: str  # as chasing.csv names it
    since: datetime
    promised_on: date | None = None


class Due(NamedTuple):
    kind: str
    party: str
    day: date
    by_phone: bool = False  # a person calls
    escalated: bool = False  # the next higher person is told


def next_at(case, listed, *, now):
    """The moment of the next of these dues, or None."""
    today = calendar.today(case.time_zone, now)
    days = [each.day for each in listed if each.kind not in SILENT or each.day > today]
    return max(calendar.morning(case.time_zone, min(days)), now + timedelta(minutes=1)) if days else None


def used_up(case, listed, *, now):
    """The parties that no mail and no call will move any more: a coordinator decides."""
    today = calendar.today(case.time_zone, now)
    return frozenset(each.party for each in listed if each.kind == DECIDE and each.day <= today)


def due(case, standing, snapshot):
    """The next mail, and the call, of everybody who is chased now. -> a list of Due"""
    chased = [each for chase in chases(case, standing) for each in _of(chase, case, standing, snapshot)]
    return [*chased, *(each for chase in dates(case, standing) if (each := _next_day(chase, case, standing)))]


def dates(case, standing):
    """The day to decide is near and nobody reviews yet, or it has passed: the family, and near it also our people."""
    if not case.decide_on or not case.submitted_at or HoldKind.DEATH_REPORTED in standing.holds:
        return
    if case.status in BEFORE_REVIEW:
        yield Chase("date_check", Party.FAMILY, case.submitted_at)
        yield Chase("date_check", CHECK, case.submitted_at)
    if case.status in UNANSWERED:
        yield Chase("date_passed", Party.FAMILY, case.submitted_at)


def _next_day(chase, case, standing):
    """The first of its days after sending on which, and since which, this party was not told. None: no more."""
    told = [
        calendar.today(case.time_zone, each.made_at)
        for each in standing.told
        if (each.kind, each.party) == (chase.kind, chase.party)
    ]
    sent = calendar.today(case.time_zone, chase.since)
    for days in DATE_DAYS[chase.kind]:
        day = case.decide_on + timedelta(days=days)
        if day > sent and not any(each >= day for each in told):
            return Due(chase.kind, str(chase.party), day)
    return None


def chases(case, standing):
    if HoldKind.DEATH_REPORTED in standing.holds:
        return
    if HoldKind.GUARDIAN_NOT_CONFIRMED in standing.holds and case.submitted_at and case.status in CONFIRMING:
        yield _chase(standing, "guardian_confirm", Party.FAMILY, case.submitted_at)
    if case.status == CaseStatus.NEEDS_INFORMATION:
        asks = [ask for ask in standing.asks if ask.answered_at is None]
        for room in sorted({ask.room for ask in asks}):
            yield _chase(standing, "info_needed", room, min(ask.asked_at for ask in asks if ask.room == room))
    if case.status == CaseStatus.COLLECTING_RECORDS:
        yield from _for_records(standing)
        if standing.unchecked_at:
            yield Chase("stuck_case", CHECK, standing.unchecked_at)
    if case.status == CaseStatus.IN_REVIEW:
        yield Chase("stuck_case", REVIEW, case.review_at or case.since)


def _for_records(standing):
    """One chase a party for all that it has to send; facilities only where nothing holds it."""
    parties: dict[str, list] = {}
    for item in standing.items:
        if is_chased(item):
            parties.setdefault(desk(item.holder, item.party), []).append(item)
    for party, items in parties.items():
        if party in FACILITIES and standing.holds & STOP_FACILITIES:
            continue
        promises = [item.promised_on for item in items if item.promised_on]
        until = max(promises) if len(promises) == len(items) else None
        since = min(item.asked_at for item in items)
        yield _chase(standing, KIND_OF.get(party, "records_reminder_facility"), party, since, until)
    travelling = [item for item in standing.items if is_travelling(item)]
    if travelling:
        due_on = [item.due_on for item in travelling if item.due_on]
        yield _chase(
            standing, "parcel_trace", Party.CARRIER, min(item.since for item in travelling), max(due_on, default=None)
        )


def _chase(standing, kind, party, since, promised_on=None):
    """What they promised on the phone counts like what they promised on their page."""
    at, on = standing.promises.get(party, (None, None))
    if at and at >= since:
        promised_on = max(on, promised_on or on)
    return Chase(kind, str(party), since, promised_on)


def is_chased(item):
    """The review needs it, somebody has it, and nobody has said that it was never done."""
    return item.status in ASKED and item.dropped_at is None and item.necessity == "required" and item.exists != "no"


def is_travelling(item):
    return item.status == ItemStatus.IN_TRANSIT and item.dropped_at is None and item.necessity == "required"


def _of(chase, case, standing, snapshot):
    rule = reminders.rule_for(snapshot, chase.party, case.priority)
    if rule is None:
        return
    off, asked = calendar.days_off(snapshot), calendar.today(case.time_zone, chase.since)
    mine = [each for each in standing.told if _is_mine(each, chase)]
    if chase.party in OUTSIDERS or chase.kind == "stuck_case":
        yield from _mail(chase, rule, asked, mine, off)
    if chase.kind == "stuck_case":
        if not any(each.escalated for each in mine):
            on = reminders.call_on(rule, asked_on=asked, off=off)
            yield Due(chase.kind, chase.party, on, escalated=True)
    elif not any(each.by_phone and each.done_at is None and each.party == chase.party for each in standing.told):
        yield from _call(chase, case, rule, asked, mine, off)
    if (chase.kind, chase.party, case.priority) == ("info_needed", Party.FAMILY, Priority.P3):
        yield from _silence(chase, asked, standing)


def _is_mine(each, chase):
    return (each.kind, each.party) == (chase.kind, chase.party) and each.made_at >= chase.since


def _mail(chase, rule, asked, mine, off):
    days = [each.day for each in mine if each.day and not each.escalated]
    day = reminders.next_reminder(
        rule, asked_on=asked, sent=len(days), off=off, last_on=max(days, default=None), promised_on=chase.promised_on
    )
    if day:
        yield Due(chase.kind, chase.party, day)


def _call(chase, case, rule, asked, mine, off):
    """A call, after it the next one where the rule says so; else the day on which a coordinator decides."""
    made = [calendar.today(case.time_zone, each.done_at) for each in mine if each.by_phone]
    last, when = max(made, default=None), {"off": off, "promised_on": chase.promised_on}
    if chase.party in FACILITIES:
        day = reminders.call_in_place_of_mail(rule, asked_on=asked, called_on=last, **when)
    else:
        day = reminders.next_call(rule, asked_on=asked, called_on=last, **when)
    if day:
        yield Due(chase.kind, chase.party, day, by_phone=True)
    elif last:
        yield Due(DECIDE, chase.party, reminders.decide_on(rule, called_on=last, **when))


def _silence(chase, asked, standing):
    """A family that does not answer is told before its request may be closed."""
    if not any(each.kind == "closing_soon" and each.made_at >= chase.since for each in standing.told):
        day = asked + timedelta(days=reminders.NO_ANSWER_DAYS - reminders.NOTICE_DAYS)
        yield Due("closing_soon", chase.party, day)
    yield Due(NO_ANSWER, chase.party, asked + timedelta(days=reminders.NO_ANSWER_DAYS))

"""Reminders for what is missing: one mail a party for all that is open, by the rules of the tables, until it stops.

The next moment is a column of the case. Whatever ends the chase ends it in the same transaction, because the turn of
the case is worked out anew there, and what was owed already is read again before it leaves.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from intake.policies import calendar, reminders
from intake.states import CaseStatus, HoldKind, Room
from records.states import ItemStatus

ASKED = {ItemStatus.ASKED, ItemStatus.PROMISED}
CONFIRMING = {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}
KINDS = {"missing_records", "physician_reminder", "info_needed", "guardian_confirm"}
FAMILY_KINDS = KINDS - {"physician_reminder"}
FOR_RECORDS = {"missing_records", "physician_reminder"}


class Chase(NamedTuple):
    """Something that waits for somebody outside."""

    kind: str  # the notice
    room: str
    since: datetime
    promised_on: date | None = None


class Due(NamedTuple):
    kind: str
    room: str
    day: date
    by_phone: bool = False  # the mails did not help: a person calls


def next_at(case, standing, snapshot, *, now):
    """The moment of the next reminder of this case, or None."""
    days = [each.day for each in due(case, standing, snapshot)]
    if not days:
        return None
    return max(calendar.morning(case.time_zone, min(days)), now + timedelta(minutes=1))


def due(case, standing, snapshot):
    """The next mail, and the call, of everybody who is chased now. -> a list of Due"""
    chased = list(chases(case, standing))
    told = _told(case) if chased else []
    return [each for chase in chased for each in _of(chase, case, told, snapshot)]


def chases(case, standing):
    if HoldKind.DEATH_REPORTED in standing.holds:
        return
    if HoldKind.GUARDIAN_NOT_CONFIRMED in standing.holds and case.submitted_at and case.status in CONFIRMING:
        yield Chase("guardian_confirm", Room.FAMILY, case.submitted_at)
    if case.status == CaseStatus.NEEDS_INFORMATION:
        asks = [ask for ask in standing.asks if ask.answered_at is None]
        for room in sorted({ask.room for ask in asks}):
            yield Chase("info_needed", room, min(ask.asked_at for ask in asks if ask.room == room))
    if case.status == CaseStatus.COLLECTING_RECORDS:
        for kind, party in (("missing_records", Room.FAMILY), ("physician_reminder", Room.PHYSICIAN)):
            items = [item for item in standing.items if is_chased(item) and item.party == party]
            if items:
                promises = [item.promised_on for item in items if item.promised_on]
                whole = len(promises) == len(items)
                yield Chase(kind, party, min(item.asked_at for item in items), max(promises) if whole else None)


def ended(case, standing):
    """The kinds of reminder for records that nobody is chased with any more: what is owed of them is called off."""
    return FOR_RECORDS - {chase.kind for chase in chases(case, standing)}


def is_chased(item):
    """The review needs it, somebody has it, and nobody has said that it was never done."""
    return item.status in ASKED and item.dropped_at is None and item.necessity == "required" and item.exists != "no"


def _of(chase, case, told, snapshot):
    rule = reminders.rule_for(snapshot, str(chase.room), case.priority)
    if rule is None:
        return
    off, asked = calendar.days_off(snapshot), calendar.today(case.time_zone, chase.since)
    mine = [row for row in told if row[:2] == (chase.kind, chase.room) and row[4] >= chase.since]
    days = [day for _kind, _role, day, _channel, _at in mine if day]
    day = reminders.next_reminder(
        rule, asked_on=asked, sent=len(days), off=off, last_on=max(days, default=None), promised_on=chase.promised_on
    )
    if day:
        yield Due(chase.kind, chase.room, day)
    if not any(channel == "call" for *_, channel, _at in mine):
        on = reminders.call_on(rule, asked_on=asked, off=off, promised_on=chase.promised_on)
        yield Due(chase.kind, chase.room, on, by_phone=True)


def _told(case):
    rows = case.notices.filter(kind__in=KINDS, cancelled_at=None)
    return list(rows.values_list("kind", "to__role", "day", "channel", "made_at"))

"""Reminders for what is missing: one mail a party for all that is open, by the rules of the tables, until it stops.

The next moment is a column of the case. Whatever ends the chase ends it in the same transaction, because the turn of
the case is worked out anew there, and what was owed already is read again before it leaves.
"""

from datetime import timedelta

from django.db.models import Count, Max

from intake.policies import calendar, reminders
from intake.states import CaseStatus, HoldKind, Room
from records.states import ItemStatus

ASKED = {ItemStatus.ASKED, ItemStatus.PROMISED}
# what a party is chased for -> the notice
KINDS = {
    "missing_records": Room.FAMILY,
    "physician_reminder": Room.PHYSICIAN,
    "info_needed": None,
    "guardian_confirm": Room.FAMILY,
}


def next_at(case, standing, snapshot, *, now):
    """The moment of the next reminder of this case, or None."""
    days = [day for kind, day in due_days(case, standing, snapshot) if day]
    if not days:
        return None
    return max(calendar.morning(case.time_zone, min(days)), now + timedelta(minutes=1))


def due_days(case, standing, snapshot):
    """-> (kind of reminder, the day it is due) for every party that is chased now"""
    chased = list(_chased(case, standing))
    sent = sent_so_far(case) if chased else {}
    off = calendar.days_off(snapshot)
    for kind, party, since, promised in chased:
        rule = reminders.rule_for(snapshot, party, case.priority)
        if rule:
            count, last = sent.get(kind, (0, None))
            asked = calendar.today(case.time_zone, since)
            yield (
                kind,
                reminders.next_reminder(rule, asked_on=asked, sent=count, off=off, last_on=last, promised_on=promised),
            )


def sent_so_far(case):
    """kind -> (how many reminders, the day of the last one)"""
    rows = case.notices.filter(kind__in=KINDS, day__isnull=False).values("kind")
    return {row["kind"]: (row["n"], row["last"]) for row in rows.annotate(n=Count("day"), last=Max("day"))}


def _chased(case, standing):
    """(kind, party of the rules, since when, promised for) of everything that waits for somebody outside."""
    if HoldKind.DEATH_REPORTED in standing.holds:
        return
    if HoldKind.GUARDIAN_NOT_CONFIRMED in standing.holds and case.submitted_at and case.status in CONFIRMING:
        yield "guardian_confirm", "family", case.submitted_at, None
    if case.status == CaseStatus.NEEDS_INFORMATION:
        for ask in [ask for ask in standing.asks if ask.answered_at is None][:1]:
            yield "info_needed", ask.room, ask.asked_at, None
    if case.status == CaseStatus.COLLECTING_RECORDS:
        for kind, party in (("missing_records", "family"), ("physician_reminder", "physician")):
            items = [item for item in standing.items if _is_asked(item, party)]
            if items:
                promises = [item.promised_on for item in items if item.promised_on]
                whole = len(promises) == len(items)
                yield kind, party, min(item.asked_at for item in items), max(promises) if whole else None


CONFIRMING = {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}


def _is_asked(item, party):
    return item.party == party and item.status in ASKED and item.dropped_at is None and item.necessity == "required"

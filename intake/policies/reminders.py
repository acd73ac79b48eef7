"""When to remind a party, and when a person must call (chasing.csv)."""

from collections.abc import Container
from datetime import date
from typing import Any

from intake.queries.reference import Snapshot

from .calendar import business_day

ANY_PRIORITY = "any"
# stop rule "call each business day"; where it says "coordinator decides", a call is not followed by another
CALLED_DAILY = {(party, "P1") for party in ("physician", "facility_records", "pathology_lab", "image_desk")}
NO_ANSWER_DAYS, NOTICE_DAYS = 60, 14  # family, P3: closed after so many days, told so many days before


def rule_for(snapshot: Snapshot, party: str, priority: str) -> Any:
    """The row for a party at a priority, or None where nobody is chased."""
    row = snapshot.chasing.get((party, priority)) or snapshot.chasing.get((party, ANY_PRIORITY))
    return row if row and row.active else None


def next_reminder(
    rule: Any,
    *,
    asked_on: date,
    sent: int,
    off: Container[date],
    last_on: date | None = None,
    promised_on: date | None = None,
) -> date | None:
    """The day of the next reminder, or None when all are sent. A promise puts it off until a day after it."""
    if sent >= rule.max_reminders:
        return None
    first = business_day(asked_on, rule.first_after_business_days, off)
    due = first if sent == 0 else business_day(last_on or first, _gap(rule, sent, last_on), off)
    if promised_on and (last_on is None or promised_on >= last_on):
        return business_day(promised_on, 1, off)
    return due


def call_on(rule: Any, *, asked_on: date, off: Container[date], promised_on: date | None = None) -> date:
    """The day from which a person calls instead; a promise that is still ahead puts it off."""
    due = business_day(asked_on, rule.escalate_after_business_days, off)
    return max(due, business_day(promised_on, 1, off)) if promised_on else due


def next_call(
    rule: Any, *, asked_on: date, called_on: date | None, off: Container[date], promised_on: date | None = None
) -> date | None:
    """The day of the next call: the first by the table, then one each business day, or None."""
    if called_on is None:
        return call_on(rule, asked_on=asked_on, off=off, promised_on=promised_on)
    if (rule.waiting_on, rule.priority) not in CALLED_DAILY:
        return None
    return business_day(max(called_on, promised_on or called_on), 1, off)


def call_in_place_of_mail(
    rule: Any, *, asked_on: date, called_on: date | None, off: Container[date], promised_on: date | None = None
) -> date:
    """The same for places that we have no mail of: each reminder is a call, and they do not end."""
    if called_on is None:
        return max(
            business_day(asked_on, rule.first_after_business_days, off),
            business_day(promised_on, 1, off) if promised_on else asked_on,
        )
    if promised_on and promised_on >= called_on:
        return business_day(promised_on, 1, off)
    return business_day(called_on, max(1, rule.then_every_business_days), off)


def decide_on(rule: Any, *, called_on: date, off: Container[date], promised_on: date | None = None) -> date:
    """All mails and the call are used up: from this day on a coordinator decides how to go on."""
    if promised_on and promised_on >= called_on:
        return business_day(promised_on, 1, off)
    return business_day(called_on, max(1, rule.then_every_business_days), off)


def _gap(rule: Any, sent: int, last_on: date | None) -> int:
    return rule.then_every_business_days * (1 if last_on else sent)

"""When to remind a party, and when a person must call (chasing.csv)."""

from collections.abc import Container
from datetime import date
from typing import Any

from intake.queries.reference import Snapshot

from .calendar import business_day

ANY_PRIORITY = "any"


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


def _gap(rule: Any, sent: int, last_on: date | None) -> int:
    return rule.then_every_business_days * (1 if last_on else sent)

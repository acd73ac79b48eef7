from datetime import date

import pytest

from intake.policies import calendar, reminders
from tests.intake import tables

OFF = calendar.days_off(tables.snapshot())
TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)


def rule(party, priority):
    return reminders.rule_for(tables.snapshot(), party, priority)


def days(party, priority):
    """All reminders of a party that never answers."""
    row, found, last = rule(party, priority), [], None
    while day := reminders.next_reminder(row, asked_on=TUESDAY, sent=len(found), last_on=last, off=OFF):
        found.append(day)
        last = day
    return found


@pytest.mark.parametrize(
    ("party", "priority", "expected"),
    [
        ("family", "P1", ["2026-11-25", "2026-11-27", "2026-11-30"]),
        ("family", "P2", ["2026-11-30", "2026-12-03", "2026-12-08"]),
        ("family", "P3", ["2026-12-02", "2026-12-11", "2026-12-22"]),
        ("physician", "P2", ["2026-11-27", "2026-12-02", "2026-12-07"]),
        ("image_desk", "P2", ["2026-11-27", "2026-12-01", "2026-12-03", "2026-12-07"]),
        ("coordinator_check", "P1", []),
    ],
)
def test_first_after_so_many_business_days_then_every_so_many_at_most_so_often(party, priority, expected):
    assert days(party, priority) == [date.fromisoformat(day) for day in expected]


def test_a_rule_of_zero_days_reminds_on_the_same_day():
    row = rule("family", "P1")._replace(first_after_business_days=0)

    assert reminders.next_reminder(row, asked_on=TUESDAY, sent=0, off=OFF) == TUESDAY


def test_the_day_is_known_without_the_day_of_the_last_one():
    row = rule("family", "P2")

    assert reminders.next_reminder(row, asked_on=TUESDAY, sent=2, off=OFF) == date(2026, 12, 8)


def test_a_promise_puts_the_next_reminder_off_until_a_business_day_after_it():
    row = rule("family", "P1")

    assert reminders.next_reminder(row, asked_on=TUESDAY, sent=0, promised_on=date(2026, 12, 4), off=OFF) == date(
        2026, 12, 7
    )


def test_a_promise_that_was_reminded_of_puts_nothing_off_any_more():
    row = rule("family", "P1")

    day = reminders.next_reminder(row, asked_on=TUESDAY, sent=1, last_on=FRIDAY, promised_on=WEDNESDAY, off=OFF)

    assert day == date(2026, 11, 30)


def test_a_call_comes_when_waiting_has_lasted_too_long():
    assert reminders.call_on(rule("family", "P1"), asked_on=TUESDAY, off=OFF) == FRIDAY
    assert reminders.call_on(rule("physician", "P3"), asked_on=TUESDAY, off=OFF) == date(2026, 12, 15)


def test_a_promise_ahead_puts_the_call_off_too():
    assert reminders.call_on(rule("family", "P1"), asked_on=TUESDAY, promised_on=date(2026, 12, 4), off=OFF) == date(
        2026, 12, 7
    )


def test_some_parties_have_one_rule_for_every_priority():
    assert rule("carrier", "P1") is rule("carrier", "P3")
    assert rule("carrier", "P2").max_reminders == 2


def test_nobody_is_chased_without_a_rule_or_by_one_that_is_switched_off():
    off = tables.changed("chasing", tables.row("chasing", waiting_on="family", priority="P1"), active=False)

    assert rule("nobody", "P1") is None
    assert reminders.rule_for(off, "family", "P1") is None

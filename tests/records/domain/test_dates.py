"""The day to decide is near, or has passed: the family is told, and the coordinator while nobody reviews yet."""

from datetime import date

import pytest

from records.domain import cases
from tests import make
from tests.records.domain.test_chasing_rules import owed, run

CHECK, PASSED = {"kind": "date_check"}, {"kind": "date_passed"}


@pytest.fixture
def lead(db):
    return make.person("lead_coordinator")


def case_for(lead, day="2026-12-08"):
    """Sent on 24 November, taken by a lead; a lot of time until the day to decide."""
    case = make.case(decision_date=day, **make.OFFICE)
    return cases.assign(case, lead, by=lead, now=make.NOW)


def test_seven_and_three_days_before_family_and_owner_are_told(lead):
    case = case_for(lead)

    run(case, date(2026, 12, 8))

    assert [row for row in owed(case, **CHECK) if row[3] == "family"] == [
        ("2026-12-01", "date_check", "email", "family"),
        ("2026-12-05", "date_check", "email", "family"),
    ]
    assert [row for row in owed(case, **CHECK) if row[3] != "family"] == [
        ("2026-12-01", "date_check", "email", "lead_coordinator"),
        ("2026-12-05", "date_check", "email", "lead_coordinator"),
    ]


def test_the_day_after_the_family_is_told_once(lead):
    case = case_for(lead)

    run(case, date(2027, 1, 15))

    assert owed(case, **PASSED) == [("2026-12-09", "date_passed", "email", "family")]


def test_days_before_the_request_was_sent_are_not_made_up(lead):
    case = case_for(lead, "2026-11-28")  # four days after sending

    run(case, date(2026, 11, 28))

    assert [row[0] for row in owed(case, **CHECK) if row[3] == "family"] == ["2026-11-25"]


def test_a_day_that_moves_is_near_again(lead):
    case = case_for(lead)
    run(case, date(2026, 12, 5))

    type(case).objects.filter(pk=case.pk).update(decide_on=date(2026, 12, 20), remind_at=make.NOW)
    run(case, date(2026, 12, 13))

    days = [row[0] for row in owed(case, **CHECK) if row[3] == "family"]
    assert days == ["2026-12-01", "2026-12-05", "2026-12-13"]


def test_nobody_is_told_of_a_request_that_was_taken_back(lead):
    case = case_for(lead)
    cases.advance(case, "withdraw", why="other", by=make.family_of(case), now=make.NOW)

    run(case, date(2027, 1, 15))

    assert owed(case, **CHECK) == owed(case, **PASSED) == []


def test_a_case_without_a_day_is_left_alone(lead):
    case = case_for(lead, "unknown")

    run(case, date(2027, 1, 15))

    assert owed(case, **CHECK) == owed(case, **PASSED) == []

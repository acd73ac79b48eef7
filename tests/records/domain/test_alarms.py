from datetime import timedelta

import pytest

from intake.domain import history
from intake.models import Event, Notice, Sweep
from records.domain import cases, sweeps
from tests import make

HALF = timedelta(minutes=30)


@pytest.fixture
def urgent(db):
    """Very urgent, sent at 10:00 on a Tuesday; one coordinator was told and has not looked."""
    make.person("coordinator")
    return make.case(red_flags="breathing", red_flag_action="in_care")


def said(case):
    return Notice.objects.filter(case=case, kind="team_alert").count()


def run(now):
    Sweep.objects.filter(kind="alarms").update(due_at=now)
    return sweeps.run_due(now=now)["alarms"]


def test_it_is_said_again_every_half_hour(urgent):
    once = said(urgent)

    assert run(make.NOW + HALF - timedelta(minutes=1)) == 0
    assert run(make.NOW + HALF) == 1
    assert run(make.NOW + HALF + timedelta(minutes=1)) == 0
    assert run(make.NOW + 2 * HALF) == 1

    assert once
    assert said(urgent) == 3 * once
    assert Event.objects.filter(case=urgent, action="alarm_repeated").count() == 2
    assert not Notice.objects.filter(case=urgent, kind="team_alert", digest=True).exists()


def test_it_ends_when_one_of_the_staff_opens_the_case(urgent):
    history.read(urgent, "coordinator:case", by=make.person("coordinator"), now=make.NOW + timedelta(minutes=5))

    assert run(make.NOW + HALF) == 0


def test_a_family_that_reads_its_own_page_has_not_heard_it(urgent):
    history.read(urgent, "family:status", by=make.family_of(urgent), now=make.NOW + timedelta(minutes=5))

    assert run(make.NOW + HALF) == 1


def test_it_ends_when_somebody_takes_the_case(urgent):
    person = make.person("coordinator")
    cases.assign(urgent, person, by=person, now=make.NOW + timedelta(minutes=5))

    assert run(make.NOW + HALF) == 0


@pytest.mark.parametrize("later", [timedelta(hours=7, minutes=1), timedelta(hours=12), timedelta(days=4)])
def test_outside_work_hours_it_waits(urgent, later):  # 17:01; 22:00; Saturday
    assert run(make.NOW + later) == 0


def test_on_a_holiday_it_waits_and_goes_on_the_next_morning(urgent):
    assert run(make.NOW + timedelta(days=2)) == 0  # Thanksgiving
    assert run(make.NOW + timedelta(days=3)) == 1


def test_a_case_that_is_not_so_urgent_is_said_once(db):
    make.case()

    assert run(make.NOW + HALF) == 0


def test_it_ends_with_the_case(urgent):
    cases.advance(urgent, "withdraw", why="other", by=make.family_of(urgent), now=make.NOW + timedelta(minutes=5))

    assert run(make.NOW + HALF) == 0

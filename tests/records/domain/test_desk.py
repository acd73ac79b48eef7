"""What a coordinator does beside the steps of a case."""

from datetime import timedelta

import pytest

from intake.domain import holds
from intake.domain.errors import Refused, Stale
from intake.models import Event, Notice, SecondOpinionRequest
from intake.queries import reference
from records.domain import by_phone, cases, demands, desk
from records.domain.transitions import settle
from records.models import RecordItem
from tests import make

SOON = make.NOW + timedelta(hours=1)


@pytest.fixture
def coordinator(db):
    return make.person("coordinator")


def unlisted(case):
    """A kind of record that the case's list does not have."""
    have = set(make.items(case).values_list("kind", flat=True))
    return next(kind for kind in reference.current().record_items if kind not in have)


def test_what_staff_want_stays_on_the_list_whatever_the_answers_say(coordinator):
    case = make.case("collecting_records", by=coordinator)
    item = demands.add(case, unlisted(case), why="x", by=coordinator, now=SOON)

    cases.save_answers(case, {"dx_text": "medulloblastoma"}, max_age=21, by=coordinator, now=SOON)

    item.refresh_from_db()
    assert (item.dropped_at, item.necessity) == (None, "required")


@pytest.mark.parametrize("role", ["family", "physician", "admin"])
def test_only_staff_of_the_case_want_more(coordinator, role):
    case = make.case()
    before = RecordItem.objects.count(), Event.objects.count()

    with pytest.raises(Refused):
        demands.require(case, 1, why="x", by=make.person(role), now=SOON)
    with pytest.raises(Refused):
        demands.add(case, unlisted(case), why="x", by=make.person(role), now=SOON)

    assert (RecordItem.objects.count(), Event.objects.count()) == before


def test_a_demand_needs_a_reason_and_a_running_case(coordinator):
    case = make.case()
    item = make.items(case, necessity="helpful").first()
    with pytest.raises(Refused):
        demands.require(case, item.number, why="", by=coordinator, now=SOON)
    with pytest.raises(Stale):
        demands.require(case, item.number, why="x", version=item.version + 1, by=coordinator, now=SOON)
    cases.advance(case, "withdraw", by=coordinator, now=SOON)

    with pytest.raises(Refused):
        demands.require(case, item.number, why="x", by=coordinator, now=SOON)


def test_a_waived_record_that_is_raised_is_needed_again(coordinator):
    case = make.case("collecting_records", by=coordinator)
    item = make.items(case, necessity="helpful", status="needed").exclude(category="legal").first()
    settle(item, "waive", why="no_time", waived_why="no_time", by=coordinator, now=SOON)

    item = demands.require(case, item.number, why="Needed after all", by=coordinator, now=SOON)

    item.refresh_from_db()
    assert item.status in {"needed", "asked"}
    assert item.waived_at is None


def test_lifting_a_death_needs_a_reason(coordinator):
    case = make.case()
    holds.report_death(case, by=coordinator, now=make.NOW)

    with pytest.raises(Refused):
        desk.lift_death(case, why="", by=coordinator, now=SOON)

    assert case.holds.filter(kind="death_reported", lifted_at=None).exists()


def test_a_reported_death_is_due_the_next_business_day_whatever_happens_meanwhile(coordinator):
    case = make.case("in_triage", by=coordinator)
    holds.report_death(case, by=coordinator, now=make.NOW)
    case.refresh_from_db()
    assert (case.next_action, case.due_at - make.NOW > timedelta(hours=8)) == ("confirm_death", True)

    due = case.due_at
    cases.save_answers(
        case, {"dx_words": "leukemia"}, max_age=21, by=make.family_of(case), now=make.NOW + timedelta(days=2)
    )

    case.refresh_from_db()
    assert (case.next_action, case.due_at) == ("confirm_death", due)


def test_only_staff_report_a_death_at_the_desk(coordinator):
    with pytest.raises(Refused):
        desk.report_death(make.case(), by=make.person("admin"), now=SOON)


def test_a_call_is_told_once_and_written_down(coordinator):
    case = make.case(guardian_email=None)
    notice = Notice.objects.get(case=case, kind="receipt")

    desk.called(case, notice, words="She knows", by=coordinator, now=SOON)

    notice.refresh_from_db()
    assert notice.sent_at == SOON
    event = case.events.get(action="called")
    assert (event.after, event.why, event.by) == ("family", "receipt", coordinator)


def test_an_ended_case_keeps_its_list(coordinator):
    case = make.case()
    cases.advance(case, "withdraw", by=coordinator, now=SOON)

    with pytest.raises(Refused):
        desk.newest_list(case, max_age=21, by=coordinator, now=SOON)


def test_a_call_without_a_consent_makes_no_case(coordinator):
    with pytest.raises(Refused):
        by_phone.take(
            make.SHORT, consents=["consent_privacy"], source="phone", words="x", language="en", send_key=None,
            max_age=21, by=coordinator, now=SOON,
        )  # fmt: skip

    assert not SecondOpinionRequest.objects.exists()

"""Every party of chasing.csv: what it is sent, who is called, who decides, and how little it costs."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from intake.models import Contact, Notice
from intake.states import HoldKind
from records.domain import cases, chasing, desk, questions
from records.domain.transitions import settle
from records.models import RecordItem
from tests import make

EASTERN = ZoneInfo("America/New_York")
APART = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def collecting(**told):
    lead = make.person("lead_coordinator")
    case = make.case("collecting_records", by=lead, **{**make.OFFICE, **told})
    return cases.assign(case, lead, by=lead, now=make.NOW)


def only(case, *kept):
    """Leave open what is kept; the rest is waived."""
    for item in make.items(case, necessity="required", status__in=["needed", "asked"]):
        if item.pk not in {each.pk for each in kept}:
            settle(item, "waive", waived_why="other", by=case.owner, now=make.NOW)
    case.refresh_from_db()


def run(case, until):
    while True:
        case.refresh_from_db()
        if case.remind_at is None or case.remind_at.astimezone(EASTERN).date() > until:
            return
        chasing.send_due(now=case.remind_at)


def owed(case, **filters):
    rows = case.notices.filter(cancelled_at=None, **filters).order_by("pk")
    return [
        (row.made_at.astimezone(EASTERN).date().isoformat(), row.kind, row.channel, row.to.role)
        for row in rows.select_related("to")
    ]


def at_facility(case, holder="pathology lab"):
    """One record at a lab, asked with a signed permission."""
    for hold in case.holds.all():
        hold.lifted_at, hold.lifted_by = make.NOW, case.owner
        hold.save()
    item = make.items(case, necessity="required").exclude(category="legal").filter(status="asked").first()
    RecordItem.objects.filter(pk=item.pk).update(party="facility", holder=holder, status="asked")
    only(case, item)
    return make.items(case, pk=item.pk).get()


def test_a_lab_is_called_by_its_own_row_until_it_sends(db):
    case = collecting()
    at_facility(case)

    run(case, date(2026, 12, 1))

    assert owed(case, kind="records_reminder_facility") == [
        ("2026-11-30", "records_reminder_facility", "call", "system")  # the third business day; Thursday is off
    ]
    assert (case.waiting_on, case.next_action) == ("coordinator", "call_facility")
    event = case.notices.get(kind="records_reminder_facility").event
    assert (event.action, event.after) == ("call_due", "pathology_lab")


def test_the_next_call_to_a_lab_comes_after_the_one_that_was_made(db):
    case = collecting()
    at_facility(case)
    run(case, date(2026, 12, 1))

    called = datetime(2026, 12, 1, 15, tzinfo=UTC)
    desk.called(case, case.notices.get(channel="call"), by=case.owner, now=called)
    run(case, date(2026, 12, 4))

    assert [row[0] for row in owed(case, channel="call")] == ["2026-11-30", "2026-12-04"]


def test_a_hold_on_authority_stops_the_calls_to_facilities(db):
    case = collecting()
    at_facility(case)
    case.holds.create(kind=HoldKind.PAPERS_MISSING, set_at=make.NOW, set_by=case.owner)

    run(case, date(2027, 1, 15))

    assert owed(case, kind="records_reminder_facility") == []


def test_what_arrives_ends_the_call_to_that_desk_and_no_other(db):
    case = collecting()
    item = at_facility(case)
    other = make.items(case, status="waived", category__in=["pathology", "imaging", "clinical"]).first()
    RecordItem.objects.filter(pk=other.pk).update(
        status="asked", party="facility", holder="hospital records office", asked_at=make.NOW, asked_by=case.owner,
        waived_at=None, waived_by=None, waived_why="",
    )  # fmt: skip
    run(case, date(2026, 12, 9))
    assert len(owed(case, channel="call")) == 2

    make.upload(case, item, by=case.owner, now=datetime(2026, 12, 9, 15, tzinfo=UTC))

    left = case.notices.filter(channel="call", cancelled_at=None).get()
    assert left.event.after == "facility_records"


def test_a_parcel_that_does_not_come_is_traced(db):
    case = collecting()
    item = make.items(case, necessity="required", party="physician", status="asked").first()
    settle(item, "ship", shipped_on=make.TODAY, by=case.owner, now=make.NOW)
    only(case, make.items(case, pk=item.pk).get())

    run(case, date(2026, 12, 1))

    assert owed(case, kind="parcel_trace") == [("2026-11-30", "parcel_trace", "call", "system")]
    assert (case.waiting_on, case.next_action) == ("coordinator", "trace_parcel")


def test_what_nobody_checks_is_told_to_the_owner_then_to_the_lead(db):
    owner = make.person("coordinator")
    case = make.case("collecting_records", by=owner, **make.OFFICE)
    cases.assign(case, owner, by=owner, now=make.NOW)
    lead = make.person("lead_coordinator")
    item = make.items(case, status="asked").first()
    make.upload(case, item, by=make.office_of(case))

    run(case, date(2026, 11, 30))

    found = case.notices.filter(kind="stuck_case", cancelled_at=None).order_by("pk")
    assert [(row.made_at.astimezone(EASTERN).day, row.to, row.event.action) for row in found] == [
        (25, owner, "staff_reminded"),
        (27, owner, "staff_reminded"),
        (27, lead, "escalated"),
    ]


def test_what_is_checked_is_not_told_any_more(db):
    owner = make.person("coordinator", notify="daily")
    case = make.case("collecting_records", by=owner, **make.OFFICE)
    item = make.items(case, status="asked").first()
    make.upload(case, item, by=make.office_of(case))
    run(case, date(2026, 11, 25))
    assert case.notices.get(kind="stuck_case", cancelled_at=None).sent_at is None

    settle(make.items(case, pk=item.pk).get(), "accept", by=owner, now=make.NOW + timedelta(days=1))

    assert not case.notices.filter(kind="stuck_case", cancelled_at=None).exists()


def test_a_review_that_takes_long_is_told_to_the_team(db):
    doctor = make.person("oncology", groups=["bone"])
    lead = make.person("lead_coordinator")
    case = make.case("collecting_records", by=lead)
    cases.start_with_gaps(case, why="The slides are enough", by=lead, now=make.NOW)
    cases.advance(case, "start_review", by=doctor, now=make.NOW)

    run(case, date(2026, 12, 4))

    found = [(row.made_at.astimezone(EASTERN).date().isoformat(), row.to) for row in
             case.notices.filter(kind="stuck_case").order_by("pk")]  # fmt: skip
    assert found == [("2026-11-30", doctor), ("2026-12-02", doctor), ("2026-12-04", doctor), ("2026-12-04", lead)]


def test_a_very_urgent_office_is_called_each_business_day(db):
    case = collecting(decision_date=str(make.TODAY + timedelta(days=2)))
    assert case.priority == "P1"
    only(case, make.items(case, party="physician", status="asked", necessity="required").first())
    run(case, date(2026, 11, 27))

    called = datetime(2026, 11, 27, 15, tzinfo=UTC)
    desk.called(case, case.notices.get(channel="call"), by=case.owner, now=called)
    run(case, date(2026, 11, 30))

    assert [row[0] for row in owed(case, channel="call")] == ["2026-11-27", "2026-11-30"]


def test_a_family_that_never_answers_is_told_before_it_may_be_closed(db):
    case = make.case("in_triage", timing="after_treatment", decision_date=str(make.TODAY + timedelta(days=200)))
    assert case.priority == "P3"
    by = make.person("coordinator")
    questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=make.NOW)
    run(case, date(2027, 1, 5))
    desk.called(case, case.notices.get(channel="call"), by=by, now=datetime(2027, 1, 5, 15, tzinfo=UTC))
    run(case, date(2027, 1, 30))

    assert ("2027-01-09", "closing_soon", "email", "family") in owed(case)
    assert len(owed(case, kind="closing_soon")) == 1
    assert (case.waiting_on, case.next_action) == ("coordinator", "close_no_answer")
    cases.advance(case, "close", by=by, now=datetime(2027, 2, 1, 15, tzinfo=UTC))


def statements(now):
    with CaptureQueriesContext(connection) as caught:
        count = chasing.send_due(now=now)
    found = [each["sql"] for each in caught if not each["sql"].startswith(APART)]
    return count, [sql for sql in found if 'SELECT "intake_user"' not in sql]  # who works here: once a run


@pytest.mark.parametrize("count", [1, 7])
def test_a_batch_costs_six_statements_whatever_is_in_it(db, count):
    lead = make.person("lead_coordinator")
    for place in range(count):
        make.case("collecting_records", by=lead, **make.OFFICE, guardian_email=f"family{place}@example.org")
    due = max(Notice.objects.values_list("case__remind_at", flat=True))

    done, found = statements(due + timedelta(days=2))

    assert done == count
    assert len(found) <= 6, [sql[:80] for sql in found]
    assert Notice.objects.filter(day__isnull=False).count() == count


def test_a_second_run_reminds_nobody_again(db):
    case = collecting()
    due = case.remind_at + timedelta(days=2)
    chasing.send_due(now=due)
    before = Notice.objects.count()

    assert chasing.send_due(now=due) == 0
    assert Notice.objects.count() == before


def test_a_late_run_leaves_the_family_asleep(db):
    case = make.case("in_triage")
    questions.ask_more(case, room="family", questions=["dx_stage"], by=make.person("coordinator"), now=make.NOW)
    night = datetime(2026, 12, 2, 4, tzinfo=UTC)  # 23:00 in New York

    chasing.send_due(now=night)

    notice = case.notices.get(kind="info_needed", day__isnull=False)
    assert notice.due_at.astimezone(EASTERN).hour == 8


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_family_in_two_workers_are_one_mail_a_day():
    for _ in range(2):
        case = make.case("in_triage")
        questions.ask_more(case, room="family", questions=["dx_stage"], by=make.person("coordinator"), now=make.NOW)
    now = datetime(2026, 12, 1, 15, tzinfo=UTC)
    before = Notice.objects.filter(day__isnull=False).count()

    with transaction.atomic():  # one of them is being reminded, and not committed yet
        first = list(type(case).objects.select_for_update().filter(remind_at__lte=now).order_by("pk")[:1])
        chasing.remind(first, now=now)
        worker = Thread(target=_work, args=(now,))
        worker.start()
        worker.join(20)
        assert not worker.is_alive()
    _work(now + timedelta(minutes=2))

    told = Notice.objects.filter(day__isnull=False, kind="info_needed")
    assert before == 0
    assert told.count() == 1


def _work(now):
    try:
        chasing.send_due(now=now)
    finally:
        connections.close_all()


def test_contacts_of_a_family_share_no_case_of_another(db):
    """An office that two cases share is no family: each case reminds it."""
    first, second = collecting(guardian_email="a@example.org"), collecting(guardian_email="b@example.org")
    assert Contact.objects.filter(email="office@example.org").count() == 2

    chasing.send_due(now=max(first.remind_at, second.remind_at) + timedelta(days=1))

    assert {len(owed(case, kind="physician_reminder")) for case in (first, second)} == {1}

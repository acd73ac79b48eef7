from datetime import UTC, date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from intake.domain import holds
from intake.models import Notice
from intake.states import HoldKind
from records.domain import cases, chasing, desk, questions
from records.domain.transitions import settle
from tests import make

EASTERN = ZoneInfo("America/New_York")
REMINDERS = ("missing_records", "physician_reminder", "info_needed", "guardian_confirm")


@pytest.fixture
def collecting(db):
    """Family and office are both asked for records, priority P2, on a Tuesday."""
    return make.case("collecting_records", by=make.person("lead_coordinator"), **make.OFFICE)


def chase(case, *, until=date(2027, 3, 1)):
    """Let the clock run from reminder to reminder. -> (day, kind, channel) of all that became owed"""
    while True:
        case.refresh_from_db()
        if case.remind_at is None or case.remind_at.date() > until:
            return owed(case)
        chasing.send_due(now=case.remind_at)


def owed(case, **filters):
    rows = case.notices.filter(kind__in=REMINDERS, cancelled_at=None, **filters).exclude(made_at=make.NOW)
    return [(row.made_at.astimezone(EASTERN).date().isoformat(), row.kind, row.channel) for row in rows.order_by("pk")]


def only(case, party):
    """Leave open what this party holds, and nothing else."""
    lead = case.owner or make.person("lead_coordinator")
    for item in make.items(case, necessity="required", status__in=["needed", "asked"]).exclude(party=party):
        settle(item, "waive", waived_why="other", by=lead, now=make.NOW)


def test_an_office_is_reminded_by_the_table_and_then_called(collecting):
    only(collecting, "physician")

    assert chase(collecting) == [
        ("2026-11-27", "physician_reminder", "email"),
        ("2026-12-02", "physician_reminder", "email"),
        ("2026-12-07", "physician_reminder", "email"),
        ("2026-12-07", "physician_reminder", "call"),
    ]
    collecting.refresh_from_db()
    assert (collecting.waiting_on, collecting.next_action) == ("coordinator", "call_office")


def test_after_the_call_it_is_their_turn_and_then_a_coordinator_decides(collecting):
    only(collecting, "physician")
    chase(collecting)
    called = datetime(2026, 12, 8, 15, tzinfo=UTC)

    desk.called(collecting, collecting.notices.get(channel="call"), by=make.person("coordinator"), now=called)
    collecting.refresh_from_db()
    assert (collecting.waiting_on, collecting.next_action) == ("physician", "send_records")
    assert collecting.remind_at.astimezone(EASTERN).date() == date(2026, 12, 11)  # three business days later

    chasing.send_due(now=collecting.remind_at)

    collecting.refresh_from_db()
    assert (collecting.waiting_on, collecting.next_action) == ("coordinator", "decide")
    assert collecting.remind_at is None


def test_all_that_is_open_goes_into_one_mail_a_party(collecting):
    open_items = make.items(collecting, necessity="required", status="asked", party="physician").exclude(
        category="legal"
    )
    assert open_items.count() > 3

    chase(collecting, until=date(2026, 11, 28))

    assert owed(collecting, to__role="physician") == [("2026-11-27", "physician_reminder", "email")]


def test_reminders_become_due_at_eight_where_the_family_is(collecting):
    chase(collecting, until=date(2026, 12, 2))

    hours = {row.made_at.astimezone(EASTERN).hour for row in collecting.notices.filter(day__isnull=False)}
    assert hours == {8}


def test_a_promise_puts_the_reminder_off_to_a_day_after_it(collecting):
    only(collecting, "physician")
    office = make.office_of(collecting)
    for item in make.items(collecting, party="physician", status="asked"):
        settle(item, "promise", promised_on=date(2026, 12, 4), by=office, now=make.NOW)

    assert chase(collecting)[0] == ("2026-12-07", "physician_reminder", "email")


def test_what_an_office_never_did_is_not_asked_of_it_again(collecting):
    only(collecting, "physician")
    for item in make.items(collecting, party="physician", status="asked"):
        item.exists = "no"
        item.save()

    assert chase(collecting) == []


@pytest.mark.parametrize("end", ["waive", "withdraw", "death"])
def test_the_chase_ends_in_the_transaction_that_ends_its_reason(collecting, end):
    lead, family = make.person("lead_coordinator"), make.family_of(collecting)
    only(collecting, "physician")
    type(collecting).objects.filter(pk=collecting.pk).update(decide_on=None)  # of a date people are reminded anyway
    collecting.refresh_from_db()
    chasing.send_due(now=collecting.remind_at)
    reminder = collecting.notices.get(kind="physician_reminder")

    if end == "waive":
        for item in make.items(collecting, party="physician", status="asked"):
            settle(item, "waive", waived_why="other", by=lead, now=make.NOW)
    elif end == "withdraw":
        cases.advance(collecting, "withdraw", by=family, now=make.NOW)
    else:
        holds.report_death(collecting, by=family, now=make.NOW)

    reminder.refresh_from_db()
    collecting.refresh_from_db()
    assert reminder.cancelled_at == make.NOW
    assert collecting.remind_at is None


def test_a_hold_on_authority_does_not_stop_family_and_office(collecting):
    assert HoldKind.AUTHORITY_NONE_OR_UNSURE in {hold.kind for hold in collecting.holds.all()}

    chase(collecting, until=date(2026, 11, 28))

    assert ("2026-11-27", "physician_reminder", "email") in owed(collecting)


def test_a_family_without_address_is_called(db):
    case = make.case("in_triage", guardian_email=None)
    by = make.person("coordinator")
    case = questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=make.NOW)

    assert case.next_action == "call_family"
    assert case.notices.get(kind="info_needed").channel == "call"


def test_two_requests_of_one_family_are_two_days_of_mail(db):
    first, second = asking(make.SHORT), asking(make.SHORT)

    due = max(first.remind_at, second.remind_at)
    chasing.send_due(now=due)
    today = owed(first) + owed(second)
    for case in (first, second):
        case.refresh_from_db()
    chasing.send_due(now=due + timedelta(hours=6))
    same_day = owed(first) + owed(second)
    chasing.send_due(now=due + timedelta(days=1))

    assert len(today) == len(same_day) == 1
    assert len(owed(first)) == len(owed(second)) == 1


def asking(told):
    case = make.case("in_triage", guardian_email=told["guardian_email"])
    return questions.ask_more(case, room="family", questions=["dx_stage"], by=make.person("coordinator"), now=make.NOW)


def test_both_rooms_are_reminded_of_what_each_was_asked(collecting):
    by = make.person("coordinator")
    questions.ask_more(collecting, room="family", questions=["dx_stage"], by=by, now=make.NOW)
    collecting.asks.create(room="physician", question="dx_site", asked_at=make.NOW, asked_by=by)

    chase(collecting, until=date(2026, 12, 1))

    assert {row.to.role for row in collecting.notices.filter(kind="info_needed", day__isnull=False)} == {
        *("family", "physician")
    }


def test_a_later_question_is_chased_from_its_own_day(collecting):
    by, family = make.person("coordinator"), make.family_of(collecting)
    questions.ask_more(collecting, room="family", questions=["dx_stage"], by=by, now=make.NOW)
    first = chase(collecting)
    assert len(first) == 4  # three mails and a call
    cases.save_answers(collecting, {"dx_stage": "IV"}, max_age=21, by=family, now=make.NOW + timedelta(days=60))
    later = datetime(2027, 2, 2, 15, tzinfo=make.NOW.tzinfo)

    collecting.refresh_from_db()
    assert collecting.status == "collecting_records"
    questions.ask_more(collecting, room="family", questions=["dx_site"], by=by, now=later)
    chase(collecting, until=date(2027, 2, 9))

    assert ("2027-02-05", "info_needed", "email") in owed(collecting)


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_each_party_once():
    case = make.case("collecting_records", **make.OFFICE)
    due = case.remind_at

    workers = [Thread(target=work, args=(due,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    kinds = Notice.objects.filter(case=case, day__isnull=False).values_list("kind", flat=True)
    assert len(kinds) == len(set(kinds)) > 0


def work(now):
    try:
        chasing.send_due(now=now)
    finally:
        connections.close_all()

"""The call list: whom to call about what; what came of it moves the next date."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from records.domain import cases, chasing, letters, places, questions
from records.domain.transitions import settle
from records.models import ContactLog
from tests import make
from tests.rooms.desk import address, post, sign_in, statements

CALLS = "/coordinator/calls/"
LATE = datetime(2026, 12, 7, 15, tzinfo=UTC)  # a Monday, 10:00 in New York


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Robin Sample"))


def office_case(by, **told):
    """An office that three mails have not moved: on LATE a person has to call."""
    case = make.case("collecting_records", by=by, **{**make.OFFICE, "decision_date": "unknown", **told})
    for item in make.items(case, necessity="required", status__in=["needed", "asked"]).exclude(party="physician"):
        settle(item, "waive", waived_why="other", by=make.person("lead_coordinator"), now=make.NOW)
    while case.remind_at and case.remind_at <= LATE:
        chasing.send_due(now=case.remind_at)
        case.refresh_from_db()
    return case


def family_case(by, **told):
    case = make.case("in_triage", **{
        "decision_date": "unknown",
        "guardian_email": None, "voicemail_ok": "yes", "contact_times": ("morning",), "language_spoken": "es",
        "interpreter": "yes", "do_not_contact": "Not the uncle", **told,
    })  # fmt: skip
    return questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=make.NOW)


@pytest.fixture
def later():
    with time_machine.travel(LATE, tick=False) as moment:
        yield moment


def seen(client, query=""):
    """The list itself, without what is said above it."""
    return client.get(CALLS + query).text.partition("so-tabs")[2]


def test_a_line_says_what_to_know_before_dialing(coordinator, client, later):
    case = family_case(coordinator)

    page = seen(client)

    assert f'data-case="{case.reference}" data-party="family"' in page
    for told in (
        "Ana",
        "+1 202-555-0101",
        "Spanish",
        "Interpreter",
        "Morning",
        "Not the uncle",
        "10:00 am",
        "Nov 24",
        "Call now (1)",
    ):
        assert told in page, told


def test_a_line_says_which_records_an_office_owes(coordinator, client, later):
    case = office_case(coordinator)

    page = seen(client)

    assert f'data-case="{case.reference}" data-party="physician"' in page
    assert "Dr. Avery Fixture, Demo Hospital" in page
    assert "+1 202-555-0131" in page
    assert "athology report" in page
    assert page.count('<li class="so-board__row"') == 1


def test_a_list_costs_as_many_statements_for_one_call_as_for_many(coordinator, client, later):
    office_case(coordinator)
    few = statements(client, CALLS, coordinator)
    for _ in range(3):
        office_case(coordinator)
        family_case(coordinator)

    assert len(statements(client, CALLS, coordinator)) == len(few) <= 9


def test_cases_of_another_service_are_not_on_the_list(coordinator, client, later):
    case = office_case(make.person("lead_coordinator"))
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))

    assert case.reference not in seen(client)


def write(client, case, party="physician", **said):
    told = {"way": "call", "outcome": "talked", "said": "", **said}
    on = told.pop("next_on", None)
    if on:
        told |= {"next_on_month": on.month, "next_on_day": on.day, "next_on_year": on.year}
    return post(client, case, "contact", {"to": party, "next": CALLS, **told})


def test_a_promise_moves_the_next_reminder(coordinator, client, later):
    case = office_case(coordinator)

    answer = write(client, case, outcome="promised", next_on=date(2026, 12, 11), said="The clerk sends it on Friday")

    assert (answer.status_code, answer["Location"]) == (302, CALLS)
    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("physician", "send_records")
    assert case.remind_at.date() == date(2026, 12, 14)  # the business day after
    theirs = make.items(case, party="physician", necessity="required").exclude(status__in=["waived", "needed"])
    assert set(theirs.values_list("status", "promised_on")) == {("promised", date(2026, 12, 11))}
    assert case.reference not in seen(client)
    row = ContactLog.objects.get()
    assert (row.way, row.outcome, row.made_by) == ("call", "promised", coordinator)
    assert b"Friday" not in bytes(row.said)
    assert "The clerk sends it on Friday" in client.get(address(case)).text


def test_a_promise_needs_its_day(coordinator, client, later):
    case = office_case(coordinator)

    answer = write(client, case, outcome="promised")

    assert answer.status_code == 422
    assert "Enter the day by which they promised it" in answer.text
    assert not ContactLog.objects.exists()


def test_who_was_not_reached_is_on_the_list_again_tomorrow(coordinator, client, later):
    case = office_case(coordinator)

    write(client, case, outcome="no_answer")

    assert case.reference not in seen(client)
    assert case.reference in seen(client, "?when=later")
    later.move_to(LATE + timedelta(days=1))
    sign_in(client, coordinator)
    page = seen(client)
    assert case.reference in page
    assert "Nobody answered" in page


def test_after_a_talk_without_a_promise_a_coordinator_decides(coordinator, client, later):
    case = office_case(coordinator)

    write(client, case, said="They look for it")
    case.refresh_from_db()
    assert case.waiting_on == "physician"
    later.move_to(LATE + timedelta(days=5))
    chasing.send_due(now=LATE + timedelta(days=5))

    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("coordinator", "decide")


def test_they_may_ask_to_be_called_again(coordinator, client, later):
    case = office_case(coordinator)

    write(client, case, next_on=date(2026, 12, 9))

    assert "They asked for this call" in seen(client, "?when=later")
    case.refresh_from_db()
    assert (case.next_action, case.due_at.date()) == ("call_office", date(2026, 12, 9))


def test_a_call_is_put_off(coordinator, client, later):
    case = office_case(coordinator)

    post(client, case, "snooze", {"to": "physician", "days": "3", "next": CALLS})

    assert case.reference not in seen(client)
    case.refresh_from_db()
    assert case.due_at.date() == date(2026, 12, 10)
    later.move_to(LATE + timedelta(days=3))
    sign_in(client, coordinator)
    assert case.reference in seen(client)


@pytest.mark.parametrize("data", [{"to": "nobody", "days": "1"}, {"to": "physician", "days": "99"}, {}])
def test_a_made_up_party_or_day_is_refused_in_words(coordinator, client, later, data):
    assert post(client, office_case(coordinator), "snooze", data).status_code == 409


def test_the_list_forgets_who_took_the_request_back(coordinator, client, later):
    case = office_case(coordinator)

    cases.advance(case, "withdraw", by=make.family_of(case), now=LATE)

    assert case.reference not in seen(client)


def test_a_family_on_the_phone_can_promise_answers(coordinator, client, later):
    case = family_case(coordinator)

    write(client, case, "family", outcome="promised", next_on=date(2026, 12, 10))

    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("family", "answer")
    assert case.remind_at.date() == date(2026, 12, 11)


def test_a_family_without_mail_is_called_also_about_the_end(coordinator, client, later):
    """A case that has ended may still owe its family a word."""
    case = family_case(coordinator)
    cases.advance(case, "close", by=coordinator, now=LATE)

    page = seen(client)

    assert f'data-case="{case.reference}" data-party="family"' in page
    assert "Our questions" not in page


def test_a_place_has_the_directory_s_number_once_it_was_checked(coordinator, client, later):
    case = make.case("collecting_records", by=coordinator)
    make.signed(case)
    case.refresh_from_db()
    while case.remind_at and case.remind_at <= LATE:
        chasing.send_due(now=case.remind_at)
        case.refresh_from_db()
    place = case.authorizations.get().place
    facts = {"name": place.name, "address": "", "phone": "+1 202-555-0177", "fax": "", "email": ""}
    places.tell(place, facts, by=make.person("coordinator"), now=make.NOW)
    assert "202-555-0177" not in seen(client)

    places.check(place, by=coordinator, now=make.NOW)

    assert "202-555-0177" in seen(client)


def test_a_call_to_a_place_tells_how_far_the_right_of_access_is(coordinator, client, later):
    case = make.case("collecting_records", by=coordinator)
    make.signed(case)
    case.refresh_from_db()
    while case.remind_at and case.remind_at <= LATE:
        chasing.send_due(now=case.remind_at)
        case.refresh_from_db()
    assert "Right of access" not in seen(client)

    for letter in letters.again(case.authorizations.get(), language="en", basis="access", by=coordinator, now=make.NOW):
        place = letter.authorization.place
        place.told_at, place.told_by, place.checked_at, place.checked_by = make.NOW, coordinator, make.NOW, coordinator
        place.save()
        letters.sent(letter, "fax", by=coordinator, now=make.NOW)

    days = (LATE.date() - make.NOW.date()).days
    assert f"day {days} of 30" in seen(client) or f"{days - 30} days over the 30" in seen(client)

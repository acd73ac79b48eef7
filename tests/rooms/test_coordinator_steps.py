"""Every step that a coordinator takes with a case: possible, not yet with the reason, and refused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from intake.domain import holds
from intake.models import Notice, SecondOpinionRequest
from intake.policies import cases as policies
from intake.queries import cases as queries
from records.domain import cases, questions
from records.domain.transitions import settle
from records.views.coordinator.nexts import ELSEWHERE, STEPS
from tests import make
from tests.rooms.desk import get, post, sign_in

NOT_BUILT = {"merge", "unmerge"}  # joining two cases comes with the workbench


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def step(client, case, action, **more):
    return post(client, case, "step", {"action": action, **more})


def complete(case, by):
    for item in make.items(case, necessity="required").exclude(category="legal"):
        make.upload(case, item, content=make.PDF + item.kind.encode())
        settle(item, "accept", by=by, now=make.NOW)
    case.refresh_from_db()
    return case


def in_state(status, by):
    """A case in this state, come there by verbs."""
    if status in {"submitted", "in_triage", "collecting_records"}:
        return make.case(status, by=by, **make.OFFICE)
    if status == "needs_information":
        case = make.case("in_triage", by=by)
        return questions.ask_more(case, room="family", questions=["gene_tests"], by=by, now=make.NOW)
    if status == "ready_for_review":
        return complete(make.case("collecting_records", by=by), by)
    if status == "in_review":
        return cases.advance(in_state("ready_for_review", by), "start_review", by=by, now=make.NOW)
    case = make.case("in_triage", by=by)
    if status == "withdrawn":
        return cases.advance(case, "withdraw", by=by, now=make.NOW)
    return cases.advance(case, "decline", why="age", by=by, now=make.NOW)


STATES = [
    *("submitted", "in_triage", "needs_information", "collecting_records", "ready_for_review"),
    *("in_review", "withdrawn", "declined"),
]


@pytest.mark.parametrize("status", STATES)
def test_every_step_of_the_state_stands_in_the_box(coordinator, client, status):
    case = in_state(status, coordinator)
    steps = policies.steps(case, by=coordinator, now=make.NOW)

    response = get(client, case)

    shown = {each["action"]: each["reason"] for each in response.context["steps"]}
    assert case.status == status
    assert set(steps) - NOT_BUILT - set(ELSEWHERE) <= set(shown)
    for action, reason in steps.items():
        if reason and action in shown and action not in {"ask", "complete"}:
            assert shown[action] == reason
            assert f"Not yet: {reason}" in response.text.replace("&#x27;", "'")


PRESSES = {
    "accept": ("in_triage", "collecting_records"),
    "start_review": ("ready_for_review", "in_review"),
    "undo_withdraw": ("withdrawn", "in_triage"),
}


@pytest.mark.parametrize("action", PRESSES)
def test_one_press(coordinator, client, action):
    before, after = PRESSES[action]
    case = in_state(before, coordinator)
    assert f'value="{action}"' in get(client, case).text

    response = step(client, case, action)

    case.refresh_from_db()
    assert (response.status_code, case.status) == (302, after)
    assert case.events.filter(action=action, by=coordinator).count() == 1


def test_taking_can_be_undone_for_ten_minutes(coordinator, client, clock):
    case = make.case()
    post(client, case, "assign")
    case.refresh_from_db()
    assert case.owner == coordinator

    clock.shift(timedelta(minutes=9))
    assert step(client, case, "undo_take").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.owner, case.assigned_at) == ("submitted", None, None)

    post(client, case, "assign")
    clock.shift(timedelta(minutes=11))
    late = step(client, case, "undo_take")
    assert late.status_code == 409
    assert "The time to undo this is over." in late.text


@pytest.mark.parametrize("action", ["accept", "start_review", "complete", "undo_withdraw", "deliver", "close"])
def test_a_press_in_the_wrong_state_changes_nothing(coordinator, client, action):
    case = make.case()
    before = SecondOpinionRequest.objects.filter(pk=case.pk).values().get()

    response = step(client, case, action)

    assert response.status_code == 409
    assert "not possible in the present state" in response.text
    assert SecondOpinionRequest.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.parametrize(
    "action", ["submit", "sign", "merge", "decline", "nonsense", "", "ask", "confirm_death", "expire"]
)
def test_steps_that_are_no_press_are_not_there(coordinator, client, action):
    case = make.case("in_triage", by=coordinator)

    assert step(client, case, action).status_code == 404


def test_an_unconfirmed_guardian_stops_accepting_and_says_why(coordinator, client):
    case = make.case("in_triage", by=coordinator)
    holds.first(case, ["guardian_not_confirmed"], by=coordinator, now=make.NOW)

    assert "Not yet: The guardian has not confirmed this request yet." in get(client, case).text
    assert step(client, case, "accept").status_code == 409
    case.refresh_from_db()
    assert case.status == "in_triage"


def test_assign_to_a_colleague_but_to_nobody_else(coordinator, client):
    case, colleague = make.case(), make.person("coordinator", name="Colin")
    outsider = make.person("coordinator", services=["neuro_oncology"])

    assert post(client, case, "assign", {"owner": colleague.pk}).status_code == 302
    case.refresh_from_db()
    assert case.owner == colleague
    assert f'value="{colleague.pk}" selected' in get(client, case).text
    assert f'value="{outsider.pk}"' not in get(client, case).text
    assert post(client, case, "assign", {"owner": outsider.pk}).status_code == 409
    for wrong in (10**9, 10**30):
        assert post(client, case, "assign", {"owner": wrong}).status_code == 404
    case.refresh_from_db()
    assert case.owner == colleague


def test_ask_for_named_things_by_a_day(coordinator, client):
    case = make.case("in_triage", by=coordinator)
    item = make.items(case).first()
    group = next(name for name, bound in get(client, case, "ask").context["groups"] if "gene_tests" in str(bound))
    day = make.TODAY + timedelta(days=3)

    response = post(client, case, "ask", {
        "room": "family", group: ["gene_tests"], "items": [str(item.number)], "remark": "Which arm?",
        "due_on_month": str(day.month), "due_on_day": str(day.day), "due_on_year": str(day.year),
    })  # fmt: skip

    case.refresh_from_db()
    assert (response.status_code, case.status, case.waiting_on) == (302, "needs_information", "family")
    asked = {(ask.question, ask.item, ask.words is not None, ask.due_on) for ask in case.asks.all()}
    assert asked == {("gene_tests", None, False, day), ("", item.number, False, day), ("", None, True, day)}
    assert Notice.objects.filter(case=case, kind="info_needed").count() == 1
    assert "Which arm?" in get(client, case).text


@pytest.mark.parametrize(
    "data",
    [{"room": "family"}, {"remark": "x"}, {"room": "physician", "remark": "x"}, {"room": "admin", "remark": "x"}],
)
def test_asking_nothing_or_nobody_is_said(coordinator, client, data):
    case = make.case("in_triage", by=coordinator)  # without an office

    response = post(client, case, "ask", data)

    assert response.status_code == 422
    assert "govuk-error-summary" in response.text
    assert not case.asks.exists()


def test_go_on_without_the_answers(coordinator, client):
    case = in_state("needs_information", coordinator)
    assert post(client, case, "go_on", {"why": ""}).status_code == 422

    post(client, case, "go_on", {"why": "The office told us"})

    case.refresh_from_db()
    assert (case.status, queries.open_asks(case).count()) == ("in_triage", 0)


def test_start_with_gaps_needs_a_reason_that_stays(coordinator, client):
    case = make.case("collecting_records", by=coordinator)
    assert "Start with gaps" in get(client, case).text
    assert post(client, case, "gaps", {"why": "  "}).status_code == 422

    post(client, case, "gaps", {"why": "Surgery on Friday"})

    case.refresh_from_db()
    assert (case.status, case.ready_why) == ("ready_for_review", "Surgery on Friday")
    assert "Started with gaps." in get(client, case).text


def test_only_a_lead_lowers_the_priority(coordinator, client):
    case = make.case(decision_date=str(make.TODAY + timedelta(days=2)))
    assert case.priority == "P1"
    assert "Lower it" not in get(client, case).text
    refused = post(client, case, "priority", {"to": "P2", "why": "date_moved"})
    assert (refused.status_code, "Only a lead" in refused.text) == (409, True)

    sign_in(client, make.person("lead_coordinator"))
    assert "Lower it" in get(client, case).text
    assert post(client, case, "priority", {"to": "P2", "why": ""}).status_code == 422
    assert post(client, case, "priority", {"to": "P1", "why": "date_moved"}).status_code == 422
    assert post(client, case, "priority", {"to": "P2", "why": "date_moved"}).status_code == 302

    case.refresh_from_db()
    assert (case.priority, case.lowered_why) == ("P2", "date_moved")
    assert "Lowered: The date moved" in get(client, case).text


def test_declining_shows_first_what_is_sent_to_whom(coordinator, client):
    case = make.case(
        "in_triage", by=coordinator, language="es", decision_date=str(make.TODAY + timedelta(days=30)), **make.OFFICE
    )
    said = {"why": "age", "called": "talked", "remark": "Talked to the mother"}

    preview = post(client, case, "decline", said)

    case.refresh_from_db()
    assert (preview.status_code, case.status) == (200, "in_triage")
    for words in (
        *("Family: an e-mail", "The patient is older than we treat", "El paciente es mayor", "Adult cancer centers"),
        "We cannot give this opinion. See where else to ask.",
    ):
        assert words in preview.text.replace("</bdi>", "").replace("<bdi data-data>", ""), words
    assert not Notice.objects.filter(case=case, kind="declined").exists()

    post(client, case, "decline", {**said, "confirmed": "yes"})

    case.refresh_from_db()
    assert (case.status, case.ended_why) == ("declined", "age")
    told = set(Notice.objects.filter(case=case, kind="declined").values_list("to__role", flat=True))
    assert told == {"family", "physician"}
    assert "Talked to the mother" in get(client, case).text


@pytest.mark.parametrize(
    "data",
    [{"why": "age"}, {"called": "talked"}, {"why": "no_specialist", "called": "talked"}, {"why": "x", "called": "y"}],
)
def test_declining_needs_a_reason_of_one_s_own_and_a_call(coordinator, client, data):
    case = make.case("in_triage", by=coordinator, decision_date=str(make.TODAY + timedelta(days=30)))

    response = post(client, case, "decline", {**data, "confirmed": "yes"})

    case.refresh_from_db()
    assert (response.status_code, case.status) == (422, "in_triage")


def test_a_very_urgent_case_is_declined_by_an_oncologist_only(coordinator, client):
    case = make.case("in_triage", by=coordinator, decision_date=str(make.TODAY + timedelta(days=1)))

    response = post(client, case, "decline", {"why": "age", "called": "talked", "confirmed": "yes"})

    case.refresh_from_db()
    assert (response.status_code, case.status) == (409, "in_triage")
    assert "Not yet: A very urgent case can be declined by an oncologist only." in get(client, case).text


def test_withdrawing_stops_contact_and_can_be_undone_for_two_weeks(coordinator, client, clock):
    case = make.case("collecting_records", by=coordinator, **make.OFFICE)

    post(client, case, "withdraw", {"why": "got_answer"})

    case.refresh_from_db()
    assert (case.status, case.ended_why, case.remind_at) == ("withdrawn", "got_answer", None)
    clock.shift(timedelta(days=15))
    sign_in(client, coordinator)
    assert "The time to undo this is over." in get(client, case).text
    assert step(client, case, "undo_withdraw").status_code == 409


def test_a_death_is_reported_in_two_presses_then_confirmed(coordinator, client):
    case = make.case("collecting_records", by=coordinator, **make.OFFICE)
    Notice.objects.filter(case=case).update(sent_at=None, cancelled_at=None)
    assert post(client, case, "death", {"why": "A call"}).status_code == 409

    post(client, case, "report_death")

    case.refresh_from_db()
    assert not Notice.objects.filter(case=case, sent_at=None, cancelled_at=None).exists()
    assert (case.next_action, case.remind_at) == ("confirm_death", None)
    assert post(client, case, "death", {"why": ""}).status_code == 422
    post(client, case, "death", {"why": "The office called on Tuesday"})
    case.refresh_from_db()
    assert case.status == "deceased"


def test_a_wrong_report_is_lifted_with_a_reason_and_contact_goes_on(coordinator, client):
    case = make.case("collecting_records", by=coordinator, **make.OFFICE)
    assert get(client, case, "lift_death").status_code == 404
    post(client, case, "report_death")

    assert post(client, case, "lift_death", {"why": ""}).status_code == 422
    post(client, case, "lift_death", {"why": "It was another child"})

    case.refresh_from_db()
    assert queries.holds(SecondOpinionRequest.objects.get(pk=case.pk)).isdisjoint({"death_reported"})
    assert case.remind_at
    assert case.next_action != "confirm_death"


def test_a_death_ends_contact_in_every_case_of_the_child(coordinator, client):
    case = make.case(**make.OFFICE)
    other = make.case()
    other.members.filter(kind="family").update(user=make.family_of(case))

    post(client, case, "report_death")

    for each in (case, other):
        assert not Notice.objects.filter(case=each, sent_at=None, cancelled_at=None).exists()


def test_a_stale_assignment_names_the_person(coordinator, client):
    case = make.case("in_triage", by=coordinator)
    colleague = make.person("coordinator", name="Colin Fixture")

    page = post(client, case, "assign", {"owner": colleague.pk}, version=0)

    assert page.status_code == 409
    assert re.search(r"<dt>Assign it to</dt><dd><bdi[^>]*>Colin Fixture</bdi></dd>", page.text)
    assert f"Owner: {colleague.pk}" not in page.text


def test_a_note_is_kept_even_if_somebody_was_faster(coordinator, client):
    case = make.case()

    response = post(client, case, "note", {"body": "Call after four"}, version=0)

    assert response.status_code == 302
    assert "Call after four" in get(client, case).text
    assert post(client, case, "note", {"body": ""}).status_code == 422


# --- two at once

STALE = {
    "assign": {},
    "step": {"action": "accept"},
    "withdraw": {"why": "cost"},
    "gaps": {"why": "Surgery comes on Friday, no time"},
    "ask": {"room": "family", "remark": "Which arm is it, the left one?"},
    "decline": {"why": "age", "called": "talked", "remark": "Told the father on Monday", "confirmed": "yes"},
    "office": {"doctor_email": "clinic@example.org", "agreed": "yes"},
    "newest": {},
}
SAID = {  # what the page says of it, in the words that it was picked by
    "step": ["Step", "Accept and collect records"],
    "withdraw": ["Why does the family take it back?", "Cost"],
    "ask": ["Ask whom?", "The family", "In your own words"],
    "decline": ["Has the family been called?", "I have told the family by phone"],
    "office": ["clinic@example.org", "Yes"],
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_save_keeps_the_text_and_says_what_changed(coordinator, client, name):
    case = make.case("in_triage", by=coordinator, decision_date=str(make.TODAY + timedelta(days=30)))
    old = {"version": case.version, "seen": case.event_number}
    colleague = make.person("coordinator", name="Colin Fixture")
    cases.assign(case, colleague, by=colleague, now=make.NOW)
    before = SecondOpinionRequest.objects.filter(pk=case.pk).values().get()

    response = client.post(reverse(f"coordinator:{name}", args=[case.reference]), {**STALE[name], **old})

    assert response.status_code == 409
    assert "Someone else changed this case" in response.text
    assert "Given to a coordinator" in response.text
    assert "Colin Fixture" in response.text
    for words in STALE[name].values():
        assert words in response.text
    assert SecondOpinionRequest.objects.filter(pk=case.pk).values().get() == before
    for words in SAID.get(name, ()):
        assert words in response.text
    if name in {"assign", "step"}:  # the page's own button saves it now
        case.refresh_from_db()
        assert f'name="version" value="{case.version}"' in response.text
        again = client.post(
            reverse(f"coordinator:{name}", args=[case.reference]),
            {**STALE[name], "version": case.version, "seen": case.event_number},
        )
        assert again.status_code == 302


def test_every_button_of_the_case_carries_its_version(coordinator, client):
    case = make.case("collecting_records", by=coordinator, **make.OFFICE)
    make.upload(case, make.items(case, status="asked").first())

    text = get(client, case).text

    forms = text.split("<form ")[1:]
    posted = [form.split("</form>")[0] for form in forms if 'method="post"' in form and "/coordinator/" in form[:200]]
    assert len(posted) > 5
    assert [form[:120] for form in posted if 'name="version"' not in form] == []


def test_every_label_says_what_it_does():
    assert all(each.label and each.does.endswith(".") for each in STEPS.values())

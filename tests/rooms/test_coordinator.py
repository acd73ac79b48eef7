"""The coordinators' queue: what is in it, in which order, what each row says, and what it costs."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from intake.domain import holds
from intake.models import SecondOpinionRequest
from records.domain import cases, questions
from records.policies import turn
from records.views.coordinator.rows import ACTS
from tests import make
from tests.rooms.desk import address, get, post, references, sign_in, statements, tables

QUEUE = "/coordinator/"
NO_ACTS = {"family", "physician", "facility", "office", "no", "call_"}  # parties and halves of a code


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def on(days):
    return str(make.TODAY + timedelta(days=days))


def test_all_that_is_open_by_need(coordinator, client):
    later = make.case(decision_date=on(40), timing="after_treatment")
    unknown = make.case(decision_date=on(30), timing="after_treatment")
    soon = make.case(decision_date=on(2))
    flagged = make.case(red_flags=["breathing"], red_flag_action="called", decision_date=on(10))
    week = make.case(decision_date=on(9))

    found = references(client.get(QUEUE))

    assert found == [case.reference for case in (soon, flagged, week, unknown, later)]


def test_equal_need_is_by_the_moment_of_sending(coordinator, client, clock):
    second = make.case(now=make.NOW + timedelta(hours=1))
    first = make.case(now=make.NOW)

    assert references(client.get(QUEUE)) == [first.reference, second.reference]


def test_drafts_and_ended_cases_are_not_open(coordinator, client):
    draft, gone, here = make.draft(), make.case(), make.case()
    cases.advance(gone, "withdraw", by=make.family_of(gone), now=make.NOW)

    assert references(client.get(QUEUE)) == [here.reference]
    assert references(client.get(QUEUE, {"state": "withdrawn"})) == [gone.reference]
    assert references(client.get(QUEUE, {"state": "draft"})) == [here.reference]  # no such tab: all that is open
    assert draft.reference not in client.get(QUEUE, {"state": "draft"}).text


def test_other_services_are_not_there_in_list_tab_or_count(coordinator, client):
    other = make.case(dx_text="medulloblastoma", child_first_name="Kanariengelb")
    assert other.service.code == "neuro_oncology"

    text = client.get(QUEUE).text

    assert "All open (0)" in text
    assert "Kanariengelb" not in text
    assert references(client.get(QUEUE, {"state": "submitted"})) == []
    assert get(client, other).status_code == 404
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))
    assert references(client.get(QUEUE)) == [other.reference]


def test_a_lead_sees_all_services_and_what_nobody_covers(db, client):
    lead = sign_in(client, make.person("lead_coordinator", services=["oncology", "neuro_oncology"]))
    mine, other = make.case(decision_date=on(20)), make.case(dx_text="medulloblastoma", decision_date=on(15))

    assert references(client.get(QUEUE)) == [other.reference, mine.reference]
    lead.services.clear()
    assert references(client.get(QUEUE)) == [other.reference, mine.reference]  # nobody covers them, no lead is there
    make.person("lead_coordinator", services=["oncology"])
    assert references(client.get(QUEUE)) == [other.reference]


def test_a_row_says_what_to_do_and_why(coordinator, client):
    case = make.case(decision_date=on(2), language="es", **make.OFFICE)
    cases.assign(case, coordinator, by=coordinator, now=make.NOW)

    row = row_of(client.get(QUEUE), case)

    for words in (
        *("Nia Sample", "7 years", "Bone tumor", "P1", "2 days left", "Accept and collect records", "Cora Sample"),
        *("In triage", "Coordinator", f"0 of {case.records_needed}", "Español", "Authority not known"),
        "Nobody covers this",
    ):
        assert words in row, words
    assert 'class="so-late">late' not in row


def test_a_late_case_is_marked_and_an_unowned_one_counted(coordinator, client, clock):
    case = make.case()
    assert "late" not in row_of(client.get(QUEUE), case)

    clock.shift(timedelta(days=5))
    response = client.get(QUEUE)

    assert "late" in row_of(response, case)
    assert "1</strong> open case has no owner" in response.text
    assert "Nobody covers 1 open case." in response.text


def test_a_covered_case_is_not_called_uncovered(coordinator, client):
    make.person("oncology", groups=["bone"])
    case = make.case()

    assert "Nobody covers" not in client.get(QUEUE).text
    assert case.covered


def test_the_next_act_is_done_in_one_press(coordinator, client):
    case = make.case()
    row = row_of(client.get(QUEUE), case)
    assert f'action="{address(case, "assign")}"' in row

    response = post(client, case, "assign", {"action": "take", "next": QUEUE + "?sort=due"})

    case.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, QUEUE + "?sort=due")
    assert (case.status, case.owner) == ("in_triage", coordinator)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/coordinator/", "//evil.example", "/family/", "/coordinator/\n"]
)
def test_a_press_leads_nowhere_else(coordinator, client, wanted):
    case = make.case()

    response = post(client, case, "assign", {"next": wanted})

    assert response["Location"].startswith("/coordinator/")
    assert "evil" not in response["Location"]


def test_every_code_of_a_next_act_has_words():
    """Whatever the rules of the turn may say next, the queue can say in words."""
    tree = ast.parse(Path(turn.__file__).read_text())
    said = {
        node.value
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
    }

    assert said - NO_ACTS <= set(ACTS) | {"send"}  # a draft is in no queue
    assert len(said) > 15


FILTERS = {
    "waiting_on=coordinator": "plain flagged spanish",
    "waiting_on=family": "asked",
    "owner=none": "plain flagged spanish",
    "owner=me": "asked",
    "priority=P1": "flagged",
    "group=bone": "plain asked flagged",
    "group=renal": "spanish",
    "language=es": "spanish",
    "due=today": "flagged",
    "due=late": "",
    "due=week": "plain asked flagged spanish",
    "language=es&group=bone": "",
    "priority=P9&owner=x&group=x&due=never&waiting_on=": "plain asked flagged spanish",
}


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter(coordinator, client, query):
    found = {
        "plain": make.case(),
        "asked": make.case("in_triage", by=coordinator),
        "flagged": make.case(red_flags=["breathing"], red_flag_action="called"),
        "spanish": make.case(language="es", dx_text="tumor de Wilms"),
    }
    cases.assign(found["asked"], coordinator, by=coordinator, now=make.NOW)
    questions.ask_more(found["asked"], room="family", questions=["gene_tests"], by=coordinator, now=make.NOW)
    names = {case.reference: name for name, case in found.items()}

    response = client.get(f"{QUEUE}?{query}")

    assert {names[reference] for reference in references(response)} == set(FILTERS[query].split())


def test_a_colleague_s_cases(coordinator, client):
    colleague, case = make.person("coordinator", name="Colin Fixture"), make.case()
    cases.assign(case, colleague, by=coordinator, now=make.NOW)
    make.case()

    response = client.get(QUEUE, {"owner": colleague.pk})

    assert references(response) == [case.reference]
    assert "Owner: Colin Fixture" in response.text


def test_a_chip_takes_one_filter_away_and_keeps_the_others(coordinator, client):
    response = client.get(QUEUE, {"owner": "me", "priority": "P1", "state": "in_triage", "sort": "due", "page": "x"})

    chips = response.context["chips"]
    assert [chip["text"] for chip in chips] == ["Owner: Me", "Priority: P1 Very urgent"]
    assert chips[0]["url"] == "/coordinator/?state=in_triage&sort=due&priority=P1"
    assert "No cases here." in response.text
    assert "Clear filters" in response.text


SORTS = {"due": "soonest early late", "age": "early soonest late", "name": "late early soonest"}


@pytest.mark.parametrize("sort", SORTS)
def test_each_sort(coordinator, client, sort):
    hour = timedelta(hours=1)
    found = {
        "early": make.case(now=make.NOW, child_last_name="Mock", timing="after_treatment"),
        "late": make.case(now=make.NOW + 2 * hour, child_last_name="Ånd", timing="after_treatment"),
        "soonest": make.case(now=make.NOW + hour, child_last_name="Zed", decision_date=on(2)),
    }
    names = {case.reference: name for name, case in found.items()}

    response = client.get(QUEUE, {"sort": sort})

    assert [names[reference] for reference in references(response)] == SORTS[sort].split()
    assert response.text.count('aria-sort="ascending"') == 1


def many(count, **values):
    """Copies of one sent case, with every value that ties."""
    case = make.case()
    fields = [field.attname for field in case._meta.concrete_fields if field.name not in {"id", "is_open", "send_key"}]
    plain = {name: getattr(case, name) for name in fields}
    SecondOpinionRequest.objects.bulk_create(
        SecondOpinionRequest(**{**plain, **values, "reference": f"SO-{place:04}-0000-0"}) for place in range(count)
    )


@pytest.mark.parametrize("sort", ["priority", "due", "age", "name"])
def test_pages_of_ties_forward_and_back(coordinator, client, sort):
    many(120)
    path, seen, there = f"{QUEUE}?sort={sort}", [], []
    while path:
        response = client.get(path)
        there.append(references(response))
        seen += there[-1]
        path = response.context["pager"]["next"]

    assert [len(each) for each in there] == [50, 50, 21]
    assert len(set(seen)) == 121
    path, back = client.get(f"{QUEUE}?sort={sort}&page=last").context["pager"], []
    assert path["next"] == ""
    response = client.get(path["prev"])
    while True:
        back.append(references(response))
        if not response.context["pager"]["prev"]:
            break
        response = client.get(response.context["pager"]["prev"])
    assert sum(reversed(back), []) == seen[: sum(map(len, back))]  # noqa: RUF017


def test_pagers_keep_what_the_list_was_narrowed_to(coordinator, client):
    many(60)

    response = client.get(QUEUE, {"state": "submitted", "priority": "P2", "sort": "age"})

    assert 'rel="next"' in response.text
    assert 'rel="last"' in response.text
    assert 'rel="prev"' not in response.text
    assert response.context["pager"]["next"].startswith("/coordinator/?state=submitted&sort=age&priority=P2&page=")
    second = client.get(response.context["pager"]["next"])
    assert 'rel="first"' in second.text
    assert len(references(second)) == 11


def test_a_page_that_is_not_ours_is_the_first_and_says_so(coordinator, client):
    case = make.case()

    response = client.get(QUEUE, {"page": "k.tampered"})

    assert references(response) == [case.reference]
    assert "That page is not there any more. This is the first one." in response.text
    assert "not there any more" not in client.get(QUEUE).text


def test_counts_end_at_five_hundred(coordinator, client):
    many(501)

    response = client.get(QUEUE)

    assert "All open (500+)" in response.text
    assert "Sent (500+)" in response.text
    assert "In triage (0)" in response.text


PAGES = [
    "", "?sort=due", "?sort=name&owner=none", "?state=submitted&sort=age", "?page=last", "?state=closed",
    "?waiting_on=coordinator&group=bone&language=en&priority=P2&due=week",
]  # fmt: skip


@pytest.mark.parametrize("query", PAGES)
@pytest.mark.parametrize("role", ["coordinator", "lead_coordinator"])
def test_a_page_costs_four_statements_whatever_the_rows(db, client, role, query):
    user = sign_in(client, make.person(role, services=["oncology", "neuro_oncology"]))
    make.case()
    few = statements(client, QUEUE + query, user)
    many(300)

    lots = statements(client, QUEUE + query, user)

    assert len(few) == len(lots) <= 4, tables(lots)
    assert not any(" OFFSET " in sql for sql in lots)


def test_holds_show_and_stop_showing(coordinator, client):
    case = make.case()
    holds.report_death(case, by=make.family_of(case), now=timezone.now())

    row = row_of(client.get(QUEUE), case)

    assert "Death reported" in row
    assert "Confirm the death, or lift the report" in row


def row_of(response, case):
    text = response.text
    start = text.index(f'data-case="{case.reference}"')
    return text[start : text.index("</tr>", start)]

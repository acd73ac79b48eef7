"""The synthetic cases are the oracle: what the rules make of them was computed apart from this code."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from intake.facts import UNKNOWN
from intake.policies import conditions, routing, urgency
from records.policies import checklist, completeness
from tests.intake import tables

CASES = tables.demo_cases()
ENDED = {"declined", "merged", "deceased", "withdrawn"}
SET_BY_STAFF = {"facility_hold", "turning_18", "death_reported"}


def day(text, today=tables.TODAY):
    if found := re.fullmatch(r"D([+-]\d+)", text):
        return str(today + timedelta(days=int(found[1])))
    if found := re.fullmatch(r"A(\d+)y(\d+)m(?:([+-]\d+)d)?", text):
        months = today.year * 12 + today.month - 1 - int(found[1]) * 12 - int(found[2])
        return str(date(months // 12, months % 12 + 1, today.day) - timedelta(days=int(found[3] or 0)))
    return text


def value(told):
    if told == "unknown":
        return UNKNOWN
    if isinstance(told, list):
        return tuple(told)
    return "yes" if told is True else day(told)


def answers(case):
    told = {code: value(told) for code, told in case["answers"].items() if not isinstance(told, dict)}
    address = {f"child_address_{part}": text for part, text in case["answers"]["child_address"].items()}
    return {"form": case["form"], "facilities": dict(enumerate(case["facilities"])), **told, **address}


def moved(case, to):
    return next((move for move in reversed(case["history"]) if move["to"] == to), None)


def facts(case):
    ended = moved(case, case["state"]) if case["state"] in ENDED else None
    return conditions.complete(
        tables.snapshot(),
        answers(case),
        today=tables.TODAY,
        state=ended["from"] if ended else case["state"],
        submitted_on=date.fromisoformat(day(moved(case, "submitted")["at"])),
        ended_on=date.fromisoformat(day(ended["at"])) if ended else None,
    )


each_case = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])


@each_case
def test_place_and_age_give_the_rule(case):
    at_place = routing.route(tables.snapshot(), facts(case), max_age=21, moment=routing.PLACE)
    now = routing.route(tables.snapshot(), facts(case), max_age=21)

    assert str(at_place.rule) == case["expected"]["routing_rule_at_place"]
    assert str(now.rule) == case["expected"]["routing_rule"]


@each_case
def test_the_words_give_the_group_and_the_timing_the_phase(case):
    found = facts(case)

    assert conditions.shown(tables.snapshot().questions["dx_group"], found) == case["expected"]["dx_group_asked"]
    assert (found["group"], found["phase"]) == (case["expected"]["checklist_group"], case["expected"]["phase"])
    assert found["iccc3_subgroup"] in ("", case["expected"]["iccc3_subgroup"])


@each_case
def test_the_rules_give_the_priority(case):
    hits = urgency.hits(tables.snapshot(), facts(case))

    assert [hit.rule for hit in hits] == case["expected"]["priority_rules"]
    assert urgency.most_urgent(hits) == case["expected"]["priority"]


@each_case
def test_the_tables_give_the_list(case):
    wanted = checklist.items(tables.snapshot(), facts(case))

    assert _kinds(wanted, "required") == case["expected"]["required_items"]
    assert _kinds(wanted, "if exists") == case["expected"]["if_exists_items"]


@each_case
def test_the_list_is_the_same_from_bare_answers(case):
    assert checklist.items(tables.snapshot(), answers(case)) == checklist.items(tables.snapshot(), facts(case))


@each_case
def test_what_came_is_counted(case):
    came = {each["item"]: each["state"] for each in case["items"]}
    kinds = tables.snapshot().record_items
    items = [
        SimpleNamespace(
            necessity=want.necessity, category=kinds[want.kind].category, status=came.get(want.kind, "needed")
        )
        for want in checklist.items(tables.snapshot(), facts(case))
    ]

    assert completeness.counts(items) == (case["expected"]["required_done"], case["expected"]["required_total"])


@each_case
def test_the_answers_give_the_holds(case):
    lifted = {hold["hold"] for hold in case["cleared_holds"]}

    assert set(conditions.holds(facts(case))) - lifted == set(case["holds"]) - SET_BY_STAFF


@each_case
def test_nothing_that_sending_needs_is_missing_and_no_answer_is_hidden(case):
    assert conditions.missing_to_send(tables.snapshot(), facts(case)) == []
    assert answers(case).keys() - {"facilities"} <= facts(case).keys()


def _kinds(wanted, necessity):
    return sorted(want.kind for want in wanted if want.necessity == necessity)

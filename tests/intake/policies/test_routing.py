import pytest

from intake.policies import routing
from tests.intake import tables


def rule(moment=routing.CHILD, table=None, **answers):
    found = routing.route(table or tables.snapshot(), tables.facts(**answers), max_age=21, moment=moment)
    return found.rule if found else None


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"country": "US", "region": "PA", "asker_role": "parent"}, 30),
        ({"country": "US", "region": "MD", "asker_role": "patient_adult"}, 30),
        ({"country": "US", "region": "TX", "asker_role": "parent"}, 40),
        ({"country": "US", "region": "PR", "asker_role": "parent"}, 35),
        ({"country": "PR", "asker_role": "parent"}, 35),
        ({"country": "GU", "asker_role": "other_family"}, 35),
        ({"country": "US", "asker_role": "parent"}, 40),
        ({"country": "CA", "asker_role": "parent"}, 60),
        ({"country": "MX", "asker_role": "legal_guardian"}, 60),
        ({"country": "AE", "asker_role": "parent"}, 70),
        ({"country": "XX", "asker_role": "parent"}, 70),  # rule 25 is off
        ({"country": "AE", "asker_role": "physician"}, 20),
        ({"form": "physician"}, 20),
    ],
)
def test_the_first_active_rule_that_fits_wins(answers, expected):
    assert rule(moment=routing.PLACE, **answers) == expected
    assert rule(**answers) == expected


def test_rules_run_in_the_order_of_their_number_not_of_the_table():
    numbers = [row.rule for row in tables.snapshot().routing]

    assert numbers == sorted(numbers)


@pytest.mark.parametrize(("born", "expected"), [("2004-11-25", 30), ("2004-11-24", 10), ("1990-01-01", 10), ("", 30)])
def test_the_age_rule_waits_for_the_birth_date(born, expected):
    told = {"country": "US", "region": "PA", "asker_role": "parent", "child_dob": born}

    assert rule(**told) == expected
    assert rule(moment=routing.PLACE, **told) == 30


def test_the_age_rule_is_also_for_physicians():
    assert rule(form="physician", child_dob="1990-01-01") == 10


def test_a_rule_that_is_switched_on_takes_its_country():
    on = tables.changed("routing", tables.row("routing", rule=25), active=True)

    assert rule(table=on, country="XX", asker_role="parent") == 25


def test_without_any_rule_there_is_none():
    empty = tables.Snapshot(**(vars(tables.snapshot()) | {"routing": ()}))

    assert rule(table=empty, country="US", asker_role="parent") is None


def test_a_rule_limits_the_kinds_of_opinion_but_not_being_unsure():
    here, there, anywhere = (tables.row("routing", rule=number) for number in (30, 40, 10))

    assert routing.kinds_offered(tables.snapshot(), here) == [
        "written", "video", "in_person", "doctor_to_doctor", "not_sure",
    ]  # fmt: skip
    assert routing.kinds_offered(tables.snapshot(), there) == ["in_person", "doctor_to_doctor", "not_sure"]
    assert len(routing.kinds_offered(tables.snapshot(), anywhere)) == 5
    assert len(routing.kinds_offered(tables.snapshot(), None)) == 5


def test_the_contact_shown_is_the_rules_or_the_sites():
    assert routing.contact(tables.snapshot(), tables.row("routing", rule=70)).contact == "international_office"
    assert routing.contact(tables.snapshot(), None).contact == "default"


def test_every_condition_cell_of_the_table_has_a_function_and_none_is_left_over():
    assert {row.condition for row in tables.rows("routing")} - {""} == set(routing.CONDITIONS)

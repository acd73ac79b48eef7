import pytest
from django.utils import translation

from intake.facts import UNKNOWN
from intake.forms import summary
from intake.queries import reference


@pytest.fixture
def told(db):
    snapshot = reference.current()

    def rows(codes, facts, **options):
        questions = [snapshot.questions[code] for code in codes.split()]
        return {row["code"]: row for row in summary.rows(snapshot, questions, {"form": "family", **facts}, **options)}

    return rows


def test_codes_are_shown_in_words(told):
    rows = told("country region asker_role", {"country": "US", "region": "PA", "asker_role": "parent"})

    assert [row["value"] for row in rows.values()] == ["United States of America", "Pennsylvania", "Parent"]


def test_several_answers_stand_each_for_itself(told):
    facts = {"timing": "change_proposed", "change_types": ("radiation", "surgery")}

    assert told("change_types", facts)["change_types"]["parts"] == ["Radiation", "Surgery"]


@pytest.mark.parametrize("value", [UNKNOWN, "unknown"])
def test_not_knowing_is_an_answer(value, told):
    assert told("decision_date", {"decision_date": value})["decision_date"]["unknown"] is True


def test_days_are_written_out(told):
    assert "April 27, 2019" in told("child_dob", {"child_dob": "2019-04-27"})["child_dob"]["value"]


def test_an_address_is_one_answer(told):
    facts = {"child_address_line1": "1 Demo Street", "child_address_city": "Boston", "child_address_country": "US"}

    assert told("child_address", facts)["child_address"]["parts"] == [
        "1 Demo Street", "Boston", "United States of America"
    ]  # fmt: skip


def test_what_was_not_answered_is_shown_or_left_out(told):
    assert told("child_last_name", {})["child_last_name"]["value"] == ""
    assert told("child_last_name", {}, empty=False) == {}


def test_what_a_condition_hides_is_not_shown(told):
    assert told("region", {"country": "MX", "region": "PA"}) == {}


def test_the_words_are_of_the_page_s_language(told):
    with translation.override("es"):
        assert told("asker_role", {"asker_role": "parent"})["asker_role"]["value"] == "Padre o madre"

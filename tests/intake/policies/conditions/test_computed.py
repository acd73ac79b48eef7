from datetime import date

import pytest

from intake.facts import UNKNOWN
from intake.policies import conditions
from tests.intake import tables


@pytest.mark.parametrize(
    ("born", "today", "months", "years"),
    [
        ("2025-11-25", "2026-11-24", 11, 0),
        ("2025-11-24", "2026-11-24", 12, 1),
        ("2008-11-25", "2026-11-24", 215, 17),
        ("2024-02-29", "2026-02-28", 23, 1),
        ("2024-02-29", "2026-03-01", 24, 2),
        ("2026-11-24", "2026-11-24", 0, 0),
    ],
)
def test_age_is_in_full_months_and_years(born, today, months, years):
    facts = tables.facts(today=date.fromisoformat(today), child_dob=born)

    assert (facts["age_months"], facts["age"]) == (months, years)


def test_without_a_birth_date_there_is_no_age():
    assert "age" not in tables.facts(child_dob=UNKNOWN)


def test_days_to_date_is_to_the_nearest_of_both_dates():
    told = {"timing": "before_treatment", "decision_date": "2026-12-04", "treatment_date": "2026-11-30"}

    assert tables.facts(**told)["days_to_date"] == 6
    assert tables.facts(decision_date="2026-11-20")["days_to_date"] == -4
    assert "days_to_date" not in tables.facts(decision_date=UNKNOWN)


def test_an_answer_whose_question_is_no_longer_shown_does_not_count():
    facts = tables.facts(timing="first_weeks", treatment_date="2026-11-25", change_types=("surgery",))

    assert "treatment_date" not in facts
    assert "change_types" not in facts
    assert "days_to_date" not in facts


def test_hiding_one_answer_hides_the_next():
    facts = tables.facts(insurance_kind="none", insurance_holder="Ana", insurance_holder_dob="1980-01-01")

    assert facts.keys().isdisjoint({"insurance_holder", "insurance_holder_dob"})


def test_what_the_site_stores_itself_stays():
    facts = tables.facts(
        asker_role="legal_guardian", guardian_relation="guardian", dx_known="unknown", dx_group="unknown"
    )

    assert (facts["guardian_relation"], facts["dx_group"]) == ("guardian", "unknown")


def test_what_a_guardian_adds_to_a_physicians_case_counts():
    assert tables.facts(form="physician", guardian_authority="parent_full")["guardian_authority"] == "parent_full"


@pytest.mark.parametrize(
    ("told", "group", "diagnosis", "subgroup"),
    [
        ({"dx_known": "confirmed", "dx_text": "burkitt"}, "lymphoma", "burkitt", "IIc"),
        ({"dx_known": "confirmed", "dx_text": "burkitt", "dx_group": "leukemia"}, "leukemia", "", ""),
        ({"dx_known": "confirmed", "dx_text": "lymphoma"}, "lymphoma", "", ""),
        ({"dx_known": "confirmed", "dx_text": "lymphoma", "dx_followup": "burkitt"}, "lymphoma", "burkitt", "IIc"),
        ({"dx_known": "confirmed", "dx_text": "lymphoma", "dx_followup": UNKNOWN}, "lymphoma", "", ""),
        ({"dx_known": "confirmed", "dx_text": "leukemia", "phy_codes": "apl; x"}, "leukemia", "apl", "Ib"),
        ({"dx_known": "confirmed", "dx_text": "brain tumor", "dx_group": "cns"}, "cns", "", ""),
        ({"dx_known": "unknown", "dx_text": "wilms"}, "unknown", "", ""),
        ({"dx_known": "confirmed", "dx_text": UNKNOWN, "dx_group": UNKNOWN}, "unknown", "", ""),
        ({}, "unknown", "", ""),
    ],
)
def test_group_and_diagnosis(told, group, diagnosis, subgroup):
    facts = tables.facts(**told)

    assert (facts["group"], facts["diagnosis"], facts["iccc3_subgroup"]) == (group, diagnosis, subgroup)


@pytest.mark.parametrize("text", ["tumor en el riñón", "ورم ويلمز", "nephroblastoma"])
def test_the_words_may_be_of_any_language(text):
    assert tables.facts(dx_known="confirmed", dx_text=text)["sure_group"] == "renal"


@pytest.mark.parametrize(
    ("timing", "phase"),
    [("before_treatment", "before_treatment"), ("not_sure", "first_weeks"), ("after_treatment", "after_treatment")],
)
def test_the_phase_follows_from_the_timing(timing, phase):
    assert tables.facts(timing=timing)["phase"] == phase


def test_without_a_timing_the_phase_is_that_of_not_being_sure():
    assert tables.facts()["phase"] == conditions.phase(tables.snapshot(), {}) == "first_weeks"


def test_waiting_counts_business_days_since_sending_and_stops_at_the_end():
    assert tables.facts()["waiting"] is None
    assert tables.facts(submitted_on=date(2026, 11, 9))["waiting"] == 10  # Veterans Day between
    assert tables.facts(submitted_on=date(2026, 11, 9), ended_on=date(2026, 11, 10))["waiting"] == 1


def test_visible_answers_need_no_clock():
    told = {"treatment_types": ("chemotherapy",), "timing": "first_weeks", "change_types": ("radiation",)}

    assert conditions.visible(told) == {
        "form": "family",
        "treatment_types": ("chemotherapy",),
        "timing": "first_weeks",
    }

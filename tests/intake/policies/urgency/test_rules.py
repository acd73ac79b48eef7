from datetime import date

import pytest

from intake.facts import UNKNOWN
from intake.policies.urgency import RULES
from tests.intake import tables

# rule -> (facts that hit, facts that do not); the cells `when` of priority_rules.csv are the specification
SOON, LATE = "2026-11-27", "2027-03-01"  # in 3 and in 97 days
CASES = {
    "p1_red_flag": (
        [{"red_flags": ("fever",)}, {"red_flags": ("none", "fever")}],
        [{"red_flags": ("none",)}, {}],
    ),
    "p1_date_3": (
        [
            {"decision_date": SOON, "state": "submitted"},
            {"decision_date": "2026-11-01", "state": "opinion_ready"},
            {"decision_date": LATE, "treatment_date": SOON, "timing": "before_treatment"},
        ],
        [
            {"decision_date": "2026-11-28"},
            {"decision_date": SOON, "state": "delivered"},
            {"decision_date": SOON, "state": "withdrawn"},
            {"decision_date": UNKNOWN},
        ],
    ),
    "p1_leukemia_new": (
        [{"dx_group": "leukemia", "timing": "before_treatment"}],
        [{"dx_group": "leukemia", "timing": "first_weeks"}, {"dx_group": "bone", "timing": "before_treatment"}],
    ),
    "p1_mediastinal": (
        [
            {"dx_known": "suspected", "dx_text": "MEDIÁSTINAL mass", "dx_group": "lymphoma"},
            {"dx_known": "suspected", "dx_text": "كتلة في المنصف", "dx_group": "leukemia"},
        ],
        [
            {"dx_known": "suspected", "dx_text": "mediastinal mass", "dx_group": "unknown"},
            {"dx_known": "suspected", "dx_text": "chest mass", "dx_group": "lymphoma"},
            {"dx_known": "unknown", "dx_text": "mediastinal mass", "dx_group": "lymphoma"},
        ],
    ),
    "p1_burkitt": (
        [
            {"dx_known": "confirmed", "dx_text": "burkitt", "timing": "before_treatment"},
            {"dx_known": "confirmed", "dx_text": "lymphoma", "dx_followup": "burkitt", "timing": "first_weeks"},
            {"form": "physician", "phy_codes": "burkitt", "timing": "first_weeks"},
        ],
        [
            {"dx_known": "confirmed", "dx_text": "burkitt", "timing": "change_proposed"},
            {"dx_known": "confirmed", "dx_text": "lymphoma", "timing": "first_weeks"},
        ],
    ),
    "p1_apl": (
        [{"dx_known": "confirmed", "dx_text": "APL", "timing": "first_weeks"}],
        [
            {"dx_known": "confirmed", "dx_text": "APL"},
            {"dx_known": "confirmed", "dx_text": "AML", "timing": "first_weeks"},
        ],
    ),
    "p1_inpatient_icu": ([{"daily_life": "hospital_icu"}], [{"daily_life": "bed"}]),
    "p1_relapse_7": (
        [{"timing": "relapse_refractory", "decision_date": "2026-12-01"}],
        [{"timing": "relapse_refractory", "decision_date": "2026-12-02"}, {"timing": "relapse_refractory"}],
    ),
    "p1_surgery_3": (
        [{"timing": "change_proposed", "change_types": ("radiation", "surgery"), "decision_date": "2026-11-29"}],
        [
            {"timing": "change_proposed", "change_types": ("surgery",), "decision_date": "2026-11-30"},
            {"timing": "change_proposed", "change_types": ("radiation",), "decision_date": SOON},
            {"timing": "first_weeks", "change_types": ("surgery",), "decision_date": SOON},
        ],
    ),
    "p2_date_14": (
        [{"decision_date": "2026-12-08"}, {"decision_date": "2026-10-01"}],
        [{"decision_date": "2026-12-09"}, {"decision_date": "2026-12-08", "state": "closed"}],
    ),
    "p2_before": ([{"timing": "before_treatment"}], [{"timing": "first_weeks"}]),
    "p2_first_weeks": ([{"timing": "first_weeks"}], [{"timing": "not_sure"}]),
    "p2_change": ([{"timing": "change_proposed"}], [{"timing": "after_treatment"}]),
    "p2_relapse": ([{"timing": "relapse_refractory"}], [{"timing": "after_treatment"}]),
    "p2_retino": ([{"dx_group": "retinoblastoma"}], [{"dx_group": "cns"}, {}]),
    "p2_infant": (
        [{"child_dob": "2025-11-25"}, {"child_dob": "2026-11-24"}],
        [{"child_dob": "2025-11-24"}, {}],
    ),
    "p2_unknown_dx": (
        [
            {"dx_known": "suspected", "timing": "before_treatment"},
            {"dx_known": UNKNOWN, "timing": "before_treatment"},
            {"dx_known": "unknown", "timing": "before_treatment"},
        ],
        [{"dx_known": "confirmed", "timing": "before_treatment"}, {"dx_known": "suspected", "timing": "first_weeks"}],
    ),
    "p2_date_unknown": (
        [{"decision_date": UNKNOWN, "timing": timing} for timing in ("before_treatment", "change_proposed")],
        [
            {"decision_date": UNKNOWN, "timing": "first_weeks"},
            {"timing": "before_treatment"},
            {"decision_date": SOON, "timing": "before_treatment"},
        ],
    ),
    "p2_waiting_10": (
        [
            {"submitted_on": date(2026, 11, 9), "state": "submitted"},
            {"submitted_on": date(2026, 9, 1), "state": "needs_information"},
        ],
        [
            {"submitted_on": date(2026, 11, 10), "state": "submitted"},
            {"submitted_on": date(2026, 9, 1), "state": "ready_for_review"},
            {"state": "draft"},
        ],
    ),
    "p3_default": ([{}], []),
}


def threshold(rule):
    return tables.row("priority_rules", rule=rule).threshold or 0


def test_every_rule_of_the_table_has_a_function_and_none_is_left_over():
    assert [row.rule for row in tables.snapshot().priority_rules] == list(RULES)


def test_every_rule_is_tried_both_ways():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize(("rule", "told"), [(rule, told) for rule, (hits, _) in CASES.items() for told in hits])
def test_hits_and_says_by_what(rule, told):
    assert RULES[rule](tables.facts(**told), threshold(rule))


@pytest.mark.parametrize(("rule", "told"), [(rule, told) for rule, (_, misses) in CASES.items() for told in misses])
def test_does_not_hit(rule, told):
    assert RULES[rule](tables.facts(**told), threshold(rule)) == {}


def test_a_number_in_a_condition_is_in_the_column_the_administrator_edits():
    numbered = {row.rule: row.threshold for row in tables.rows("priority_rules") if row.threshold is not None}

    assert numbered == {
        "p1_date_3": 3, "p1_relapse_7": 7, "p1_surgery_3": 5, "p2_date_14": 14, "p2_infant": 12, "p2_waiting_10": 10,
    }  # fmt: skip
    for rule, number in numbered.items():
        assert str(number) in tables.row("priority_rules", rule=rule).when


def test_an_edited_threshold_decides():
    facts = tables.facts(decision_date="2026-12-01")

    assert RULES["p1_date_3"](facts, 6) == {}
    assert RULES["p1_date_3"](facts, 7)

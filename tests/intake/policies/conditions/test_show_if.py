import pytest

from intake.facts import UNKNOWN
from intake.policies.conditions import SHOW_IF
from tests.intake import tables

# question -> (facts that show it, facts that do not); the cells of questions.csv are the specification
CASES = {
    "red_flag_action": (
        [{"red_flags": ("fever",)}, {"red_flags": ("breathing", "fever")}],
        [{"red_flags": ("none",)}],
    ),
    "region": ([{"country": "US"}], [{"country": "CA"}]),
    "reason_other": ([{"reasons": ("specialist", "other")}], [{"reasons": ("specialist",)}]),
    "change_types": ([{"timing": "change_proposed"}], [{"timing": "first_weeks"}]),
    "change_detail": ([{"timing": "change_proposed"}], [{"timing": "first_weeks"}]),
    "treatment_date": (
        [{"timing": "before_treatment"}, {"timing": "change_proposed"}, {"timing": "relapse_refractory"}],
        [{"timing": "first_weeks"}, {"timing": "after_treatment"}, {"timing": "not_sure"}],
    ),
    "date_can_move": ([{"decision_date": "2026-12-01"}], [{"decision_date": UNKNOWN}]),
    "guardian_relation": (
        [{"asker_role": "parent"}, {"asker_role": "foster_or_agency"}, {"asker_role": "other_family"}],
        [{"asker_role": "legal_guardian"}, {"asker_role": "patient_adult"}, {"asker_role": "physician"}],
    ),
    "court_order": ([{"guardian_relation": "mother"}], [{"guardian_relation": "self"}]),
    "other_parent_may_see": ([{"guardian_relation": "mother"}], [{"guardian_relation": "self"}]),
    "court_paper": (
        [
            {"court_order": "yes"},
            {"guardian_authority": "court_guardian"},
            {"guardian_authority": "agency_custody"},
            {"guardian_authority": "power_of_attorney", "court_order": "no"},
        ],
        [{"court_order": "no"}, {"court_order": UNKNOWN}, {"guardian_authority": "parent_full"}],
    ),
    "guardian2_relation": ([{"guardian2_name": "Renee"}], [{"guardian2_name": ""}]),
    "guardian2_phone": ([{"guardian2_name": "Renee"}], [{"guardian2_name": ""}]),
    "guardian2_access": ([{"guardian2_name": "Renee"}], [{"guardian2_name": ""}]),
    "child_knows": ([{"asker_role": "parent"}, {"asker_role": "physician"}], [{"asker_role": "patient_adult"}]),
    "patient_email": (
        [{"age": 13, "asker_role": "parent"}, {"age": 20, "asker_role": "physician"}],
        [{"age": 12, "asker_role": "parent"}, {"age": 20, "asker_role": "patient_adult"}, {"age": 20}],
    ),
    "insurance_company": (
        [{"insurance_kind": kind} for kind in ("private", "medicaid", "military", "other_public", "outside_us")],
        [{"insurance_kind": "none"}, {"insurance_kind": UNKNOWN}],
    ),
    "insurance_member_id": ([{"insurance_kind": "private"}], [{"insurance_kind": "none"}]),
    "insurance_group": ([{"insurance_kind": "private"}], [{"insurance_kind": "military"}]),
    "insurance_holder": (
        [{"insurance_kind": "private"}, {"insurance_kind": "military"}],
        [{"insurance_kind": "medicaid"}],
    ),
    "insurance_holder_dob": ([{"insurance_holder": "Ana"}, {"insurance_holder": UNKNOWN}], [{"insurance_holder": ""}]),
    "insurance_card": ([{"insurance_kind": "private"}, {"insurance_kind": UNKNOWN}], [{"insurance_kind": "none"}]),
    "insurance_contact_ok": (
        [{"insurance_company": "Plan"}, {"insurance_company": UNKNOWN}],
        [{"insurance_company": ""}],
    ),
    "facility_name": ([{"facilities": {0: {"facility_name": "X"}}}], [{"facilities": {}}]),
    "facility_place": ([{"facilities": {0: {}}}], [{"facilities": {}}]),
    "facility_kinds": ([{"facilities": {0: {}}}], [{"facilities": {}}]),
    "facility_record_no": ([{"facilities": {0: {}}}], [{"facilities": {}}]),
    "facility_dates": ([{"facilities": {0: {}}}], [{"facilities": {}}]),
    "dx_text": ([{"dx_known": "confirmed"}, {"dx_known": "suspected"}], [{"dx_known": "unknown"}]),
    "dx_group": (
        [{"dx_text": "mass", "sure_group": None}, {"dx_text": UNKNOWN}],
        [{"dx_text": "wilms", "sure_group": "renal"}, {"dx_text": ""}],
    ),
    "dx_followup": (
        [{"dx_text": "sarcoma", "follow_up": "which_sarcoma"}],
        [{"dx_text": "wilms", "follow_up": None}, {"dx_text": ""}],
    ),
    "dx_date": ([{"dx_known": "confirmed"}], [{"dx_known": "suspected"}]),
    "dx_how": ([{"dx_known": "confirmed"}, {"dx_known": "suspected"}], [{"dx_known": UNKNOWN}]),
    "dx_side": (
        [
            {"dx_group": group}
            for group in ("renal", "retinoblastoma", "bone", "soft_tissue", "neuroblastoma", "germ_cell")
        ],
        [{"dx_group": "leukemia"}, {"dx_group": UNKNOWN}],
    ),
    "tissue_where": (
        [{"dx_how": ("scan", "biopsy")}, {"dx_how": ("surgery",)}, {"dx_how": ("marrow",)}],
        [{"dx_how": ("scan", "blood")}, {"dx_how": UNKNOWN}],
    ),
    "treatment_start": ([{"treatment_types": ("chemotherapy",)}], [{"treatment_types": ("none",)}]),
    "steroids_given": (
        [
            {"dx_known": "suspected"},
            {"dx_known": "unknown"},
            *({"dx_known": "confirmed", "dx_group": group} for group in ("leukemia", "lymphoma", "unknown", UNKNOWN)),
        ],
        [{"dx_known": "confirmed", "dx_group": "bone"}, {"dx_known": "confirmed"}],
    ),
    "plan_name": (
        [{"treatment_types": ("chemotherapy",)}, {"treatment_types": UNKNOWN}],
        [{"treatment_types": "none"}],
    ),
    "last_chemo": ([{"treatment_types": ("surgery", "chemotherapy")}], [{"treatment_types": ("surgery",)}]),
    "surgery_dates": ([{"treatment_types": ("surgery",)}], [{"treatment_types": ("proton",)}]),
    "radiation_dates": (
        [{"treatment_types": ("radiation",)}, {"treatment_types": ("proton",)}],
        [{"treatment_types": ("surgery",)}, {"treatment_types": ("mibg_therapy",)}],
    ),
    "response": ([{"treatment_types": ("chemotherapy",)}], [{"treatment_types": ("none",)}]),
    "relapse_dates": ([{"timing": "relapse_refractory"}], [{"timing": "change_proposed"}]),
    "consent_facility": ([{"facilities": {0: {"facility_name": "X"}}}], [{"facilities": {}}]),
    "consent_sms": ([{"contact_ways": ("sms", "phone")}], [{"contact_ways": ("phone",)}]),
    "consent_cross_border": ([{"country": "AE"}], [{"country": "US"}]),
    "phy_npi": ([{"country": "US"}], [{"country": "MX"}]),
}


def test_every_condition_cell_of_the_table_has_a_function_and_none_is_left_over():
    assert {row.code for row in tables.rows("questions") if row.show_if} == set(SHOW_IF)


def test_every_condition_is_tried_both_ways():
    assert set(CASES) == set(SHOW_IF)


@pytest.mark.parametrize(("code", "facts"), [(code, facts) for code, (yes, _) in CASES.items() for facts in yes])
def test_shown(code, facts):
    assert SHOW_IF[code](facts) is True


@pytest.mark.parametrize(("code", "facts"), [(code, facts) for code, (_, no) in CASES.items() for facts in [*no, {}]])
def test_not_shown_and_never_without_an_answer(code, facts):
    assert SHOW_IF[code](facts) is False


def test_conditions_with_one_cell_in_common_are_one_function():
    cells = {}
    for row in tables.rows("questions"):
        if row.show_if:
            cells.setdefault(row.show_if, set()).add(SHOW_IF[row.code])

    assert {cell: functions for cell, functions in cells.items() if len(functions) > 1} == {}

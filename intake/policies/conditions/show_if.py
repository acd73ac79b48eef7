"""The conditions of `show_if` in questions.csv, one named function each."""

from collections.abc import Callable, Mapping

from intake.facts import Facts

from .reading import filled, has, known, lacks

Condition = Callable[[Facts], bool]
INSURED = ("private", "medicaid", "military", "other_public", "outside_us")
SIDED = ("renal", "retinoblastoma", "bone", "soft_tissue", "neuroblastoma", "germ_cell")
PAPERED = ("court_guardian", "agency_custody", "power_of_attorney")


def some_red_flag(facts: Facts) -> bool:
    return lacks(facts, "red_flags", "none")


def lives_in_us(facts: Facts) -> bool:
    return has(facts, "country", "US")


def lives_abroad(facts: Facts) -> bool:
    return lacks(facts, "country", "US")


def other_reason(facts: Facts) -> bool:
    return has(facts, "reasons", "other")


def change_is_planned(facts: Facts) -> bool:
    return has(facts, "timing", "change_proposed")


def step_is_ahead(facts: Facts) -> bool:
    return has(facts, "timing", "before_treatment", "change_proposed", "relapse_refractory")


def date_is_known(facts: Facts) -> bool:
    return known(facts, "decision_date")


def relation_is_open(facts: Facts) -> bool:
    return has(facts, "asker_role", "parent", "foster_or_agency", "other_family")


def asks_for_another(facts: Facts) -> bool:
    return lacks(facts, "guardian_relation", "self")


def court_papers_exist(facts: Facts) -> bool:
    return has(facts, "court_order", "yes") or has(facts, "guardian_authority", *PAPERED)


def second_guardian(facts: Facts) -> bool:
    return filled(facts, "guardian2_name")


def not_the_patient(facts: Facts) -> bool:
    return lacks(facts, "asker_role", "patient_adult")


def teen_beside_the_asker(facts: Facts) -> bool:
    age = facts.get("age")
    return isinstance(age, int) and age >= 13 and not_the_patient(facts)


def insured(facts: Facts) -> bool:
    return has(facts, "insurance_kind", *INSURED)


def insured_privately(facts: Facts) -> bool:
    return has(facts, "insurance_kind", "private")


def insured_through_a_person(facts: Facts) -> bool:
    return has(facts, "insurance_kind", "private", "military")


def insurance_holder_named(facts: Facts) -> bool:
    return filled(facts, "insurance_holder")


def some_insurance(facts: Facts) -> bool:
    return lacks(facts, "insurance_kind", "none")


def insurance_named(facts: Facts) -> bool:
    return filled(facts, "insurance_company")


def in_a_place(facts: Facts) -> bool:
    """Asked inside each row of places, so where there is a row it is shown."""
    return filled(facts, "facilities")


def illness_has_words(facts: Facts) -> bool:
    return has(facts, "dx_known", "confirmed", "suspected")


def words_are_not_sure(facts: Facts) -> bool:
    return filled(facts, "dx_text") and not facts.get("sure_group")


def words_are_ambiguous(facts: Facts) -> bool:
    return filled(facts, "dx_text") and bool(facts.get("follow_up"))


def diagnosis_confirmed(facts: Facts) -> bool:
    return has(facts, "dx_known", "confirmed")


def tumor_has_a_side(facts: Facts) -> bool:
    return has(facts, "dx_group", *SIDED)


def tissue_was_taken(facts: Facts) -> bool:
    return has(facts, "dx_how", "biopsy", "surgery", "marrow")


def treatment_was_given(facts: Facts) -> bool:
    return lacks(facts, "treatment_types", "none")


def steroids_may_hide(facts: Facts) -> bool:
    return lacks(facts, "dx_known", "confirmed") or has(facts, "dx_group", "leukemia", "lymphoma", "unknown")


def had_chemotherapy(facts: Facts) -> bool:
    return has(facts, "treatment_types", "chemotherapy")


def had_surgery(facts: Facts) -> bool:
    return has(facts, "treatment_types", "surgery")


def had_radiation(facts: Facts) -> bool:
    return has(facts, "treatment_types", "radiation", "proton")


def had_transplant(facts: Facts) -> bool:
    return has(facts, "treatment_types", "transplant")


def came_back(facts: Facts) -> bool:
    return has(facts, "timing", "relapse_refractory")


def wants_texts(facts: Facts) -> bool:
    return has(facts, "contact_ways", "sms")


# question -> what `show_if` says in words
SHOW_IF: Mapping[str, Condition] = {
    "red_flag_action": some_red_flag,
    "region": lives_in_us,
    "reason_other": other_reason,
    **dict.fromkeys(("change_types", "change_detail"), change_is_planned),
    "treatment_date": step_is_ahead,
    "date_can_move": date_is_known,
    "guardian_relation": relation_is_open,
    **dict.fromkeys(("court_order", "other_parent_may_see"), asks_for_another),
    "court_paper": court_papers_exist,
    **dict.fromkeys(("guardian2_relation", "guardian2_phone", "guardian2_access"), second_guardian),
    "child_knows": not_the_patient,
    "patient_email": teen_beside_the_asker,
    **dict.fromkeys(("insurance_company", "insurance_member_id"), insured),
    "insurance_group": insured_privately,
    "insurance_holder": insured_through_a_person,
    "insurance_holder_dob": insurance_holder_named,
    "insurance_card": some_insurance,
    "insurance_contact_ok": insurance_named,
    **dict.fromkeys(("facility_name", "facility_place", "facility_kinds"), in_a_place),
    **dict.fromkeys(("facility_record_no", "facility_dates", "consent_facility"), in_a_place),
    **dict.fromkeys(("dx_text", "dx_how"), illness_has_words),
    "dx_group": words_are_not_sure,
    "dx_followup": words_are_ambiguous,
    "dx_date": diagnosis_confirmed,
    "dx_side": tumor_has_a_side,
    "tissue_where": tissue_was_taken,
    **dict.fromkeys(("treatment_start", "plan_name", "response"), treatment_was_given),
    "steroids_given": steroids_may_hide,
    "last_chemo": had_chemotherapy,
    "surgery_dates": had_surgery,
    "radiation_dates": had_radiation,
    "relapse_dates": came_back,
    "consent_sms": wants_texts,
    "consent_cross_border": lives_abroad,
    "phy_npi": lives_in_us,
}

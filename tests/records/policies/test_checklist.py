import pytest

from intake.facts import UNKNOWN
from records.policies import checklist
from tests.intake import tables

BONE = {"dx_group": "bone", "timing": "first_weeks", "guardian_relation": "mother"}


def items(table=None, **told):
    return {want.kind: want for want in checklist.items(table or tables.snapshot(), {**BONE, **told})}


def necessities(*kinds, **told):
    found = items(**told)
    return [found[kind].necessity if kind in found else None for kind in kinds]


def test_the_list_is_that_of_group_and_phase_in_the_order_of_the_kinds():
    found = items()
    rows = tables.snapshot().record_checklist["bone", "first_weeks"]

    assert {kind: want.necessity for kind, want in found.items()} == {row.item: row.necessity for row in rows}
    assert list(found) == [kind for kind in tables.snapshot().record_items if kind in found]
    assert {want.why for want in found.values()} == {"group"}


@pytest.mark.parametrize("group", [row.checklist_group for row in tables.rows("checklist_groups")])
@pytest.mark.parametrize("phase", sorted({row.checklist_phase for row in tables.rows("timings")}))
def test_every_group_has_a_list_for_every_phase(group, phase):
    rows = tables.snapshot().record_checklist[group, phase]
    kinds = tables.snapshot().record_items
    required = [row for row in rows if row.necessity == "required" and kinds[row.item].category != "legal"]

    assert 3 <= len(required) <= 13


def test_without_group_and_timing_nobody_is_stuck():
    assert {want.necessity for want in checklist.items(tables.snapshot(), {})} >= {"required", "if exists"}


# (answer, item, necessity with it); each row of checklist_triggers.csv, and each set_to once more against the other
@pytest.mark.parametrize(
    ("told", "kind", "necessity"),
    [
        ({"treatment_types": ("none",)}, "chemo_roadmap", None),
        ({"treatment_types": ("none", "surgery")}, "chemo_roadmap", "required"),
        ({"treatment_types": ("chemotherapy",)}, "chemo_roadmap", "required"),
        ({"treatment_types": ("surgery",)}, "operative_note", "required"),
        ({"treatment_types": ("radiation",)}, "radiation_dosimetry", "required"),
        ({"treatment_types": ("proton",)}, "radiation_summary", "required"),
        ({"treatment_types": ("transplant",)}, "transplant_summary", "required"),
        ({"treatment_types": ("cell_therapy",)}, "transplant_summary", "required"),
        ({"treatment_types": ("trial",)}, "trial_papers", "required"),
        ({"treatment_types": ("mibg_therapy",)}, "radiation_summary", "required"),
        ({"treatment_types": ("eye_treatment",)}, "eye_exam", "required"),
        ({"dx_known": "confirmed", "dx_how": ("biopsy",)}, "pathology_slides", "required"),
        ({"dx_known": "confirmed", "dx_how": ("surgery",)}, "operative_note", "required"),
        ({"dx_known": "confirmed", "dx_how": ("marrow",)}, "marrow_report", "required"),
        ({"dx_known": "confirmed", "dx_how": ("spinal_fluid",)}, "csf_report", "required"),
        ({"dx_known": "confirmed", "dx_how": ("scan",)}, "pathology_slides", None),
        ({"dx_known": "confirmed", "dx_how": ("scan", "blood")}, "pathology_slides", "required"),
        ({"dx_known": "unknown", "dx_how": ("scan",)}, "pathology_slides", "required"),  # no longer asked
        ({"gene_tests": "yes"}, "molecular_report", "required"),
        ({"gene_tests": "no"}, "molecular_report", None),
        ({"gene_tests": UNKNOWN}, "molecular_report", "if exists"),
        ({"court_order": "yes"}, "guardian_papers", "required"),
        ({"court_order": "yes", "guardian_relation": "self"}, "guardian_papers", "if exists"),
        ({"guardian_authority": "court_guardian"}, "guardian_papers", "required"),
        ({"guardian_authority": "agency_custody"}, "guardian_papers", "required"),
        ({"guardian_authority": "power_of_attorney"}, "guardian_papers", "required"),
        ({"insurance_kind": "none"}, "insurance_card", None),
        ({"timing": "relapse_refractory"}, "relapse_pathology", "required"),  # if exists never lowers required
        ({"form": "physician"}, "referral_letter", None),
    ],
)
def test_answers_raise_add_and_take_away(told, kind, necessity):
    assert necessities(kind, **told) == [necessity]


def test_one_answer_never_takes_away_what_another_made_required():
    told = {"dx_known": "confirmed", "dx_how": ("scan",), "treatment_types": ("surgery",)}

    assert necessities("pathology_report", "pathology_slides", **told) == ["required", None]
    assert necessities("radiation_summary", treatment_types=("mibg_therapy",)) == ["required"]


def test_a_raised_item_tells_why_in_words():
    want = items(treatment_types=("radiation",))["radiation_dosimetry"]

    assert (want.why, want.because.why_en) == ("answer", "Radiation was given.")
    assert items()["authorization"].because.why_en == tables.snapshot().record_items["authorization"].why_en


# each row of checklist_changes.csv, with and without its `only_if`
@pytest.mark.parametrize("row", tables.rows("checklist_changes"), ids=lambda row: f"{row.change_type}-{row.item}")
def test_a_planned_step_raises(row):
    met = {
        "treatment_types has radiation or proton": {"treatment_types": ("proton",)},
        "treatment_types has surgery": {"treatment_types": ("surgery",)},
        "treatment_types has transplant": {"treatment_types": ("transplant",)},
        "dx_group=leukemia": {"dx_group": "leukemia"},
        "": {},
    }[row.only_if]
    told = {"timing": "change_proposed", "change_types": (row.change_type,)}

    found = items(**told, **met)[row.item]

    assert checklist.STRENGTH[found.necessity] >= checklist.STRENGTH[row.raise_to]
    if row.only_if:
        assert not checklist.step_asks(row, {**BONE, **told})
        assert checklist.step_asks(row, {**BONE, **told, **met})


def test_a_step_that_is_not_planned_raises_nothing():
    assert necessities("hla_typing", change_types=("transplant",)) == [None]  # timing is not change_proposed


def test_a_step_outweighs_that_no_treatment_was_given():
    told = {"treatment_types": ("none",), "timing": "change_proposed", "change_types": ("new_chemotherapy",)}

    assert necessities("chemo_roadmap", **told) == ["required"]


def test_every_condition_cell_of_the_table_has_a_function_and_none_is_left_over():
    assert {row.only_if for row in tables.rows("checklist_changes")} - {""} == set(checklist.ONLY_IF)


def test_an_added_item_knows_its_holder_channel_and_age():
    want = items(dx_group="unknown", timing="change_proposed", change_types=("transplant",))["hla_typing"]

    assert (want.holder, want.channel, want.fresh_days) == ("transplant clinic", "upload", None)
    assert items()["blood_counts"].fresh_days == 14


def test_rows_that_are_switched_off_ask_for_nothing():
    row = tables.row("record_checklist", checklist_group="bone", phase="first_weeks", item="echo")
    trigger = tables.row("checklist_triggers", field="gene_tests", value="no")
    step = tables.row("checklist_changes", change_type="transplant", item="hla_typing")
    kind = tables.row("record_items", item="photos")
    planned = {"timing": "change_proposed", "change_types": ("transplant",)}

    assert "echo" not in items(tables.changed("record_checklist", row, active=False))
    assert "molecular_report" in items(tables.changed("checklist_triggers", trigger, active=False), gene_tests="no")
    assert "hla_typing" not in items(tables.changed("checklist_changes", step, active=False), **planned)
    assert "photos" not in items(tables.changed("record_items", kind, active=False))


@pytest.mark.parametrize(
    ("holder", "party", "desk"),
    [
        ("family", "family", "family"),
        ("pathology lab", "physician", "physician"),  # the office is asked first
        ("pathology lab", "facility", "pathology_lab"),
        ("nuclear medicine", "facility", "image_desk"),
        ("hospital records office", "facility", "facility_records"),
    ],
)
def test_who_is_reminded(holder, party, desk):
    assert checklist.desk(holder, party) == desk
    assert (desk, "P1") in tables.snapshot().chasing

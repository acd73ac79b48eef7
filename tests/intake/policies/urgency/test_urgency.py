from datetime import date, timedelta

from intake.policies import urgency
from intake.states import CaseStatus
from tests.intake import tables

RELAPSE = {"timing": "relapse_refractory", "decision_date": "2026-11-30", "state": "submitted"}


def hits(today=tables.TODAY, **told):
    return urgency.hits(tables.snapshot(), tables.facts(today=today, **told))


def test_all_rules_are_tested_in_order_and_the_most_urgent_wins():
    found = hits(**RELAPSE)

    assert [hit.rule for hit in found] == ["p1_relapse_7", "p2_date_14", "p2_relapse", "p3_default"]
    assert urgency.most_urgent(found) == "P1"
    assert urgency.most_urgent([]) == "P3"


def test_a_hit_keeps_its_reason_and_its_facts():
    hit = hits(**RELAPSE)[0]

    assert hit.reason == "Relapse with a date in a week."
    assert dict(hit.facts) == {
        "timing": ("relapse_refractory",),
        "decision_date": date(2026, 11, 30),
        "treatment_date": None,
    }


def test_what_a_case_keeps_of_a_hit_holds_no_answer():
    hit = next(hit for hit in hits(child_dob="2026-01-05") if hit.rule == "p2_infant")

    assert hit.mark.startswith("p2_infant:")
    assert "2026" not in hit.mark


def test_a_rule_that_is_switched_off_does_not_hit():
    off = tables.changed("priority_rules", tables.row("priority_rules", rule="p1_relapse_7"), active=False)

    assert urgency.most_urgent(urgency.hits(off, tables.facts(**RELAPSE))) == "P2"


def test_rules_only_raise():
    assert urgency.raised(hits(timing="after_treatment"), now_at="P1") == "P1"
    assert urgency.raised(hits(**RELAPSE), now_at="P2") == "P1"
    assert urgency.raised(hits()) == "P3"


def test_the_same_rule_with_the_same_facts_does_not_raise_what_a_person_lowered():
    lowered = [hit.mark for hit in hits(**RELAPSE) if hit.priority == "P1"]

    assert urgency.raised(hits(**RELAPSE), lowered) == "P2"


def test_a_day_that_passes_is_no_new_fact():
    lowered = [hit.mark for hit in hits(**RELAPSE) if hit.priority == "P1"]

    assert urgency.raised(hits(today=tables.TODAY + timedelta(days=1), **RELAPSE), lowered) == "P2"


def test_changed_facts_may_raise_again():
    lowered = [hit.mark for hit in hits(**RELAPSE)]

    assert urgency.raised(hits(**RELAPSE | {"decision_date": "2026-11-29"}), lowered) == "P1"


def test_another_rule_may_raise_what_was_lowered():
    lowered = [hit.mark for hit in hits(**RELAPSE)]

    assert urgency.raised(hits(**RELAPSE, red_flags=("fever",)), lowered) == "P1"


def test_reasons_are_told_from_what_the_case_keeps():
    marks = [hit.mark for hit in hits(timing="before_treatment", dx_group="retinoblastoma")]

    assert urgency.reasons(tables.snapshot(), [*marks, "gone:123", ""]) == [
        "Best time to change a plan.",
        "Sight may be saved.",
        "Everything else.",
    ]


def test_rules_run_from_sending_until_delivery():
    running = [status for status in CaseStatus if urgency.running(status)]

    assert running == list(CaseStatus)[1:8]


def test_the_order_of_states_is_the_tables():
    assert {row.state: row.order for row in tables.rows("case_states")} == urgency.rules.ORDER

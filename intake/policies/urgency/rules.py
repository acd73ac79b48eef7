"""One named function a rule of priority_rules.csv: the facts that make it hit, or nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from intake import folding
from intake.facts import Facts
from intake.policies.conditions import day, unknown, values
from intake.states import CaseStatus

Used = dict[str, Any]
ORDER = {str(status): place for place, status in enumerate(CaseStatus, start=1)}
EARLY = ("before_treatment", "first_weeks")
AHEAD = ("before_treatment", "change_proposed", "relapse_refractory")
CHEST = ("mediastin", "منصف")


def p1_red_flag(facts: Facts, _threshold: int) -> Used:
    flags = tuple(flag for flag in values(facts, "red_flags") if flag not in ("none", "unknown"))
    return {"red_flags": flags} if flags else {}


def p1_leukemia_new(facts: Facts, _threshold: int) -> Used:
    return _all(facts, group=("leukemia",), timing=("before_treatment",))


def p1_mediastinal(facts: Facts, _threshold: int) -> Used:
    written = folding.fold(" ".join(map(str, values(facts, "dx_text"))))
    said = tuple(word for word in CHEST if folding.fold(word) in written)
    return _and(_all(facts, group=("lymphoma", "leukemia")), {"dx_text": said} if said else {})


def p1_burkitt(facts: Facts, _threshold: int) -> Used:
    return _all(facts, iccc3_subgroup=("IIc",), timing=EARLY)


def p1_apl(facts: Facts, _threshold: int) -> Used:
    return _all(facts, diagnosis=("apl",), timing=EARLY)


def p1_inpatient_icu(facts: Facts, _threshold: int) -> Used:
    return _all(facts, daily_life=("hospital_icu",))


def date_within(facts: Facts, threshold: int) -> Used:
    """The dates themselves, not the days left: a new day alone is no new fact."""
    days = facts.get("days_to_date")
    if not isinstance(days, int) or days > threshold:
        return {}
    return {code: day(facts, code) for code in ("decision_date", "treatment_date")}


def date_within_and_open(facts: Facts, threshold: int) -> Used:
    return date_within(facts, threshold) if before(facts, CaseStatus.DELIVERED) else {}


def p1_relapse_7(facts: Facts, threshold: int) -> Used:
    return _and(came_back(facts, threshold), date_within(facts, threshold))


def p1_surgery_3(facts: Facts, threshold: int) -> Used:
    return _and(_all(facts, change_types=("surgery",)), date_within(facts, threshold))


def before_treatment(facts: Facts, _threshold: int) -> Used:
    return _all(facts, timing=("before_treatment",))


def first_weeks(facts: Facts, _threshold: int) -> Used:
    return _all(facts, timing=("first_weeks",))


def change_planned(facts: Facts, _threshold: int) -> Used:
    return _all(facts, timing=("change_proposed",))


def came_back(facts: Facts, _threshold: int) -> Used:
    return _all(facts, timing=("relapse_refractory",))


def p2_retino(facts: Facts, _threshold: int) -> Used:
    return _all(facts, group=("retinoblastoma",))


def p2_infant(facts: Facts, threshold: int) -> Used:
    months = facts.get("age_months")
    return {"child_dob": day(facts, "child_dob")} if isinstance(months, int) and months < threshold else {}


def p2_unknown_dx(facts: Facts, _threshold: int) -> Used:
    return _all(facts, dx_known=("suspected", "unknown"), timing=("before_treatment",))


def p2_date_unknown(facts: Facts, _threshold: int) -> Used:
    return _all(facts, timing=AHEAD) if unknown(facts, "decision_date") else {}


def p2_waiting_10(facts: Facts, threshold: int) -> Used:
    waiting = facts.get("waiting")
    late = isinstance(waiting, int) and waiting >= threshold
    return {"waiting": "long"} if late and before(facts, CaseStatus.READY_FOR_REVIEW) else {}


def p3_default(_facts: Facts, _threshold: int) -> Used:
    return {"always": True}


def before(facts: Facts, status: CaseStatus) -> bool:
    """The case has not come as far as this state."""
    return ORDER.get(str(facts.get("state")), len(ORDER)) < ORDER[status]


def _all(facts: Facts, **wanted: tuple[str, ...]) -> Used:
    """Each answer with what it has of the values wanted, if each has one."""
    found = {code: tuple(value for value in values(facts, code) if value in wanted[code]) for code in wanted}
    return found if all(found.values()) else {}


def _and(one: Used, other: Used) -> Used:
    return {**one, **other} if one and other else {}


RULES: Mapping[str, Callable[[Facts, int], Used]] = {
    "p1_red_flag": p1_red_flag,
    "p1_date_3": date_within_and_open,
    "p1_leukemia_new": p1_leukemia_new,
    "p1_mediastinal": p1_mediastinal,
    "p1_burkitt": p1_burkitt,
    "p1_apl": p1_apl,
    "p1_inpatient_icu": p1_inpatient_icu,
    "p1_relapse_7": p1_relapse_7,
    "p1_surgery_3": p1_surgery_3,
    "p2_date_14": date_within_and_open,
    "p2_before": before_treatment,
    "p2_first_weeks": first_weeks,
    "p2_change": change_planned,
    "p2_relapse": came_back,
    "p2_retino": p2_retino,
    "p2_infant": p2_infant,
    "p2_unknown_dx": p2_unknown_dx,
    "p2_date_unknown": p2_date_unknown,
    "p2_waiting_10": p2_waiting_10,
    "p3_default": p3_default,
}

"""What the rules need beside the answers: ages, days, group, phase, diagnosis. Hidden answers are left out."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from intake.facts import Facts
from intake.policies import calendar, words
from intake.queries.reference import Snapshot

from .reading import day, filled, values
from .show_if import SHOW_IF

STORED_BY_SITE = {"guardian_relation", "dx_group"}
PHASE_UNTOLD = "first_weeks"
GROUP_UNTOLD = "unknown"


def complete(
    snapshot: Snapshot,
    answers: Facts,
    *,
    today: date,
    state: str = "draft",
    submitted_on: date | None = None,
    ended_on: date | None = None,
) -> dict[str, Any]:
    """The answers of questions that are shown, and all that is computed from them."""
    facts = {"form": "family", "state": state, "today": today, **answers}
    facts["waiting"] = _waiting(snapshot, submitted_on, ended_on or today)
    return _settled(facts, lambda told: {**told, **_about_time(told, today), **_about_illness(snapshot, told)})


def visible(answers: Facts) -> dict[str, Any]:
    """The answers of questions that are shown: what was told under a condition that no longer holds is left out."""
    return _settled({"form": "family", **answers}, dict)


def group(facts: Facts) -> str:
    """The disease group that is stored or follows from the words; `unknown` has its own checklist."""
    told = values(facts, "dx_group")
    return str(told[0] if told else facts.get("sure_group") or GROUP_UNTOLD)


def phase(snapshot: Snapshot, facts: Facts) -> str:
    told = values(facts, "timing")
    timing = snapshot.timings.get(told[0]) if told else None
    return timing.checklist_phase if timing else PHASE_UNTOLD


def _settled(facts: Facts, compute: Callable[[Facts], dict[str, Any]]) -> dict[str, Any]:
    """Hiding one answer may hide the next: look again until nothing is hidden."""
    while True:
        whole = compute(facts)
        hidden = {code for code in facts if _hidden(code, whole)}
        if not hidden:
            return whole
        facts = {code: value for code, value in facts.items() if code not in hidden}


def _hidden(code: str, facts: Facts) -> bool:
    # Which form it came from does not matter: a guardian may add to what a physician sent.
    return code in SHOW_IF and code not in STORED_BY_SITE and not SHOW_IF[code](facts)


def _about_time(facts: Facts, today: date) -> Mapping[str, Any]:
    computed: dict[str, Any] = {}
    if born := day(facts, "child_dob"):
        months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
        computed |= {"age_months": months, "age": months // 12}
    dates = [date for date in (day(facts, "decision_date"), day(facts, "treatment_date")) if date]
    if dates:
        computed["days_to_date"] = (min(dates) - today).days
    return computed


def _about_illness(snapshot: Snapshot, facts: Facts) -> Mapping[str, Any]:
    told = values(facts, "dx_group")
    text = " ".join(values(facts, "dx_text")) if filled(facts, "dx_text") else ""
    found = words.match(snapshot, text, told[0] if told else None) if text else words.NOTHING
    diagnosis = _diagnosis(snapshot, facts) or found.diagnosis or ""
    row = snapshot.diagnoses.get(diagnosis)
    return {
        "sure_group": found.group,
        "follow_up": found.follow_up,
        "diagnosis": diagnosis,
        "iccc3_subgroup": row.iccc3_subgroup if row else "",
        "group": group({**facts, "sure_group": found.group}),
        "phase": phase(snapshot, facts),
    }


def _diagnosis(snapshot: Snapshot, facts: Facts) -> str | None:
    """What a physician coded, else what the family picked."""
    coded = [part.strip() for value in values(facts, "phy_codes") for part in str(value).split(";")]
    return next((code for code in [*coded, *values(facts, "dx_followup")] if code in snapshot.diagnoses), None)


def _waiting(snapshot: Snapshot, since: date | None, until: date) -> int | None:
    return calendar.business_days_between(since, until, calendar.days_off(snapshot)) if since else None

"""Which holds a case has from the moment it is sent (case_holds.csv of the domain facts)."""

from collections.abc import Mapping

from intake.facts import Facts
from intake.states import HoldKind

from .reading import filled, has
from .show_if import PAPERED, Condition


def guardian_not_confirmed(facts: Facts) -> bool:
    """A physician sent it; the guardian has not opened the link, and no paper or call is recorded."""
    return facts.get("form") == "physician" and not facts.get("guardian_confirmed")


def authority_none_or_unsure(facts: Facts) -> bool:
    return not filled(facts, "guardian_authority") or has(facts, "guardian_authority", "none_or_unsure", "unknown")


def papers_missing(facts: Facts) -> bool:
    return has(facts, "guardian_authority", *PAPERED) and not facts.get("guardian_papers_accepted")


HOLDS: Mapping[HoldKind, Condition] = {
    HoldKind.GUARDIAN_NOT_CONFIRMED: guardian_not_confirmed,
    HoldKind.AUTHORITY_NONE_OR_UNSURE: authority_none_or_unsure,
    HoldKind.PAPERS_MISSING: papers_missing,
}


def holds(facts: Facts) -> list[HoldKind]:
    return [kind for kind, condition in HOLDS.items() if condition(facts)]

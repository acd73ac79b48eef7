"""What is offered to whom: the first active rule that fits place, asker and age."""

from collections.abc import Callable, Mapping
from typing import Any

from intake.facts import Facts
from intake.queries.reference import Snapshot

from .conditions import values

PLACE, CHILD = "place", "child"
ANY = "*"


def over_age(facts: Facts, max_age: int) -> bool:
    """No match until the birth date is known."""
    age = facts.get("age")
    return isinstance(age, int) and age > max_age


# condition cell of routing.csv -> what it says
CONDITIONS: Mapping[str, Callable[[Facts, int], bool]] = {"age > max_age": over_age}


def route(snapshot: Snapshot, facts: Facts, *, max_age: int, moment: str = CHILD) -> Any:
    """The rule that applies, or None. After `place` only place rules count, from `child` on all of them."""
    rules = (row for row in snapshot.routing if row.active and moment in (CHILD, row.evaluated_after))
    return next((row for row in rules if _fits(row, snapshot, facts, max_age)), None)


def kinds_offered(snapshot: Snapshot, rule: Any) -> list[str]:
    """Values of `opinion_kind` that the rule allows; being not sure is always allowed."""
    allowed = {*rule.opinion_kinds, "not_sure"} if rule and rule.opinion_kinds else None
    return [row.value for row in snapshot.choices["opinion_kind"] if allowed is None or row.value in allowed]


def contact(snapshot: Snapshot, rule: Any) -> Any:
    """Whom to call: the contact of the rule, else the site's."""
    return snapshot.contacts.get(rule.contact if rule else "") or snapshot.contacts.get("default")


def _fits(row: Any, snapshot: Snapshot, facts: Facts, max_age: int) -> bool:
    country, region = _place(snapshot, facts)
    return (
        row.asker in (ANY, _asker(facts))
        and _listed(row.country, country)
        and _listed(row.region, region)
        and (not row.condition or CONDITIONS[row.condition](facts, max_age))
    )


def _asker(facts: Facts) -> str:
    physician = facts.get("form") == "physician" or values(facts, "asker_role") == ("physician",)
    return "physician" if physician else "family"


def _place(snapshot: Snapshot, facts: Facts) -> tuple[str, str]:
    """Territories have country codes of their own and are U.S. places all the same."""
    country, region = (str(next(iter(values(facts, code)), "")) for code in ("country", "region"))
    territory = snapshot.us_states.get(country)
    return ("US", country) if territory and territory.kind == "territory" else (country, region)


def _listed(cell: tuple[str, ...], value: str) -> bool:
    return ANY in cell or value in cell

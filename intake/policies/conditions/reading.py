"""How conditions read an answer. A question without an answer makes every test false."""

from datetime import date
from typing import Any

from intake.facts import UNKNOWN, Facts


def filled(facts: Facts, code: str) -> bool:
    """There is an answer; `I do not know` is one."""
    value = facts.get(code)
    return value is UNKNOWN or bool(value)


def unknown(facts: Facts, code: str) -> bool:
    return has(facts, code, "unknown")


def known(facts: Facts, code: str) -> bool:
    return filled(facts, code) and not unknown(facts, code)


def values(facts: Facts, code: str) -> tuple[Any, ...]:
    """The answer as a tuple, also a single one; `I do not know` is the value `unknown`."""
    value = facts.get(code)
    if value is UNKNOWN:
        return ("unknown",)
    if isinstance(value, tuple | list):
        return tuple(value)
    return (value,) if value else ()


def has(facts: Facts, code: str, *wanted: str) -> bool:
    """The answer is, or its ticked boxes hold, one of these."""
    return not set(wanted).isdisjoint(values(facts, code))


def lacks(facts: Facts, code: str, unwanted: str) -> bool:
    """There is an answer, and it is not this one."""
    return filled(facts, code) and not has(facts, code, unwanted)


def day(facts: Facts, code: str) -> date | None:
    """The date that was given, if there is one."""
    try:
        return date.fromisoformat(str(facts.get(code)))
    except ValueError:
        return None

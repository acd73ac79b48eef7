"""Which questions a form shows, which it needs, and which still lack an answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from intake.facts import Facts
from intake.queries.reference import Snapshot

from .reading import filled, known
from .show_if import SHOW_IF, in_a_place

ADDRESS_PARTS = ("line1", "city", "country")
NEEDED = {"yes", "when shown", "one contact"}
STORED_FOR_PHYSICIANS = {"asker_role"}


def shown(question: Any, facts: Facts) -> bool:
    """This form has the question, it is in use, and its condition holds."""
    form = facts.get("form", "family")
    if question.form not in ("both", form) or not question.active:
        return False
    if form == "physician" and question.code in STORED_FOR_PHYSICIANS:
        return False
    condition = SHOW_IF.get(question.code)
    return condition is None or condition(facts)


def to_send(snapshot: Snapshot, facts: Facts) -> list[str]:
    """The shown questions that sending needs; of phone and e-mail one is enough."""
    column = "to_send_physician" if facts.get("form") == "physician" else "to_send"
    return _needed(snapshot, facts, column)


def required(snapshot: Snapshot, facts: Facts) -> list[str]:
    """The shown questions that "tell us more" needs; a physician's form needs only what sending does."""
    return to_send(snapshot, facts) if facts.get("form") == "physician" else _needed(snapshot, facts, "required")


def missing_to_send(snapshot: Snapshot, facts: Facts) -> list[str]:
    return _unanswered(snapshot, facts, to_send(snapshot, facts))


def missing(snapshot: Snapshot, facts: Facts, codes: Iterable[str]) -> list[str]:
    """Of these questions, the ones that are needed, shown and not answered."""
    wanted = set(codes)
    lacking = _unanswered(snapshot, facts, required(snapshot, facts))
    return [code for code in lacking if code in wanted]


def answered(snapshot: Snapshot, question: Any, facts: Facts) -> bool:
    """Has an answer, where `I do not know` counts if the question takes it."""
    if question.type == "address":
        return any(filled(facts, f"{question.code}_{part}") for part in ADDRESS_PARTS) or filled(facts, question.code)
    if SHOW_IF.get(question.code) is in_a_place:
        rows = facts.get("facilities")
        return not isinstance(rows, Mapping) or all(_told(snapshot, question, row) for row in rows.values())
    return _told(snapshot, question, facts)


def _told(snapshot: Snapshot, question: Any, facts: Facts) -> bool:
    return filled(facts, question.code) if _takes_unknown(snapshot, question) else known(facts, question.code)


def _takes_unknown(snapshot: Snapshot, question: Any) -> bool:
    listed = snapshot.choices.get(question.choices, ())
    return question.unknown_ok or question.code == "dx_group" or any(row.value == "unknown" for row in listed)


def _needed(snapshot: Snapshot, facts: Facts, column: str) -> list[str]:
    return [
        code
        for code, question in snapshot.questions.items()
        if getattr(question, column) in NEEDED and shown(question, facts)
    ]


def _unanswered(snapshot: Snapshot, facts: Facts, codes: Iterable[str]) -> list[str]:
    """One way to reach the person is enough: the first is named only if none is given."""
    lacking = [code for code in codes if not answered(snapshot, snapshot.questions[code], facts)]
    ways = [code for code in codes if snapshot.questions[code].required == "one contact"]
    spare = set(ways if set(ways) - set(lacking) else ways[1:])
    return [code for code in lacking if code not in spare]

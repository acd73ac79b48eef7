"""How urgent a case is. Every active rule is tested, the most urgent hit wins, and rules only ever raise."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from intake.facts import Facts
from intake.queries.reference import Snapshot
from intake.states import CaseStatus, Priority

from .rules import RULES, before

__all__ = ["RULES", "Hit", "hits", "most_urgent", "raised", "reasons", "running"]


class Hit(NamedTuple):
    rule: str
    priority: str
    reason: str
    facts: tuple[tuple[str, Any], ...]  # what made the rule hit

    @property
    def mark(self) -> str:
        """The rule and a digest of its facts: what a case may keep, so that the same facts do not raise twice."""
        return f"{self.rule}:{hashlib.sha256(repr(self.facts).encode()).hexdigest()[:12]}"


def hits(snapshot: Snapshot, facts: Facts) -> list[Hit]:
    """The rules that hit, in their order. `facts` are those of `conditions.complete`."""
    found = []
    for row in snapshot.priority_rules:
        used = RULES[row.rule](facts, row.threshold or 0) if row.active and row.rule in RULES else {}
        if used:
            found.append(Hit(row.rule, row.priority, row.reason_en, tuple(sorted(used.items()))))
    return found


def most_urgent(found: Iterable[Hit]) -> str:
    return min((hit.priority for hit in found), default=str(Priority.P3))


def raised(found: Iterable[Hit], lowered: Iterable[str] = (), now_at: str = Priority.P3) -> str:
    """The priority after the rules ran: never less urgent than now, and deaf to the marks a person lowered."""
    ignored = set(lowered)
    return min(str(now_at), most_urgent(hit for hit in found if hit.mark not in ignored))


def reasons(snapshot: Snapshot, marks: Iterable[str]) -> list[str]:
    """Why, in words, of the marks a case keeps."""
    words = {row.rule: row.reason_en for row in snapshot.priority_rules}
    rules = [mark.partition(":")[0] for mark in marks]
    return [words[rule] for rule in rules if rule in words]


def running(state: str) -> bool:
    """Rules run from sending until the case is delivered or ended."""
    return state != CaseStatus.DRAFT and before({"state": state}, CaseStatus.DELIVERED)

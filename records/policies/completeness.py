"""How complete the records are: a rule for ready, counts for families, a percent for staff (completeness.json)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from records.states import DONE, GONE, SETTLED, ItemStatus

WEIGHTS = {"required": 3, "if exists": 1, "helpful": 0}
LEGAL = "legal"
LEFT_OUT = {ItemStatus.NOT_APPLICABLE, ItemStatus.WAIVED}


class Item(Protocol):
    necessity: str
    category: str
    status: str


def is_ready(items: Iterable[Item]) -> bool:
    """Every required record is settled; a percent never decides it."""
    return all(item.status in SETTLED for item in _required(items))


def counts(items: Iterable[Item]) -> tuple[int, int]:
    """Done and total, as in "7 of 11 required"."""
    counted = [item for item in _required(items) if item.status not in GONE]
    return sum(item.status in DONE for item in counted), len(counted)


def percent(items: Iterable[Item], labels: Mapping[str, Any]) -> int:
    """Weighted over what is wanted; `labels` are the snapshot's item states, which hold the scores."""
    weighed = [
        (WEIGHTS[item.necessity], labels[item.status].score or 0)
        for item in _wanted(items)
        if item.status not in LEFT_OUT
    ]
    total = sum(weight for weight, _ in weighed)
    return _half_up(sum(weight * score for weight, score in weighed), total) if total else 100


def _required(items: Iterable[Item]) -> list[Item]:
    return [item for item in _wanted(items) if item.necessity == "required"]


def _wanted(items: Iterable[Item]) -> list[Item]:
    """Not a legal paper, and not dropped when answers changed."""
    return [item for item in items if item.category != LEGAL and getattr(item, "dropped_at", None) is None]


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)

"""Which records a case needs: its group and phase, then its answers, then the step that is planned."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from intake.facts import Facts
from intake.policies import conditions
from intake.policies.conditions import show_if
from intake.queries.reference import Snapshot

STRENGTH = {"helpful": 0, "if exists": 1, "required": 2}
REQUIRED, NOT_THERE = "required", "not applicable"


class Wanted(NamedTuple):
    kind: str
    necessity: str
    why: str  # group, answer or step: what asks for it
    because: Any  # the row whose `why` tells it in words
    holder: str
    channel: str
    fresh_days: int | None


class Line(NamedTuple):
    necessity: str
    why: str
    because: Any


def of_leukemia(facts: Facts) -> bool:
    return conditions.group(facts) == "leukemia"


# cell `only_if` of checklist_changes.csv -> what it says
ONLY_IF: Mapping[str, Callable[[Facts], bool]] = {
    "treatment_types has radiation or proton": show_if.had_radiation,
    "treatment_types has surgery": show_if.had_surgery,
    "treatment_types has transplant": show_if.had_transplant,
    "dx_group=leukemia": of_leukemia,
}

# who is reminded in place of a holder that is neither the family nor the treating office
DESKS = {
    **dict.fromkeys(("pathology lab", "reference lab", "molecular lab"), "pathology_lab"),
    **dict.fromkeys(("radiology image desk", "nuclear medicine", "radiation oncology"), "image_desk"),
}


def items(snapshot: Snapshot, answers: Facts) -> list[Wanted]:
    """The whole list, in the order of record_items.csv; what does not apply is left out."""
    facts = conditions.visible(answers)
    base = _of_group(snapshot, facts)
    lines = {kind: Line(row.necessity, "group", None) for kind, row in base.items()}
    _follow_answers(lines, snapshot, facts)
    _follow_steps(lines, snapshot, facts)
    kinds = (row for row in snapshot.record_items.values() if row.active and row.item in lines)
    return [_wanted(kind, base.get(kind.item), lines[kind.item]) for kind in kinds]


def fresh_days(snapshot: Snapshot, answers: Facts, kind: str) -> int | None:
    """How old this record may be for the child's illness and phase, in days; None where its age does not matter."""
    row = _of_group(snapshot, conditions.visible(answers)).get(kind) or snapshot.record_items[kind]
    return row.fresh_days


def answer_asks(row: Any, facts: Facts) -> bool:
    """The trigger's answer was given; where it must stand alone, it is the one box ticked."""
    told = conditions.values(facts, row.field)
    return row.value in told and (not row.only_if_sole_answer or len(told) == 1)


def step_asks(row: Any, facts: Facts) -> bool:
    """The step is planned, and the condition of the row holds."""
    return conditions.has(facts, "change_types", row.change_type) and (not row.only_if or ONLY_IF[row.only_if](facts))


def desk(holder: str, party: str) -> str:
    """The party of chasing.csv that is reminded of an item."""
    return party if party in ("family", "physician") else DESKS.get(holder, "facility_records")


def _of_group(snapshot: Snapshot, facts: Facts) -> dict[str, Any]:
    place = conditions.group(facts), conditions.phase(snapshot, facts)
    return {row.item: row for row in snapshot.record_checklist.get(place, ()) if row.active}


def _follow_answers(lines: dict[str, Line], snapshot: Snapshot, facts: Facts) -> None:
    rows = [row for row in snapshot.checklist_triggers if row.active and answer_asks(row, facts)]
    asked = {kind for row in rows if row.set_to == REQUIRED for kind in row.items}
    for row in rows:
        for kind in row.items:
            if row.set_to != NOT_THERE:
                _raise(lines, kind, Line(row.set_to, "answer", row))
    absent = {kind for row in rows if row.set_to == NOT_THERE for kind in row.items}
    for kind in absent - asked:
        lines.pop(kind, None)


def _follow_steps(lines: dict[str, Line], snapshot: Snapshot, facts: Facts) -> None:
    for row in snapshot.checklist_changes:
        if row.active and step_asks(row, facts):
            _raise(lines, row.item, Line(row.raise_to, "step", row))


def _raise(lines: dict[str, Line], kind: str, line: Line) -> None:
    before = lines.get(kind)
    if before is None or STRENGTH[line.necessity] > STRENGTH[before.necessity]:
        lines[kind] = line


def _wanted(kind: Any, row: Any, line: Line) -> Wanted:
    return Wanted(
        kind=kind.item,
        necessity=line.necessity,
        why=line.why,
        because=line.because or kind,
        holder=row.usual_holder if row else kind.usual_holder,
        channel=row.channel if row else kind.channel_default,
        fresh_days=row.fresh_days if row else kind.fresh_days,
    )

"""How a case stands by its records: counts, whose turn it is, when to remind next. Columns of the locked case."""

from datetime import datetime
from typing import Any, NamedTuple

from intake.queries import cases, reference
from records.policies import turn as policies
from records.queries import chasing, letters, permits, post
from records.queries import items as queries

from . import reminders


class Standing(NamedTuple):
    items: list[Any]
    holds: set[str]
    asks: list[Any]
    told: list[chasing.Told]
    promises: dict[str, Any]
    unchecked_at: datetime | None
    to_sign: frozenset[int] = frozenset()
    to_approve: bool = False
    to_send: bool = False
    late: bool = False

    @property
    def calls(self):
        """Who must be called now, and from when on: party -> moment."""
        return {each.party: each.due_at for each in self.told if each.by_phone and each.done_at is None}


def first(items, holds):
    """At sending nothing was asked, told or received yet."""
    return Standing(items, holds, [], [], {}, None)


def read(case):
    """Everything that decides, in a fixed number of statements."""
    items = queries.of_case(case)
    return Standing(
        items,
        cases.holds(case),
        list(case.asks.filter(dropped_at=None)),
        chasing.told([case]),
        chasing.promised(case),
        queries.unchecked_at(items, list(queries.uploads(case))),
        *permits.waiting(case),
        letters.to_send(case).exists(),
        post.late(case),
    )


def count(case, standing):
    """How many records the review needs, and how many of them are still open."""
    case.records_needed = sum(queries.is_counted(item) for item in standing.items)
    case.records_outstanding = len(queries.missing(standing.items))


def turn(case, standing, *, now):
    """Waiting on whom since when, the next act and its date, and the next reminder."""
    snapshot = reference.at(case.checklist_version)
    listed = reminders.due(case, standing, snapshot)
    decide = reminders.used_up(case, listed, now=now)
    found = policies.turn(case, picture(standing, decide), snapshot, now=now)
    if found.waiting_on != case.waiting_on:
        case.waiting_on, case.waiting_since = found.waiting_on, now
    case.next_action, case.due_at = found.next_action, found.due_at
    case.remind_at = reminders.next_at(case, listed, now=now)


def picture(standing, decide=frozenset()):
    waiting = sorted(queries.missing(standing.items), key=lambda item: (item.since, item.number))
    open_asks = [ask for ask in standing.asks if ask.answered_at is None]
    return policies.Picture(
        items=waiting,
        unchecked=standing.unchecked_at is not None,
        holds=standing.holds,
        asked=open_asks[0].room if open_asks else "",
        answered=bool(standing.asks) and not open_asks,
        calls=standing.calls,
        decide=decide,
        asked_at=min((ask.asked_at for ask in open_asks), default=None),
        to_sign=standing.to_sign,
        to_approve=standing.to_approve,
        to_send=standing.to_send,
        late=standing.late,
    )

"""How a case stands by its records: counts, whose turn it is, when to remind next. Columns of the locked case."""

from typing import NamedTuple

from intake.queries import cases, notices, reference
from records.policies import turn as policies
from records.queries import items as queries
from records.queries import letters, permits, post

from . import reminders


class Standing(NamedTuple):
    items: list
    uploads: list
    holds: set
    asks: list
    calls: list
    to_sign: frozenset = frozenset()
    to_approve: bool = False
    to_send: bool = False
    late: bool = False


def read(case):
    """Everything that decides, in a fixed number of statements."""
    return Standing(
        queries.of_case(case),
        list(queries.uploads(case)),
        cases.holds(case),
        list(case.asks.filter(dropped_at=None)),
        list(notices.calls(case).select_related("to")),
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
    found = policies.turn(case, picture(standing), snapshot, now=now)
    if found.waiting_on != case.waiting_on:
        case.waiting_on, case.waiting_since = found.waiting_on, now
    case.next_action, case.due_at = found.next_action, found.due_at
    case.remind_at = reminders.next_at(case, standing, snapshot, now=now)


def picture(standing):
    waiting = sorted(queries.missing(standing.items), key=lambda item: (item.since, item.number))
    open_asks = [ask for ask in standing.asks if ask.answered_at is None]
    return policies.Picture(
        items=waiting,
        unchecked=queries.has_unchecked(standing.items, standing.uploads),
        holds=standing.holds,
        asked=open_asks[0].room if open_asks else "",
        answered=bool(standing.asks) and not open_asks,
        calls={str(notice.to.room) for notice in standing.calls},
        to_sign=standing.to_sign,
        to_approve=standing.to_approve,
        to_send=standing.to_send,
        late=standing.late,
    )

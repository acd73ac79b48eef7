"""Who is told what is due: outsiders by mail or by a call, our own people; a family once a day at most."""

from typing import Any, NamedTuple

from intake.domain import history, outbox
from intake.models import Event, Notice
from intake.policies import calendar
from intake.queries import people
from intake.states import Role, Room
from records.queries import chasing as queries

from . import reminders

LEADS, COORDINATING = {Role.LEAD_COORDINATOR}, {Role.COORDINATOR, Role.LEAD_COORDINATOR}


class Step(NamedTuple):
    """One event, and the notices that it owes."""

    event: Event
    party: str
    notices: list[Notice]


class Known(NamedTuple):
    """What a batch knows beside its cases."""

    staff: list[Any]
    told_days: set[tuple[str, Any]]  # (email, day) of the families that heard from us
    now: Any


def one_a_day(due, seats, known, today):
    """A family gets one reminder a day at most, whatever is missing and in however many requests. -> (due, busy)

    `busy`: another worker is writing to it just now, so that we do not know yet.
    """
    mails = [
        each for each in due if each.party == Room.FAMILY and not each.by_phone and each.kind not in reminders.SILENT
    ]
    family = [seat for seat in seats if seat.room == Room.FAMILY and seat.email]
    told = {(mailbox(seat), today) for seat in family}
    busy = bool(mails) and not all(seat.mine for seat in family)
    if mails and (busy or told & known.told_days):
        return [each for each in due if each not in mails], busy
    if mails:
        known.told_days.update(told)
    return [each for each in due if each not in mails[1:]], False


def step(case, each, standing, seats, known):
    """-> one event with its notices, or None where there is nobody to tell, or a call is owed already"""
    if each.kind in reminders.SILENT:
        return None
    if each.party in reminders.OURS:
        owed = [_to_staff(case, each, user, known) for user in _staff(case, each, known)]
        action = "escalated" if each.escalated else "staff_reminded"
    else:
        owed = _outside(case, each, standing, [seat for seat in seats if seat.room == each.party], known)
        action = "call_due" if each.by_phone else "reminded"
    if not owed:
        return None
    change = history.Change(action, after=each.party, why=each.kind)
    (event,) = history.draw(case, [change], by=people.system(), now=known.now)
    return Step(event, each.party, owed)


def _outside(case, each, standing, seats, known):
    """Mails to all of a party; one call where that is due, or where no address is known."""
    day = calendar.today(case.time_zone, known.now)
    if not each.by_phone and any(seat.email for seat in seats):
        due_at = known.now
        if each.party == Room.FAMILY:
            due_at = calendar.next_decent_hour(case.time_zone, known.now)
        return [_notice(case, each, seat.pk, known, day=day, due_at=due_at) for seat in seats if seat.email]
    if any(call.by_phone and call.done_at is None and call.party == each.party for call in standing.told):
        return []
    to = seats[0].pk if seats else people.system().pk
    return [_notice(case, each, to, known, channel="call", day=None if each.by_phone else day)]


def _staff(case, each, known):
    """Who is reminded of what lies with us: the owner, or all who work there; escalated, those above them."""
    here = [user for user in known.staff if case.service_id in user.serves and user.role in COORDINATING]
    if each.escalated:
        leads = [user for user in here if user.role in LEADS]
        return leads or [user for user in known.staff if user.role in LEADS]
    if each.party == reminders.REVIEW:
        place = case.service_id, case.group
        return [user for user in known.staff if user.role == Role.ONCOLOGY and place in user.covered] or here
    return [user for user in here if user.pk == case.owner_id] or here


def _to_staff(case, each, user, known):
    digest = outbox.in_digest(case, user)
    due_at = calendar.next_digest(user.time_zone, known.now) if digest else known.now
    day = None if each.escalated else calendar.today(case.time_zone, known.now)
    return _notice(case, each, user.pk, known, day=day, digest=digest, due_at=due_at)


def _notice(case, each, to, known, *, due_at=None, **more):
    now = known.now
    return Notice(
        case=case, to_id=to, kind=each.kind, priority=case.priority, made_at=now, due_at=due_at or now, **more
    )  # fmt: skip


def told(case, step, notice):
    by_phone, escalated = notice.channel == "call", step.event.action == "escalated"
    return queries.Told(
        None, case.pk, notice.kind, step.party, notice.day, by_phone, notice.made_at, None, notice.due_at, escalated
    )


def mailbox(seat):
    return seat.email.upper()

"""Writes owed notices, in the transaction of the change that owes them; the doorbell rings with its commit."""

from django.db import connection

from intake.models import Notice, User
from intake.policies import calendar
from intake.policies.notices import EXEMPT, STOPPED_BY_DEATH
from intake.queries.people import Audience
from intake.states import HoldKind, Priority, Room


def tell(case, event, kind, rooms, *, now):
    """Owe one notice of this kind to everybody of these rooms."""
    audience = Audience(case)
    owe(case, event, [(kind, user) for room in sorted(rooms) for user in audience.of(room)], now=now)


def owe(case, event, pairs, *, day=None, now):
    """Owe these notices, `(kind, person)`; at most one of a kind a person, whatever is said twice. -> the notices

    A person needs `has_mail`, as an Audience gives it; the others get a call by a coordinator.
    """
    if dead(case):
        pairs = [(kind, user) for kind, user in pairs if kind not in STOPPED_BY_DEATH]
    notices = [_owed(case, event, kind, user, day, now) for kind, user in dict.fromkeys(pairs)]
    return Notice.objects.bulk_create(notices, ignore_conflicts=True)


def owe_call(case, event, pairs, *, due_at=None, now):
    """A coordinator owes these persons a call, now or from a moment on. -> the notices"""
    notices = [_owed(case, event, kind, user, None, now, channel="call") for kind, user in pairs]
    for notice in notices:
        notice.digest, notice.due_at = False, due_at or now
    return Notice.objects.bulk_create(notices, ignore_conflicts=True)


def tell_team(case, event, *, again=False, now):
    """`team_alert` to the oncologists who see the case and the service's coordinators, each once.

    `again`: also those who were told before, because the case has become very urgent.
    """
    audience = Audience(case)
    receivers = [*audience.team(), *audience.of(Room.COORDINATOR)]
    told = set() if again else set(case.notices.filter(kind="team_alert").values_list("to", flat=True))
    owe(case, event, [("team_alert", user) for user in receivers if user.pk not in told], now=now)


def dead(case):
    """A death was reported: nobody of this case is written to."""
    return case.pk and case.holds.filter(kind=HoldKind.DEATH_REPORTED, lifted_at=None).exists()


def ring(kind):
    """Wake the worker for this kind of owed work after the commit; the database rings for new notices by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('owed', %s)", [kind])


def cancel(case, *, kinds=None, to=None, now):
    """Nothing of this leaves any more: all that is owed for the case, or only these kinds, or to one. -> how many"""
    owed = Notice.objects.filter(case=case, sent_at=None, cancelled_at=None)
    if kinds is not None:
        owed = owed.filter(kind__in=kinds)
    if to is not None:
        owed = owed.filter(to=to)
    return owed.update(cancelled_at=now)


def retry(*, case=None, now):
    """The stuck ones are due again. -> how many"""
    stuck = Notice.objects.exclude(parked_at=None).filter(sent_at=None, cancelled_at=None)
    if case is not None:
        stuck = stuck.filter(case=case)
    count = stuck.update(parked_at=None, attempts=0, due_at=now, claimed_at=None)
    ring("notices")
    return count


def called(notice, *, now):
    """A coordinator has told the person by phone."""
    Notice.objects.filter(pk=notice.pk, channel="call", sent_at=None).update(sent_at=now)


def done(pks, *, now):
    """These calls were made."""
    Notice.objects.filter(pk__in=pks, channel="call", sent_at=None).update(sent_at=now)


def put_off(pks, *, until):
    """These calls are due again at that moment. -> how many"""
    return Notice.objects.filter(pk__in=pks, channel="call", sent_at=None).update(due_at=until)


def _owed(case, event, kind, user, day, now, *, channel=""):
    digest = in_digest(case, user)
    return Notice(
        case=case, event=event, to=user, kind=kind, day=day, digest=digest, priority=case.priority, made_at=now,
        channel=channel or ("email" if user.has_mail else "call"), due_at=_due(case, kind, user, digest, now),
    )  # fmt: skip


def in_digest(case, user):
    """Staff choose at once or daily; what is very urgent never waits for the digest."""
    return user.email is not None and user.notify == User.Notify.DAILY and case.priority != Priority.P1


def _due(case, kind, user, digest, now):
    if digest:
        return calendar.next_digest(user.time_zone, now)
    if kind == "item_received" and user.room == Room.FAMILY:
        return calendar.next_digest(case.time_zone, now)
    return earliest(case, kind, user, now=now)


def earliest(case, kind, user, *, now):
    """The moment from which it may leave: families are not woken, but for what they wait for."""
    if kind in EXEMPT or user.room != Room.FAMILY:
        return now
    return calendar.next_decent_hour(case.time_zone, now)

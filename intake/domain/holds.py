"""Holds stop steps and disclosure until a person lifts them."""

from django.db import transaction

from intake.models import Hold
from intake.policies import calendar
from intake.queries import cases as queries
from intake.queries import reference
from intake.sealing import seal
from intake.states import ENDED, HoldKind, WaitingOn

from . import history, outbox, transitions


def put(case, kinds, *, by, now):
    """Set what is not set yet. Call it holding the case's lock. -> the kinds that are new"""
    have = queries.holds(case)
    return first(case, [kind for kind in kinds if kind not in have], by=by, now=now)


def first(case, new, *, by, now):
    """Set holds that the case cannot have yet."""
    Hold.objects.bulk_create([Hold(case=case, kind=kind, set_at=now, set_by=by) for kind in new])
    return new


def lift(case, kind, *, why="", by, now):
    """Lift a hold. Call it holding the case's lock. -> whether it was set"""
    hold = Hold.objects.filter(case=case, kind=kind, lifted_at=None).first()
    if hold is None:
        return False
    hold.lifted_at, hold.lifted_by = now, by
    hold.lifted_why = seal(case, why, f"hold|{hold.pk}") if why else None
    hold.save()
    history.add(case, "hold_lifted", before=kind, words=why, by=by, now=now)
    return True


@transaction.atomic
def report_death(case, *, by, now):
    """Anyone's report: in this transaction all owed contact of all cases of the child ends and none is made."""
    for each in queries.of_child(case).order_by("pk"):
        locked = transitions.lock(each)
        if put(locked, [HoldKind.DEATH_REPORTED], by=by, now=now):
            history.add(locked, "death_reported", by=by, now=now)
        outbox.cancel(locked, now=now)
        _to_confirm(locked, now)


def _to_confirm(case, now):
    """From now on it is a coordinator's turn, and nobody is chased."""
    case.remind_at = None
    if case.submitted_at and case.status not in ENDED:
        if case.waiting_on != WaitingOn.COORDINATOR:
            case.waiting_on, case.waiting_since = WaitingOn.COORDINATOR, now
        off = calendar.days_off(reference.current())
        case.next_action, case.due_at = "confirm_death", calendar.end_of_business(now, 1, off)
    case.save(update_fields=["remind_at", "waiting_on", "waiting_since", "next_action", "due_at"])


@transaction.atomic
def lift_death(case, *, why, by, now):
    """The report was wrong; a coordinator says how they know."""
    for each in queries.of_child(case).order_by("pk"):
        lift(transitions.lock(each), HoldKind.DEATH_REPORTED, why=why, by=by, now=now)

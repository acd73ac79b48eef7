"""Steps with single records. The case is locked first, and follows what its records do."""

from django.db import transaction

from intake.domain import outbox
from intake.domain import transitions as cases
from intake.policies import cases as case_policies
from intake.queries import people
from intake.states import TRANSITIONS, CaseStatus
from records.models import RecordItem
from records.policies import items as policies
from records.queries import items as queries
from records.states import ITEM_TRANSITIONS

from . import asks, chasing, place_days, standing

# a rejected record is asked for again in the same step
AFTER = {"wrong_patient": "need_again", "unreadable": "ask_again", "incomplete": "ask_again"}
TELLS_SENDER = {"unreadable", "incomplete"}  # of another child's record the sender is told by phone


@transaction.atomic
def settle(item, action, *, version=None, why="", words="", by, now, **columns):
    """Take one step with one record, then let the case follow. `columns` are set with it. -> the record"""
    case = cases.lock(item.case)
    item = RecordItem.objects.select_for_update().get(pk=item.pk)
    event = take(case, item, action, version=version, why=why, words=words, by=by, now=now, **columns)
    if again := AFTER.get(action):
        take(case, item, again, by=people.system(), now=now)
    if action in TELLS_SENDER:
        outbox.owe(case, event, [("item_rejected", user) for user in _senders(case, item)], now=now)
    follow(case, now=now)
    return item


def _senders(case, item):
    """Whoever sent the newest file of the record, while they have a seat. Staff see it on the case."""
    sender = queries.uploads(case).filter(item=item).values_list("uploaded_by", flat=True).first()
    return [user for user in people.Audience(case).people if user.pk == sender and user.seat]


def take(case, item, action, *, version=None, why="", words="", by, now, **columns):
    """One step without the rest: the case is locked and follows later. -> the event"""
    for column, value in columns.items():
        setattr(item, column, value)
    event = cases.move(
        item, ITEM_TRANSITIONS, action, policies.why_not, case=case, subject=f"record:{item.number}",
        why=why, words=words, version=version, by=by, now=now,
    )  # fmt: skip
    item.save()
    if ITEM_TRANSITIONS[action].stamps == "received":
        place_days.received(case, item, now=now)
    return event


def follow(case, *, now):
    """Count again, see whose turn it is, and take the step that the records decide. Saves the case."""
    asks.close_answered(case, now=now)
    picture = standing.read(case)
    chasing.call_off(case, picture, now=now)
    standing.count(case, picture)
    action = _due_step(case)
    if action:
        by = people.system()
        event = cases.move(case, TRANSITIONS, action, case_policies.why_not, case=case, by=by, now=now)
        standing.turn(case, picture, now=now)
        case.save()
        outbox.tell(case, event, TRANSITIONS[action].notice, TRANSITIONS[action].tells, now=now)
    else:
        standing.turn(case, picture, now=now)
        case.save()
    return case


def _due_step(case):
    """An item found wrong reopens a ready case; the last record completes a collecting one, if nothing holds it."""
    if case.status == CaseStatus.READY_FOR_REVIEW and case.records_outstanding and not case.ready_why:
        return "reopen"
    if case.status == CaseStatus.COLLECTING_RECORDS and not case.records_outstanding:
        return None if case_policies.why_not(case, "complete", by=people.system()) else "complete"
    return None

"""What a coordinator does beside the steps of the case: a call made, a report lifted, a newer list, a paper filed."""

from django.db import transaction

from intake import wording
from intake.domain import history, holds, outbox, transitions
from intake.domain.errors import Refused, Stale
from intake.policies import cases as policies
from intake.queries import cases as queries
from intake.queries import reference
from intake.states import ENDED, Room
from records import wording as record_wording
from records.models import RecordItem
from records.policies import items as item_policies
from records.states import ItemStatus

from . import checklist, deciding, incidents, letters, place_days
from .transitions import follow, settle


@transaction.atomic
def called(case, notice, *, words="", by, now):
    """The person was told by phone what could not be mailed."""
    case = transitions.lock(case)
    outbox.called(notice, now=now)
    told = history.Change("called", after=notice.to.room, why=notice.kind, words=words)
    history.chain(case, [told], by=by, now=now)
    return follow(case, now=now)


@transaction.atomic
def lift_death(case, *, why, by, now):
    """The report was wrong: contact may go on in every case of the child."""
    if not why:
        raise Refused(wording.REASON_NEEDED)
    holds.lift_death(case, why=why, by=by, now=now)
    for each in queries.of_child(case).order_by("pk"):
        locked = transitions.lock(each)
        if locked.submitted_at:
            follow(locked, now=now)


@transaction.atomic
def newest_list(case, *, version=None, max_age, by, now):
    """Move the case to the newest version of the tables: checklist and urgency are judged by it. -> the case"""
    case = transitions.lock(case)
    if version not in (None, case.version):
        raise Stale(wording.CHANGED_MEANWHILE)
    if case.status in ENDED:
        raise Refused(wording.NOT_NOW)
    newest, before = reference.current().version, (case.checklist_version, case.priority)
    if newest == before[0]:
        raise Refused(record_wording.LIST_IS_NEWEST)
    case.checklist_version = newest
    facts = policies.facts(case, now)
    raised = checklist.judge(case, facts, max_age=max_age)
    changes = [*checklist.judged(before[1], case), *checklist.remake(case, facts, now=now)]
    case.version += 1
    moved = history.Change("list_renewed", before=str(before[0]), after=str(newest))
    event, *_ = history.chain(case, [moved, *changes], by=by, now=now)
    if raised:
        outbox.tell_team(case, event, again=True, now=now)
    return follow(case, now=now)


@transaction.atomic
def reject(item, reason, *, version=None, by, now):
    """Send a record back for a reason of the list. Another child's file closes at once. -> the record"""
    row = reference.at(item.case.checklist_version).reject_reasons[reason]
    action = "supersede" if row.to_state == ItemStatus.SUPERSEDED else row.to_state
    item = settle(item, action, version=version, why=reason, reject_reason=reason, by=by, now=now)
    if action == ItemStatus.WRONG_PATIENT:
        closed = deciding.close_all(item, by=by, now=now)
        incidents.seal_off(item.case, closed, item=item, by=by, now=now)
    return item


@transaction.atomic
def ask_for(item, *, version=None, by, now):
    """Ask the family or the treating office for one record. Other places need a signed permission."""
    case = transitions.lock(item.case)
    item = RecordItem.objects.select_for_update().get(pk=item.pk)
    if refusal := item_policies.why_not_ask(case, item):
        raise Refused(refusal)
    ground = item_policies.ground(case, item)
    asked = {"place_key": place_days.by_permission(item)} if ground == "authorization" else {}
    item = settle(item, "ask", version=version, basis=ground, by=by, now=now, **asked)
    if ground == "authorization":
        letters.ask_for(item, by=by, now=now)
    return item


@transaction.atomic
def report_death(case, *, by, now):
    """Staff were told that the child has died. All contact stops with this."""
    if by.room not in {Room.COORDINATOR, Room.ONCOLOGY}:
        raise Refused(wording.NOT_YOURS)
    holds.report_death(case, by=by, now=now)

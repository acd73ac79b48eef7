"""What staff asked for on top: closed by whatever answers it."""

from intake.domain import transitions
from intake.models import Ask
from intake.policies import cases as policies
from intake.queries import answers, people
from intake.states import TRANSITIONS, CaseStatus
from records.queries import items as queries
from records.states import ItemStatus

ARRIVED = {ItemStatus.RECEIVED, ItemStatus.ACCEPTED, ItemStatus.IN_TRANSIT, ItemStatus.NOT_APPLICABLE}


def close_answered(case, *, now):
    """What came after it was asked for is answered; when all is, the case goes back where it came from."""
    if case.status != CaseStatus.NEEDS_INFORMATION:
        return
    by = people.system()
    answered = {answer.question: answer.at for answer in answers.current(case)}
    arrived = {item.number: item.since for item in queries.of_case(case) if item.status in ARRIVED}
    for ask in Ask.objects.select_for_update().filter(case=case, answered_at=None, dropped_at=None):
        came = arrived.get(ask.item) or answered.get(ask.question)
        if came and came >= ask.asked_at:
            ask.answered_at, ask.answered_by = now, by
            ask.save()
    if not policies.why_not(case, "answered", by=by):
        transitions.move(case, TRANSITIONS, "answered", policies.why_not, case=case, by=by, now=now)

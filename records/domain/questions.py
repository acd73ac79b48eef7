"""Asking the family or the office for more: named questions, named records, and own words."""

from django.db import transaction

from intake.domain import outbox, transitions
from intake.models import Ask
from intake.policies import cases as policies
from intake.sealing import seal
from intake.states import TRANSITIONS

from .transitions import follow


@transaction.atomic
def ask_more(case, *, room, questions=(), items=(), words="", due_on=None, version=None, by, now):
    """Ask the family or the office for named questions and records; boxes on their page until answered. -> the case"""
    case = transitions.lock(case)
    asks = [Ask(question=code) for code in questions] + [Ask(item=number) for number in items]
    if words:
        asks.append(Ask(words=seal(case, words, "ask")))
    for ask in asks:
        ask.case, ask.room, ask.due_on, ask.asked_at, ask.asked_by = case, room, due_on, now, by
    Ask.objects.bulk_create(asks)
    event = transitions.move(case, TRANSITIONS, "ask", policies.why_not, case=case, version=version, by=by, now=now)
    case.save()
    outbox.tell(case, event, "info_needed", {room}, now=now)
    return follow(case, now=now)


@transaction.atomic
def reply(case, ask, text, *, by, now):
    """Answer a question that staff asked in their own words."""
    case = transitions.lock(case)
    ask = Ask.objects.select_for_update().get(pk=ask.pk, answered_at=None, dropped_at=None)
    ask.reply, ask.answered_at, ask.answered_by = seal(case, text, f"reply|{ask.pk}"), now, by
    ask.save()
    return follow(case, now=now)


@transaction.atomic
def go_on(case, *, why, version=None, by, now):
    """A coordinator says that no answer is needed any more."""
    case = transitions.lock(case)
    Ask.objects.filter(case=case, answered_at=None, dropped_at=None).update(dropped_at=now, dropped_by=by)
    outbox.cancel(case, kinds={"info_needed"}, now=now)
    transitions.move(
        case, TRANSITIONS, "answered", policies.why_not, case=case, why="info_waived", words=why, version=version,
        by=by, now=now,
    )  # fmt: skip
    return follow(case, now=now)

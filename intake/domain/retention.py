"""How long facts stay. A draft that nobody sends is warned about, closed, and its facts erased."""

from datetime import timedelta

from django.db import transaction

from intake.models import Child, SecondOpinionRequest
from intake.queries import people
from intake.states import CaseStatus, Room

from . import history, outbox, transitions

WARNED, CLOSED, ERASED = (timedelta(days=days) for days in (23, 30, 60))
BATCH = 500


def sweep_drafts(*, now):
    """Warn, close and erase every draft whose days are over. -> how many cases were touched"""
    drafts = SecondOpinionRequest.objects.filter(submitted_at=None, erased_at=None).order_by("changed_at", "pk")
    touched = 0
    for pk in drafts.filter(changed_at__lte=now - WARNED).values_list("pk", flat=True).iterator(chunk_size=BATCH):
        touched += _one(pk, now)
    return touched


@transaction.atomic
def _one(pk, now):
    case = transitions.lock(SecondOpinionRequest(pk=pk))
    idle = now - case.changed_at
    if idle >= ERASED:
        erase(case, now=now)
    elif idle >= CLOSED and case.status == CaseStatus.DRAFT:
        transitions.advance(case, "expire", by=people.system(), now=now)
    elif idle < CLOSED and not case.notices.filter(kind="draft_expiring", made_at__gte=case.changed_at).exists():
        event = history.add(case, "draft_warned", by=people.system(), now=now)
        outbox.tell(case, event, "draft_expiring", {Room.FAMILY}, now=now)
    else:
        return 0
    return 1


@transaction.atomic
def erase(case, *, now):
    """Blank every personal column of a case that was never sent; events and counts remain."""
    case = transitions.lock(case)
    case.answers.all().delete()
    case.contacts.all().delete()
    case.words.all().delete()
    case.notes.all().delete()
    Child.objects.filter(case=case).delete()
    case.members.update(passphrase="")
    case.child_name = case.name_folded = case.time_zone = ""
    case.birth_date = case.decide_on = case.treatment_on = None
    case.group = case.phase = case.region = case.country = ""
    case.erased_at = now
    history.chain(case, [history.Change("erased")], by=people.system(), now=now)
    case.save()
    outbox.cancel(case, now=now)


@transaction.atomic
def delete_draft(case, *, by, now):
    """The family deletes what it has not sent: facts go at once."""
    case = transitions.advance(case, "delete_draft", by=by, now=now)
    erase(case, now=now)

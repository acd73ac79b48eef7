"""What staff write for staff."""

from django.db import transaction

from intake.models import Note
from intake.sealing import seal, unseal

from . import history, transitions


@transaction.atomic
def write(case, body, *, by, now):
    case = transitions.lock(case)
    note = Note(case=case, body=seal(case, body, "note"), written_at=now, written_by=by)
    note.save()
    history.add(case, "note_written", by=by, now=now)
    return note


def opened(case, note):
    return unseal(case, note.body, "note")

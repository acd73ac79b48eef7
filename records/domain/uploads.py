"""Files in: streamed to storage and hashed on the way, then one transaction for the row and what it answers."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from intake.domain import history, outbox
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.queries import people
from intake.sealing import seal, unseal
from intake.states import ENDED, Room
from records import wording
from records.models import RecordItem, Upload
from records.policies import items as policies
from records.queries import arrivals
from records.scanning import names
from records.sealing import chunks
from records.states import ItemStatus

from . import storing, transitions

GB = 1024**3
CHECKED = {ItemStatus.ACCEPTED, ItemStatus.SUPERSEDED, ItemStatus.RETURNED}
RECEIVING = {ItemStatus.NEEDED: "receive", ItemStatus.ASKED: "receive", ItemStatus.PROMISED: "receive"}


class Twice(Refused):
    """This sender's very file is here already."""


def add(case, item, file, *, batch=None, by, now):
    """Take one file, for a record or (item None) for "not sure which". -> the upload

    Raises Refused in words for the sender: empty, too large, of a kind we do not take, sent before. Nothing of a
    refused file is kept.
    """
    kind = storing.check(file)
    _check_room(case, file.size)
    whole, stored = storing.sealed(file), ""
    upload = Upload(
        case=case, key=whole.file_id, size=whole.size, sha256=whole.sha256, kind=kind, sealed_form=chunks.VERSION,
        sealed_key=whole.wrapped, key_id=whole.key_id, uploaded_at=now, uploaded_by=by, batch=batch,
    )  # fmt: skip
    try:
        stored = storing.put(storing.place(upload.key), whole.path)
        return keep(upload, item, names.clean(file.name), by=by, now=now)
    except OSError as error:
        raise storing.not_kept(error) from error
    except BaseException:
        storing.forget(stored or storing.place(upload.key))
        raise
    finally:
        whole.remove()


@transaction.atomic
def keep(upload, item, name, *, late=False, by, now):
    """The row of bytes that are stored, and what it answers.

    `late`: what was checked when it began is not held against a file that took its time. It is kept, also when the
    request has ended meanwhile; then nothing moves and nobody is told.
    """
    case = cases.lock(upload.case)
    if case.status in ENDED and not late:
        raise Refused(wording.FILES_NOT_NOW)
    upload.case = case
    if Upload.objects.filter(case=case, removed_at=None, uploaded_by=by, sha256=upload.sha256).exists():
        raise Twice(wording.FILE_TWICE)
    if not late:
        _check_room(case, upload.size)
    if item is not None:
        item = RecordItem.objects.select_for_update().get(pk=item.pk)
        if not late and not policies.open_for_files(item):
            raise Refused(wording.ITEM_CLOSED)
    upload.item, upload.original_name = item, seal(case, name, f"upload|{upload.key}")
    upload.save(force_insert=True)
    event = history.add(case, "file_added", subject=subject(item), after=upload.kind, by=by, now=now)
    if case.status not in ENDED:
        receive(case, item, by=by, now=now)
        _tell(case, event, by, now)
        if case.submitted_at:
            transitions.follow(case, now=now)
    return upload


def _check_room(case, more):
    size, count = arrivals.weight(case)
    if size + more > settings.CASE_MAX_BYTES:
        raise Refused(wording.CASE_FULL % {"limit": settings.CASE_MAX_BYTES // GB})
    if count >= settings.CASE_MAX_FILES:
        raise Refused(wording.CASE_FILES % {"limit": settings.CASE_MAX_FILES})


def receive(case, item, *, by, now):
    if item is None:
        return
    if item.status == ItemStatus.IN_TRANSIT:
        transitions.take(case, item, "arrive", by=people.system(), now=now)
    elif action := RECEIVING.get(item.status):
        by = people.system() if by.room == Room.ONCOLOGY else by
        transitions.take(case, item, action, by=by, now=now)


def _tell(case, event, by, now):
    """The family hears once a day that something came, unless it sent it itself."""
    if by.room == Room.FAMILY or not case.submitted_at:
        return
    audience = people.Audience(case)
    day = calendar.today(case.time_zone, calendar.next_digest(case.time_zone, now))
    outbox.owe(case, event, [("item_received", user) for user in audience.of(Room.FAMILY)], day=day, now=now)


def name(upload):
    return unseal(upload.case, upload.original_name, f"upload|{upload.key}")


@transaction.atomic
def remove(upload, *, why="", by, now):
    """Take a file back. Its sender may until it was accepted; staff always, with a reason."""
    case, upload = _lock(upload)
    if by.room in {Room.FAMILY, Room.PHYSICIAN}:
        if upload.uploaded_by_id != by.pk:
            raise Refused(wording.NOT_YOURS)
        if upload.item and (upload.item.accepted_at or upload.item.status in CHECKED):
            raise Refused(wording.FILE_CHECKED)
    upload.removed_at, upload.removed_by, upload.removed_why = now, by, why
    upload.save(update_fields=["removed_at", "removed_by", "removed_why"])
    history.add(case, "file_removed", subject=subject(upload.item), why=why, by=by, now=now)
    for item in (upload.item, *upload.also.all()):
        release(case, item, by=by, now=now)
    if case.submitted_at:
        transitions.follow(case, now=now)


def _lock(upload):
    case = cases.lock(upload.case)
    return case, Upload.objects.select_for_update(of=("self",)).select_related("item").get(pk=upload.pk)


def release(case, item, *, by, now):
    """A received record without any file left is missing again."""
    if item is None or item.status != ItemStatus.RECEIVED:
        return
    if not Upload.objects.filter(Q(item=item) | Q(also=item), removed_at=None).exists():
        transitions.take(case, item, "unreceive", by=by, now=now)


def subject(item):
    return f"record:{item.number}" if item else "case"

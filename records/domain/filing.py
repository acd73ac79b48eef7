"""Which records a file answers: filed elsewhere, for several at once, counted; many files by one press."""

from django.db import IntegrityError, transaction

from intake import wording as case_wording
from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused, Stale
from intake.states import ENDED, Room
from records import wording
from records.models import RecordItem, Upload

from . import transitions
from .uploads import receive, release, subject

BATCH = 500


def move(upload, item, *, by, now):
    """File it under another record (None: not sure which). The record it leaves is missing again."""
    move_all(upload.case, [upload], item, by=by, now=now)


@transaction.atomic
def move_all(case, uploads, item, *, by, now):
    """Many files at once, one line in the history for each record that they leave."""
    case = cases.lock(case)
    kept = Upload.objects.select_for_update(of=("self",)).filter(case=case, pk__in=[each.pk for each in uploads])
    found = list(kept.filter(removed_at=None).select_related("item"))
    item = item and RecordItem.objects.select_for_update().get(pk=item.pk)
    left = {upload.item for upload in found}
    for upload in found:
        upload.item = item
    Upload.objects.bulk_update(found, ["item"], batch_size=BATCH)
    if item:
        Upload.also.through.objects.filter(upload__in=found, recorditem=item).delete()
    for old in left:
        history.add(case, "file_moved", subject=subject(old), after=subject(item), by=by, now=now)
        release(case, _locked(old), by=by, now=now)
    receive(case, item, by=by, now=now)
    transitions.follow(case, now=now)


@transaction.atomic
def share(upload, item, *, by, now):
    """It answers this record as well."""
    case, item = _theirs(upload, item, by)
    upload.also.add(item)
    history.add(case, "file_shared", subject=subject(item), by=by, now=now)
    receive(case, item, by=by, now=now)
    transitions.follow(case, now=now)


@transaction.atomic
def unshare(upload, item, *, by, now):
    """It does not answer this record after all."""
    case, item = _theirs(upload, item, by)
    upload.also.remove(item)
    history.add(case, "file_unshared", subject=subject(item), by=by, now=now)
    release(case, item, by=by, now=now)
    transitions.follow(case, now=now)


def _theirs(upload, item, by):
    if by.room != Room.COORDINATOR:
        raise Refused(wording.NOT_YOURS)
    return cases.lock(upload.case), _locked(item)


@transaction.atomic
def count(item, *, here, wanted, version=None, by, now):
    """How much of a record is here: "2 of 3", for everybody who sees it."""
    if by.room != Room.COORDINATOR:
        raise Refused(wording.NOT_YOURS)
    case = cases.lock(item.case)
    item = _locked(item)
    if version not in (None, item.version):
        raise Stale(case_wording.CHANGED_MEANWHILE)
    before = f"{item.parts_here} of {item.parts_wanted}" if item.parts_wanted else ""
    item.parts_here, item.parts_wanted, item.version = here, wanted, item.version + 1
    item.save(update_fields=["parts_here", "parts_wanted", "version"])
    told = {"before": before, "after": f"{here} of {wanted}"}
    history.add(case, "parts_counted", subject=subject(item), **told, by=by, now=now)


def take_away(case, uploads, *, why, by, now):
    """Many at once, out of everybody's sight. Call it holding the case's lock."""
    if not uploads:
        return
    shared = RecordItem.objects.filter(shared_uploads__in=uploads)
    items = {upload.item for upload in uploads if upload.item} | set(shared)
    for upload in uploads:
        upload.removed_at, upload.removed_by, upload.removed_why = now, by, why
    Upload.objects.bulk_update(uploads, ["removed_at", "removed_by", "removed_why"], batch_size=BATCH)
    for item in items or {None}:
        history.add(case, "file_removed", subject=subject(item), why=why, by=by, now=now)
        release(case, _locked(item), by=by, now=now)
    if case.submitted_at:
        transitions.follow(case, now=now)


def bring_back(case, uploads, *, by, now):
    """They are here again and answer what they answered. Call it holding the case's lock."""
    for upload in uploads:
        upload.removed_at = upload.removed_by = None
        upload.removed_why = ""
    try:
        with transaction.atomic():
            Upload.objects.bulk_update(uploads, ["removed_at", "removed_by", "removed_why"], batch_size=BATCH)
    except IntegrityError as error:
        raise Refused(wording.SENT_AGAIN) from error
    for item in {upload.item for upload in uploads}:
        history.add(case, "file_added", subject=subject(item), why="given_back", by=by, now=now)
        if item and case.status not in ENDED:
            receive(case, _locked(item), by=by, now=now)


def _locked(item):
    return item and RecordItem.objects.select_for_update().get(pk=item.pk)

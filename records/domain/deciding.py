"""What a person decides about files that are held: they may pass, or they are another child's and close at once."""

from django.conf import settings
from django.db import transaction

from intake.domain.errors import Refused
from intake.states import Room
from records import wording
from records.models import Upload
from records.models.items import unscanned
from records.queries import scans as queries

from . import scans
from .scans import lock, write, write_all

SEALED = "other_child"


@transaction.atomic
def release(upload, *, words, alike=False, by, now):
    """A person has looked and says why it may pass. What was never scanned goes to the scanner first.

    `alike`: so do the sender's other held files that name the same person.
    """
    _may(by)
    if not words.strip():
        raise Refused(wording.REASON_NEEDED)
    upload = lock(upload)
    if upload.scan != "held":
        raise Refused(wording.NOT_POSSIBLE)
    for state, uploads in _after([upload, *(queries.alike(upload) if alike else ())]).items():
        write_all(upload.case, uploads, state, "released", words=words, by=by, now=now)


def _after(uploads):
    """-> {state: the files that come to it}"""
    scanned = queries.scanned(uploads) if settings.CLAMD_URL else set()
    found: dict[str, list[Upload]] = {}
    for upload in uploads:
        found.setdefault("clean" if upload.pk in scanned else unscanned(), []).append(upload)
    return found


@transaction.atomic
def close(upload, *, alike=False, by, now):
    """A person has looked: held files are another child's. -> (case, the files that close)"""
    _may(by)
    upload = lock(upload)
    if upload.scan != "held":
        raise Refused(wording.NOT_POSSIBLE)
    uploads = [upload, *(queries.alike(upload) if alike else ())]
    write_all(upload.case, uploads, "held", SEALED, by=by, now=now)
    return upload.case, uploads


@transaction.atomic
def hold(upload, reason, *, by, now):
    """Nobody but coordinators may open it from now on: it is another child's, or may be."""
    upload = lock(upload)
    write(upload, "held", reason, by=by, now=now)
    return upload


def close_all(item, *, by, now):
    """The files of a record that turned out to be another child's. Call it holding the case's lock. -> the files"""
    kept = Upload.objects.filter(item=item, removed_at=None, scan__in=scans.BEFORE["held"])
    uploads = list(kept.select_related("item", "case"))
    write_all(item.case, uploads, "held", SEALED, by=by, now=now)
    return uploads


def open_again(case, uploads, *, words, by, now):
    """It was a mistake: they are this child's after all. Call it holding the case's lock."""
    for state, those in _after(uploads).items():
        write_all(case, those, state, "given_back", words=words, by=by, now=now)


def _may(by):
    if by.room != Room.COORDINATOR:
        raise Refused(wording.NOT_YOURS)

"""Files are checked one by one, and the state of a file's check is written here alone.

waiting -> clean, infected, not_scannable or held; a person lets a held one pass or closes it. Whatever goes wrong
leaves a file waiting, to be tried again a little later: nothing skips.
"""

import json
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.queries import people
from intake.sealing import fingerprint, seal, seal_bytes
from intake.states import Room
from records import wording
from records.models import Inspection, Upload
from records.models.items import unscanned
from records.policies import guard, identity
from records.queries import scans as queries
from records.scanning import limited

from . import inspecting, unfolding

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 600  # seconds
TRIES = 2  # of a check that does not survive the file
BEFORE = {  # from which states a file may come to this one
    "clean": {"waiting", "held"},
    "infected": {"waiting"},
    "not_scannable": {"waiting"},
    "held": {"waiting", "clean", "not_scanned", "held"},
    "waiting": {"held"},
    "not_scanned": {"held"},
}


def one(*, now):
    """Check the next file that waits. -> whether there was one"""
    if not settings.CLAMD_URL:
        return False
    upload = _claim(now)
    if upload is None:
        return False
    result = _look(upload, now)
    if result.state == "waiting":
        _put_off(upload, result.reason, now)
    else:
        finish(upload, result, now=now)
    return True


@transaction.atomic
def _claim(now):
    upload = queries.next_waiting(now)
    if upload is None:
        return None
    found, _new = Inspection.objects.get_or_create(upload=upload)
    Inspection.objects.filter(pk=found.pk).update(claimed_at=Now(), attempts=found.attempts + 1)
    upload.tries = found.attempts + 1
    return upload


def _look(upload, now):
    """A file that kills its check twice is not scannable; storage that is away only waits."""
    child, today = _child(upload.case), calendar.today(upload.case.time_zone, now)
    try:
        result = inspecting.look(upload, child, today=today)
        if result.facts.get("taken") and (result.state == "clean" or result[:2] == ("held", "too_big")):
            result.facts.update(unfolding.unfold(upload, now=now))
    except limited.Died as died:
        log.warning("file_check_died", kind=upload.kind, attempts=upload.tries)
        done = upload.tries >= TRIES
        return inspecting.Result("not_scannable" if done else "waiting", died.reason)
    except OSError as error:
        log.warning("file_not_read", error=error.__class__.__name__)
        return inspecting.Result("waiting", "storage_down")
    return result


def _child(case):
    told = getattr(case, "child", None)
    if told is None:
        return guard.Patient("")
    return guard.Patient(told.first_folded, told.last_folded, told.other_names, told.birth_date, told.sex)


def _put_off(upload, reason, now):
    pause = timedelta(seconds=min(2**upload.tries, LONGEST_PAUSE))
    log.warning("file_waits", kind=upload.kind, attempts=upload.tries, state=reason)
    Inspection.objects.filter(upload=upload).update(claimed_at=None, due_at=now + pause, reason=reason)


@transaction.atomic
def finish(upload, result, *, now):
    """The check came to an end. Its facts and its picture are sealed like the file."""
    upload = _lock(upload)
    case = upload.case
    if upload.scan != "waiting":
        return upload  # a person was faster
    person = fingerprint(case, result.person) if result.person else ""
    Inspection.objects.filter(upload=upload).update(
        claimed_at=None, due_at=None, scanned_at=now, reason=result.reason, person=person,
        facts=seal(case, json.dumps(result.facts), f"facts|{upload.key}"),
        preview=seal_bytes(case, result.preview, f"preview|{upload.key}") if result.preview else None,
    )  # fmt: skip
    others = list(queries.others_named(upload, person)) if person else []
    if result.state == "clean" and others and _mixed(upload, others):
        result = result._replace(state="held", reason="mixed")
        for other in others:
            if other.upload.scan in BEFORE["held"]:
                other.upload.case = case
                write(other.upload, "held", "mixed", by=people.system(), now=now)
    return write(upload, result.state, result.reason, by=people.system(), now=now)


def _mixed(upload, others):
    """One study may spell a name in two ways; two people in one upload are a matter for a person."""
    different = {other.person: other.upload for other in others}
    return guard.mixed([named for each in (upload, *different.values()) if (named := _named(each))])


def _named(upload):
    said = queries.facts(upload)
    return identity.of_header(said) if "modality" in said else identity.of_text(said.get("text", ""))


def write(upload, state, reason="", *, words="", by, now):
    """The only writer of a file's state. Call it holding the case's lock. -> the upload"""
    if upload.scan not in BEFORE[state]:
        raise Refused(wording.NOT_POSSIBLE)
    before, upload.scan = upload.scan, state
    upload.save(update_fields=["scan"])
    Inspection.objects.update_or_create(upload=upload, defaults={"reason": reason})
    item = upload.item
    history.add(
        upload.case, f"file_{state}", subject=f"record:{item.number}" if item else "case", before=before, after=state,
        why=reason[:40], words=words, by=by, now=now,
    )  # fmt: skip
    return upload


@transaction.atomic
def release(upload, *, words, by, now):
    """A person has looked and says why the file may pass. One that was never scanned goes back to the scanner."""
    if by.room != Room.COORDINATOR:
        raise Refused(wording.NOT_YOURS)
    if not words.strip():
        raise Refused(wording.REASON_NEEDED)
    upload = _lock(upload)
    if upload.scan != "held":
        raise Refused(wording.NOT_POSSIBLE)
    found = queries.of_upload(upload)
    state = "clean" if found and found.scanned_at else unscanned()
    return write(upload, state, "released", words=words, by=by, now=now)


@transaction.atomic
def close(upload, *, by, now):
    """A person has looked at a held file: it is another child's. -> the upload"""
    if by.room != Room.COORDINATOR:
        raise Refused(wording.NOT_YOURS)
    upload = _lock(upload)
    if upload.scan != "held":
        raise Refused(wording.NOT_POSSIBLE)
    return write(upload, "held", "other_child", by=by, now=now)


@transaction.atomic
def hold(upload, reason, *, by, now):
    """Nobody but coordinators may open it from now on: it is another child's, or may be."""
    return write(_lock(upload), "held", reason, by=by, now=now)


def _lock(upload):
    """The case first, then the file, as everywhere."""
    case = cases.lock(upload.case)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("item").get(pk=upload.pk)
    upload.case = case
    return upload


def hold_all(item, reason, *, by, now):
    """Every file of a record that turned out to be another child's. Call it holding the case's lock."""
    for upload in Upload.objects.filter(item=item, removed_at=None, scan__in=BEFORE["held"]).select_related("case"):
        upload.case = item.case
        write(upload, "held", reason, by=by, now=now)

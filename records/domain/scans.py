"""Files are checked one by one, and the state of a file's check is written here alone.

waiting -> clean, infected, not_scannable or held; what a person then decides is in `deciding`. Whatever goes wrong
leaves a file waiting, to be tried again a little later: nothing skips. A demonstration without a scanner looks into
its files all the same, once each, and they go on saying that no scanner has seen them.
"""

import json
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models.functions import Now

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.queries import people
from intake.sealing import fingerprint, seal, seal_bytes
from records import wording
from records.models import Inspection, Upload
from records.policies import guard, identity, permits
from records.queries import scans as queries
from records.scanning import limited

from . import albums, failing, inspecting, unfolding

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 600  # seconds
BATCH = 500
TRIES = 2  # of a check that does not survive the file
BEFORE = {  # from which states a file may come to this one
    "clean": {"waiting", "held"},
    "infected": {"waiting"},
    "not_scannable": {"waiting", "not_scanned"},
    "held": {"waiting", "clean", "not_scanned", "held"},
    "waiting": {"held"},
    "not_scanned": {"held", "waiting"},
}
UNJUDGED = {"waiting", "not_scanned"}
PASSED = {"clean", "not_scanned"}
FAILED = {"infected", "not_scannable"}  # of these the sender hears


def one(*, now):
    """Check the next file that waits. -> whether there was one"""
    upload = _claim(now)
    if upload is None:
        return False
    result = _look(upload, now)
    if result.state == "waiting":
        _put_off(upload, result.reason, now)
    else:
        albums.gather(finish(upload, result, now=now), now=now)
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
    child, today = _child(upload.case, now), calendar.today(upload.case.time_zone, now)
    try:
        result = inspecting.look(upload, child, today=today)
        if result.facts.get("taken") and (result.state in PASSED or result[:2] == ("held", "too_big")):
            result.facts.update(unfolding.unfold(upload, now=now))
    except limited.Died as died:
        log.warning("file_check_died", kind=upload.kind, attempts=upload.tries)
        done = upload.tries >= TRIES
        return inspecting.Result("not_scannable" if done else "waiting", died.reason)
    except OSError as error:
        log.warning("file_not_read", error=error.__class__.__name__)
        return inspecting.Result("waiting", "storage_down")
    return result


def _child(case, now):
    told = getattr(case, "child", None)
    if told is None:
        return guard.Patient("")
    rows = permits.rows(case, now).values()
    places = tuple((permits.said(row, "facility_name"), permits.said(row, "facility_record_no")) for row in rows)
    return guard.Patient(told.first_folded, told.last_folded, told.other_names, told.birth_date, told.sex, places)


def _put_off(upload, reason, now):
    pause = timedelta(seconds=min(2**upload.tries, LONGEST_PAUSE))
    log.warning("file_waits", kind=upload.kind, attempts=upload.tries, state=reason)
    Inspection.objects.filter(upload=upload).update(claimed_at=None, due_at=now + pause, reason=reason)


@transaction.atomic
def finish(upload, result, *, now):
    """The check came to an end. Its facts and its picture are sealed like the file."""
    upload = lock(upload)
    case = upload.case
    if upload.scan not in UNJUDGED:
        return upload  # a person was faster
    person = fingerprint(case, result.person) if result.person else ""
    Inspection.objects.filter(upload=upload).update(
        claimed_at=None, due_at=None, scanned_at=None if result.state == "not_scanned" else now, reason=result.reason,
        facts=seal(case, json.dumps(result.facts), f"facts|{upload.key}"), person=person,
        preview=seal_bytes(case, result.preview, f"preview|{upload.key}") if result.preview else None,
    )  # fmt: skip
    others = list(queries.others_named(upload, person)) if person else []
    if result.state in PASSED | {"held"} and others and _mixed(upload, others):
        result = result._replace(state="held", reason=",".join(filter(None, [result.reason, "mixed"])))
        rest = [other.upload for other in others if other.upload.scan in BEFORE["held"] - {"held"}]
        write_all(case, rest, "held", "mixed", by=people.system(), now=now)
    if result.state == upload.scan:
        return upload
    event = write(upload, result.state, result.reason, by=people.system(), now=now)
    if result.state in FAILED and upload.removed_at is None:
        failing.tell(case, upload.uploaded_by_id, event, now=now)
    return upload


def _mixed(upload, others):
    """One study may spell a name in two ways; two people in one upload are a matter for a person."""
    different = {other.person: other.upload for other in others}
    return guard.mixed([named for each in (upload, *different.values()) if (named := _named(each))])


def _named(upload):
    said = queries.facts(upload)
    return identity.of_header(said) if "modality" in said else identity.of_text(said.get("text", ""))


def write(upload, state, reason="", *, words="", by, now):
    """Call it holding the case's lock. -> the event"""
    return write_all(upload.case, [upload], state, reason, words=words, by=by, now=now)


def write_all(case, uploads, state, reason="", *, words="", by, now):
    """The only writer of files' states; one event for each record that they answer. -> the last event"""
    if any(upload.scan not in BEFORE[state] for upload in uploads):
        raise Refused(wording.NOT_POSSIBLE)
    befores = {upload.item: upload.scan for upload in uploads}
    for upload in uploads:
        upload.scan = state
    Upload.objects.bulk_update(uploads, ["scan"], batch_size=BATCH)
    Inspection.objects.bulk_create([Inspection(upload=upload) for upload in uploads], ignore_conflicts=True)
    Inspection.objects.filter(upload__in=uploads).update(reason=reason)
    event = None
    for item, before in befores.items():
        subject = f"record:{item.number}" if item else "case"
        event = history.add(
            case, f"file_{state}", subject=subject, before=before, after=state, why=reason[:40], words=words, by=by,
            now=now,
        )  # fmt: skip
    return event


def lock(upload):
    """The case first, then the file, as everywhere."""
    case = cases.lock(upload.case)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("item").get(pk=upload.pk)
    upload.case = case
    return upload

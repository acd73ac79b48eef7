"""Whole uploads get their place in storage, and with it their row; what we do not take is refused and told."""

from datetime import timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.sealing import unseal
from records.domain import failing, storing, uploads
from records.models import Arrival, Upload
from records.queries import arrivals as queries
from records.scanning import type as kinds
from records.sealing import chunks, keys
from records.sealing.whole import Whole

from . import holding

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=1)  # then another worker looks whether this one still holds it
LONGEST_PAUSE = 600  # seconds


def store_due(*, now):
    """-> how many were stored or refused"""
    done = []
    while (last := one(now=now)) is not None:
        done.append(last)
    return sum(done)


def one(*, now):
    """The next that waits. -> whether it is done with; None if there was none"""
    arrival = _claim(now=now)
    if arrival is None:
        return None
    with holding.storing(arrival.key) as is_ours:
        return is_ours and queries.is_owed(arrival) and store(arrival, now=now)


@transaction.atomic
def _claim(*, now):
    """A claim is over soon, so that a dead worker's file does not wait; who still stores it holds it besides."""
    free = Q(claimed_at=None) | Q(claimed_at__lte=Now() - LEASE)
    due = queries.due(now).select_for_update(skip_locked=True, of=("self",)).filter(free)
    arrival = due.select_related("case", "item", "begun_by").order_by("due_at", "pk").first()
    if arrival:
        Arrival.objects.filter(pk=arrival.pk).update(claimed_at=Now())
    return arrival


def store(arrival, *, now):
    """Bytes first, then the row: what has a row can be opened. -> whether it is done with"""
    name = unseal(arrival.case, arrival.original_name, f"upload|{arrival.key}")
    path, stored = storing.place(arrival.key), ""
    try:
        arrival.kind, reason = kinds.judge(_head(arrival), name)
        if not reason:
            storing.forget(path)  # half of an earlier try
            stored = storing.put(path, holding.path(arrival.key))
            _keep(arrival, name, now=now)
    except Refused:
        reason = "twice"
    except (OSError, SoftTimeLimitExceeded) as error:
        return _later(arrival, error, now=now)
    if reason:
        storing.forget(stored or path)
        _refuse(arrival, reason, now=now)
    holding.clear(arrival.key)
    return True


def _head(arrival):
    key = keys.unwrap(arrival.sealed_key, arrival.key_id, arrival.key)
    whole = Whole(
        holding.path(arrival.key), arrival.key, key, arrival.sealed_key, arrival.key_id, arrival.length, arrival.sha256
    )
    with whole.open() as file:
        return file.read(kinds.HEAD)


@transaction.atomic
def _keep(arrival, name, *, now):
    upload = Upload(
        case=arrival.case, key=arrival.key, size=arrival.length, sha256=arrival.sha256, kind=arrival.kind,
        sealed_form=chunks.VERSION, sealed_key=arrival.sealed_key, key_id=arrival.key_id, batch=arrival.batch,
        folder=arrival.folder, uploaded_at=now, uploaded_by=arrival.begun_by,
    )  # fmt: skip
    uploads.keep(upload, arrival.item, name, late=True, by=arrival.begun_by, now=now)
    arrival.stored_at = now
    arrival.save(update_fields=["stored_at", "kind"])


@transaction.atomic
def _refuse(arrival, reason, *, now):
    """Its sender reads why on the page, and hears of it by mail; what was here already is no failure."""
    case = cases.lock(arrival.case)
    arrival.refusal, arrival.refused_at = reason, now
    arrival.save(update_fields=["refusal", "refused_at", "kind"])
    subject = f"record:{arrival.item.number}" if arrival.item else "case"
    event = history.add(case, "file_refused", subject=subject, why=reason, by=arrival.begun_by, now=now)
    if reason != "twice":
        failing.tell(case, arrival.begun_by_id, event, now=now)


@transaction.atomic
def _later(arrival, error, *, now):
    """Storage is away, or does not hold what it was given: it waits, and is tried again for ever."""
    attempts = arrival.attempts + 1
    log.warning("file_waits_for_storage", error=error.__class__.__name__, attempts=attempts)
    pause = timedelta(seconds=min(2**attempts, LONGEST_PAUSE))
    Arrival.objects.filter(pk=arrival.pk).update(due_at=now + pause, claimed_at=None, attempts=attempts)
    return False

"""Uploads that their sender ends, that nobody went on with, and what is left of old ones."""

import contextlib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from records.models import Arrival
from records.queries import arrivals as queries

from . import holding

REMEMBERED = timedelta(days=30)  # so that a late question is answered "over", not "unknown"
LEFT = timedelta(hours=24)
BATCH = 500


class Finished(Exception):
    """It is whole already; what is stored is taken back like any file."""


def end(arrival, *, now):
    """The sender does not want it any more: no byte of it stays."""
    with holding.hold(arrival.key, asking=True):
        if not _end(arrival.key, now=now):
            raise Finished
        holding.clear(arrival.key)


@transaction.atomic
def _end(key, *, now):
    open_ones = Arrival.objects.filter(Q(finished_at=None) | ~Q(refused_at=None), key=key, ended_at=None)
    return open_ones.update(ended_at=now)


def sweep(*, now):
    """Seven days after their last byte partial uploads go; of bytes without a row none stays. -> how many"""
    count = 0
    for arrival in Arrival.objects.filter(queries.OPEN, expires_at__lte=now).order_by("pk")[:BATCH]:
        with contextlib.suppress(holding.Locked, Finished):  # bytes come just now
            end(arrival, now=now)
            count += 1
    Arrival.objects.filter(
        Q(stored_at__lte=now - REMEMBERED) | Q(refused_at__lte=now - REMEMBERED) | Q(ended_at__lte=now - REMEMBERED)
    ).delete()
    return count + _strays(now - LEFT)


def _strays(before):
    names = {}
    for path in Path(settings.PARTIALS).iterdir():
        with contextlib.suppress(OSError, ValueError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                names.setdefault(uuid.UUID(path.name.split(".")[0]), []).append(path)
    known = queries.known(names.keys())
    strays = [path for key, paths in names.items() if key not in known for path in paths]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)

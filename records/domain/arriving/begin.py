"""An upload begins: what it will be is checked before its first byte."""

import shutil
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from intake.domain import outbox
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.sealing import seal
from intake.states import ENDED
from records import wording
from records.models import Arrival
from records.policies import items as policies
from records.queries import arrivals as queries
from records.scanning import names
from records.scanning import type as kinds
from records.sealing import keys

GB = 1024**3
NEAR = 0.5  # of what a case may have: uploads that begin at the same moment must not pass its limits together
LIVES = timedelta(days=7)  # from its last byte


class TooMuch(Refused):
    """More than one file, or one case, may have."""


class NoRoom(Refused):
    """The disk is nearly full."""


@dataclass
class Told:
    """What the sender says of the file."""

    name: str
    folder: str = ""
    batch: uuid.UUID | None = None
    fingerprint: str = ""


@transaction.atomic
def begin(case, item, told, length, *, by, now):
    """-> the Arrival. Raises Refused in words for the sender.

    `case` as it was just read. Far from its limits it is not locked: under that lock the worker stores what came
    before.
    """
    if _is_near(case, length):
        case = cases.lock(case)
    _check(case, item, told, length)
    key = uuid.uuid4()
    _key, wrapped, key_id = keys.new(key)
    folder = seal(case, names.folder(told.folder), f"folder|{key}") if told.folder else None
    return Arrival.objects.create(
        key=key, case=case, item=item, length=length, sealed_key=wrapped, key_id=key_id,
        original_name=seal(case, names.clean(told.name), f"upload|{key}"), folder=folder, batch=told.batch,
        fingerprint=told.fingerprint, begun_at=now, begun_by=by, expires_at=now + LIVES,
    )  # fmt: skip


def _is_near(case, length):
    size, count = queries.weight(case)
    return size + length > settings.CASE_MAX_BYTES * NEAR or count > settings.CASE_MAX_FILES * NEAR


def _check(case, item, told, length):
    if length > settings.FILE_MAX_BYTES:
        raise TooMuch(wording.FILE_SIZE_GB % {"limit": settings.FILE_MAX_BYTES // GB})
    if length < 1:
        raise Refused(wording.FILE_EMPTY)
    if case.status in ENDED or outbox.dead(case):
        raise Refused(wording.FILES_NOT_NOW)
    if item is not None and not policies.open_for_files(item):
        raise Refused(wording.ITEM_CLOSED)
    if kinds.ending(told.name) and not kinds.is_taken(names.clean(told.name)):
        raise Refused(wording.FILE_KIND)
    size, count = queries.weight(case)
    if size + length > settings.CASE_MAX_BYTES:
        raise TooMuch(wording.CASE_FULL % {"limit": settings.CASE_MAX_BYTES // GB})
    if count >= settings.CASE_MAX_FILES:
        raise TooMuch(wording.CASE_FILES % {"limit": settings.CASE_MAX_FILES})
    disk = shutil.disk_usage(settings.PARTIALS)
    if disk.free - length < min(settings.DISK_FLOOR, disk.total // 20):
        raise NoRoom(wording.FILE_NOT_KEPT)

"""Bytes of a file: judged by their content, sealed and hashed on the way in, put to storage, opened, taken back."""

import contextlib
import io

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from intake.domain.errors import Refused
from records import wording
from records.scanning import names
from records.scanning import type as kinds
from records.sealing import chunks, keys, reading
from records.sealing.whole import Making

log = structlog.get_logger(__name__)
MB = 1024**2


def check(file):
    """The kind of a form's file by its content. Raises Refused in the sender's words."""
    most = min(settings.FORM_FILE_MAX_BYTES, settings.FILE_MAX_BYTES)
    if not file.size:
        raise Refused(wording.FILE_EMPTY)
    if file.size > most:
        raise Refused(wording.FILE_SIZE % {"limit": most // MB})
    if getattr(file, "broken", False):
        raise Refused(wording.FILE_NOT_KEPT)
    file.seek(0)
    head = file.read(kinds.HEAD)
    file.seek(0)
    return kind_of(head, names.clean(file.name))


def kind_of(head, name):
    """The kind that these first bytes are. Raises Refused if we do not take it or the name says something else."""
    kind, reason = kinds.judge(head, name)
    if reason:
        raise Refused(words(reason, kind, name))
    return kind


def words(reason, kind, name):
    """A reason of `kinds.judge`, or that it was sent before, in the sender's words."""
    return wording.REFUSALS[reason] % {"ending": kinds.ending(name), "kind": kind.upper()}


def sealed(file):
    """The sealed bytes of a form's file: as it came in, or sealed now. Raises Refused if it is not whole."""
    whole = getattr(file, "whole", None)
    try:
        whole = whole or _seal(file)
    except OSError as error:
        raise not_kept(error) from error
    if whole.size != file.size:
        whole.remove()
        raise Refused(wording.FILE_CUT)
    return whole


def _seal(file):
    making = Making(settings.FILE_UPLOAD_TEMP_DIR)
    try:
        file.seek(0)
        while piece := file.read(MB):
            making.write(piece)
        return making.finish()
    except BaseException:
        making.drop()
        raise


def not_kept(error):
    """A full disk, a bucket that does not answer: said in words."""
    log.error("file_not_kept", error=error.__class__.__name__)
    return Refused(wording.FILE_NOT_KEPT)


def place(key):
    """Where the bytes lie: a name that nobody outside ever gave."""
    return f"{str(key)[:2]}/{key}"


class Local(File):
    """A sealed file on this disk; a storage on the same disk links it instead of copying."""

    def __init__(self, path):
        super().__init__(open(path, "rb"), name=str(path))  # noqa: SIM115  (put closes it)
        self.link = path


def put(path, source):
    """All of the file at `source` to storage, or nothing. -> the path it lies under. Raises OSError."""
    with Local(source) as content:
        stored = default_storage.save(path, content)
        if default_storage.size(stored) != content.size:
            forget(stored)
            raise OSError("storage kept another size than it was given")
    return stored


def opened(upload):
    """The file's bytes as they were sent, anywhere in it. Raises OSError where they are not to be had."""
    if not upload.sealed_form:  # from before files were sealed
        return default_storage.open(place(upload.key))
    key = keys.unwrap(upload.sealed_key, upload.key_id, upload.key)
    fetch, close = default_storage.ranges(place(upload.key))
    raw = reading.Sealed(fetch, key, upload.key, upload.size, close=close)
    file = io.BufferedReader(raw, chunks.CHUNK)
    try:
        file.peek(1)  # a key or a first chunk that is not right is said now, not in the middle of an answer
    except OSError:
        file.close()
        raise
    return file


def forget(path):
    with contextlib.suppress(OSError):  # the sweep takes what stays
        default_storage.delete(path)

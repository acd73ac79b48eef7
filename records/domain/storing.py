"""Bytes of a file: judged by their content, streamed to storage and hashed on the way, taken back if need be."""

import contextlib
import hashlib

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from intake.domain.errors import Refused
from records import wording
from records.scanning import names
from records.scanning import type as kinds

log = structlog.get_logger(__name__)
MB = 1024**2


def check(file):
    """The file's kind by its content. Raises Refused in the sender's words."""
    if not file.size:
        raise Refused(wording.FILE_EMPTY)
    if file.size > settings.FILE_MAX_BYTES:
        raise Refused(wording.FILE_SIZE % {"limit": settings.FILE_MAX_BYTES // MB})
    if getattr(file, "broken", False):
        raise Refused(wording.FILE_NOT_KEPT)
    file.seek(0)
    kind = kinds.sniff(file.read(kinds.HEAD))
    file.seek(0)
    name = names.clean(file.name)
    if not kind or (kind == "text" and not kinds.is_taken(name)):
        raise Refused(wording.FILE_KIND)
    if names.is_given(name) and not kinds.fits(kind, name):
        words = wording.FILE_NAME if kinds.ending(name) else wording.FILE_NO_ENDING
        raise Refused(words % {"ending": kinds.ending(name), "kind": kind.upper()})
    return kind


class Hashing(File):
    """A file that hashes what passes through to storage. A storage may go back and read a piece again."""

    def __init__(self, file):
        super().__init__(getattr(file, "file", file), file.name)
        self.size = file.size
        self.sha256, self.passed = hashlib.sha256(), 0

    def read(self, size=-1):
        at = self.file.tell()
        piece = self.file.read(size)
        if at <= self.passed < at + len(piece):
            self.sha256.update(memoryview(piece)[self.passed - at :])
            self.passed = at + len(piece)
        return piece

    def chunks(self, chunk_size=MB):
        self.seek(0)
        while piece := self.read(chunk_size):
            yield piece


def place(key):
    """Where the bytes lie: a name that nobody outside ever gave."""
    return f"{str(key)[:2]}/{key}"


def put(path, bytes_in):
    """Keep all bytes or none. -> the path they lie under"""
    try:
        stored = default_storage.save(path, bytes_in)
    except OSError as error:  # a full disk, a bucket that does not answer
        log.error("file_not_kept", error=error.__class__.__name__)
        raise Refused(wording.FILE_NOT_KEPT) from error
    if bytes_in.passed != bytes_in.size:
        forget(stored)
        raise Refused(wording.FILE_CUT)
    return stored


def opened(upload):
    """The file's bytes, to be read piece by piece. Raises OSError where they are not to be had."""
    return default_storage.open(place(upload.key))


def forget(path):
    with contextlib.suppress(OSError):  # the sweep takes what stays
        default_storage.delete(path)

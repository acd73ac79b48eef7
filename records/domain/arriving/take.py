"""Bytes of an upload: appended, sealed and hashed as they come. What came before a cut is kept."""

import hashlib
import os
import time
from contextlib import contextmanager

from django.db import Error, connection, transaction

from intake.domain import outbox
from records.models import Arrival
from records.sealing import chunks, keys, partial, writing

from . import holding, seats
from .begin import LIVES

OFTEN = 16 * chunks.CHUNK  # bytes between two notes of how far it is: what a killed process loses at most
SOON, ALIVE = 5.0, 60.0  # seconds: a slow line is noted at each chunk, and its bytes keep the session alive
SUMS = {"sha256": hashlib.sha256, "sha1": lambda: hashlib.sha1(usedforsecurity=False)}


class WrongOffset(Exception):
    """The bytes do not begin where the upload stands."""


class WrongSum(Exception):
    """The bytes are not those whose checksum was announced; they are dropped."""


class Over(Exception):
    """The upload has expired or was ended."""


def stand(arrival):
    """How far an upload is, once a writer whose line was cut has written what it had. -> the Arrival anew"""
    if arrival.finished_at or arrival.ended_at:
        return arrival
    with holding.hold(arrival.key, asking=True):
        return _anew(arrival)


def take(arrival, stream, size, *, offset, session, checksum=None, beat=lambda: None, clock):
    """Append up to `size` bytes of the stream. `checksum`: (algorithm, digest) of all of them. -> the Arrival anew

    Raises seats.Busy where this session sends two others already.

    `stream.into(view, gone)` fills a part of the view and says how much, 0 at its end; `gone` is asked while it waits.
    """
    with holding.hold(arrival.key) as hold:
        arrival = _anew(arrival)
        if arrival.ended_at or (not arrival.finished_at and arrival.expires_at <= clock()):
            raise Over
        if offset != arrival.offset:
            raise WrongOffset
        if arrival.finished_at or not size:
            return arrival
        with seats.taken(session), _opened(arrival) as handle:
            return Taking(arrival, handle, hold, beat, clock).run(stream, size, checksum)


@contextmanager
def _opened(arrival):
    handle = os.open(holding.path(arrival.key), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _anew(arrival):
    return Arrival.objects.select_related("case", "item").get(pk=arrival.pk)


class Taking:
    def __init__(self, arrival, handle, hold, beat, clock):
        self.arrival, self.handle, self.hold, self.beat, self.clock = arrival, handle, hold, beat, clock
        self.writer = _writer(arrival, handle)
        self.noted, self.noted_at = arrival.offset, time.monotonic()

    def run(self, stream, size, checksum):
        _give_back()
        summed = SUMS[checksum[0]]() if checksum else None
        try:
            while size and (room := self.writer.room()[:size]):
                count = stream.into(room, self.hold.is_unwanted)
                if not count:
                    break
                if summed:
                    summed.update(room[:count])
                self._took(count, is_sure=not summed)
                size -= count
            if summed and summed.digest() != checksum[1]:
                raise WrongSum
            return self._end()
        finally:
            self.writer.close()

    def _took(self, count, is_sure):
        self.writer.took(count)
        self.hold.beat()
        waited = time.monotonic() - self.noted_at
        if is_sure and not self.writer.filled and (self.writer.offset - self.noted >= OFTEN or waited > SOON):
            self._note(self.writer.pause()[1])
        elif waited > ALIVE:
            self._note(None)

    def _note(self, state):
        """How far it is, at the border of a chunk. A database that is away costs nothing but this note."""
        slow = time.monotonic() > self.noted_at + SOON
        self.noted, self.noted_at = self.writer.offset, time.monotonic()
        try:
            if state is not None:
                self._write(state)
            self.beat()
        except Error:
            slow = True
        if slow:
            _give_back()

    def _end(self):
        writer, arrival = self.writer, self.arrival
        if writer.offset == arrival.length:
            return self._finish()
        rest, state = writer.pause()
        if rest:
            _keep(holding.path(arrival.key, f".{writer.offset}"), rest)
        os.fsync(self.handle)
        old = holding.path(arrival.key, f".{arrival.offset}")
        self._write(state)
        if writer.offset != arrival.offset:
            old.unlink(missing_ok=True)
        return _anew(arrival)

    def _write(self, state):
        now = self.clock()
        Arrival.objects.filter(pk=self.arrival.pk).update(
            offset=self.writer.offset, digest=state or None, expires_at=now + LIVES
        )

    def _finish(self):
        self.writer.finish()
        os.fsync(self.handle)
        finished(self.arrival, self.writer.sha256.hexdigest(), now=self.clock())
        holding.path(self.arrival.key, f".{self.arrival.offset}").unlink(missing_ok=True)
        return _anew(self.arrival)


@transaction.atomic
def finished(arrival, sha256, *, now):
    """All bytes are on the disk: the worker owes them their place in storage."""
    Arrival.objects.filter(pk=arrival.pk).update(
        offset=arrival.length, digest=None, sha256=sha256, finished_at=now, due_at=now
    )
    outbox.ring("arrivals")


def _writer(arrival, handle):
    """Where the upload stands on the disk. What a power cut took is taken back from the offset."""
    key = keys.unwrap(arrival.sealed_key, arrival.key_id, arrival.key)
    index, over = divmod(arrival.offset, chunks.CHUNK)
    rest, sha256 = b"", partial.digest_at(arrival.digest, key, arrival.key, index)
    if over:
        rest = partial.rest_of(_kept(arrival), key, arrival.key, index)
    if arrival.offset and (sha256 is None or rest is None or not partial.is_there(handle, key, arrival.key, index)):
        whole, sha256 = partial.rehash(handle, key, arrival.key, index)
        if whole < index or rest is None:
            Arrival.objects.filter(pk=arrival.pk).update(offset=whole * chunks.CHUNK, digest=None)
            raise WrongOffset
        sha256.update(rest)
    return writing.Writer(
        handle, key, arrival.key, arrival.length, offset=arrival.offset, rest=rest or b"", sha256=sha256
    )


def _kept(arrival):
    try:
        return holding.path(arrival.key, f".{arrival.offset}").read_bytes()
    except FileNotFoundError:
        return b""


def _keep(path, data):
    draft = path.with_name(f"{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        writing.write_all(handle, [data], 0)
        os.fsync(handle)
    finally:
        os.close(handle)
    os.rename(draft, path)


def _give_back():
    """Bytes take minutes; the connection is for those who need it now."""
    if not connection.in_atomic_block:
        connection.close()

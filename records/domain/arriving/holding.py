"""One writer a partial upload, on however many hosts share VAR: a lock on a file beside it.

Who holds it beats while bytes come. Who wants it waits at most ten seconds: a writer whose line was cut has written
what it has by then; one that beats on is another window of the same person. One that has gone silent is asked to go.
"""

import fcntl
import os
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

PATIENCE, STEP = 10.0, 0.05  # seconds
ALIVE = 2.0  # seconds: what still came out of the line's own buffers after a cut is over by then
SILENT = 3.0  # seconds without a byte, after which a writer goes when it is asked
ASKED = 15.0  # seconds that an asking counts


class Locked(Exception):
    """Somebody else writes this upload now."""


def path(key, ending=""):
    return Path(settings.PARTIALS) / f"{key}{ending}"


@contextmanager
def hold(key, *, asking=False):
    """-> the hold. `asking`: a silent writer is asked to go at once, not only when the wait was in vain."""
    handle = os.open(path(key, ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _await(handle, key, asking)
        with suppress(FileNotFoundError):
            path(key, ".wanted").unlink()
        yield Hold(key, handle)
    finally:
        os.close(handle)


def _await(handle, key, asking):
    begun = time.time()
    while not _try(handle):
        now = time.time()
        if os.fstat(handle).st_mtime > begun + ALIVE:
            raise Locked
        if asking:
            path(key, ".wanted").touch(0o600)
        if now > begun + PATIENCE:
            path(key, ".wanted").touch(0o600)
            raise Locked
        time.sleep(STEP)


def _try(handle):
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def storing(key):
    """-> whether nobody else brings this whole upload to storage now. Who dies lets go."""
    with locked(path(key, ".storing")) as is_ours:
        yield is_ours


@contextmanager
def locked(file):
    """-> whether nobody else holds this file."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        is_ours = _try(handle)
        if is_ours:
            os.utime(handle)  # the sweep takes what is old
        yield is_ours
    finally:
        os.close(handle)


class Hold:
    def __init__(self, key, handle):
        self.key, self.handle, self.last = key, handle, time.time()

    def beat(self):
        """Bytes came."""
        now = time.time()
        if now > self.last + 1:
            os.utime(self.handle)
        self.last = now

    def is_unwanted(self):
        """Whether to go: nothing comes any more, and somebody else has asked."""
        if time.time() < self.last + SILENT:
            return False
        try:
            return path(self.key, ".wanted").stat().st_mtime > time.time() - ASKED
        except FileNotFoundError:
            return False


def clear(key):
    """No byte of it stays."""
    for left in Path(settings.PARTIALS).glob(f"{key}*"):
        left.unlink(missing_ok=True)

"""At most two uploads at once a session, on however many hosts share VAR: each holds one of two files' locks.

A third one is not lost, it waits: slow lines must leave the threads of a server to others.
"""

import hashlib
import uuid
from contextlib import contextmanager

from . import holding

AT_ONCE = 2


class Busy(Exception):
    """This session sends as much as it may at once."""


@contextmanager
def taken(session):
    """Take the upload's own lock first: a cut predecessor has left its seat by then."""
    name = uuid.UUID(bytes=hashlib.sha256(session.encode()).digest()[:16])  # the sweep knows it by this form
    for number in range(AT_ONCE):
        with holding.locked(holding.path(name, f".seat{number}")) as is_ours:
            if is_ours:
                yield
                return
    raise Busy

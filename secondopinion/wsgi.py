"""The server's entry."""

import os
import select
import sys

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.wsgi import get_wsgi_application
from django.db import Error, connection
from django.utils import timezone

from secondopinion import env, incoming

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
# A page that waits longer is broken: better a page that says so. Commands and tasks may take their time.
LIMITS = "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"

PATIENCE, STEP = 60.0, 0.5  # seconds without a byte; between two looks whether somebody else wants the upload


class Cut(BadRequest):
    """The body ended before its announced length."""


class Whole:
    """A body that never passes a part of itself off as the whole."""

    def __init__(self, stream, length: int):
        self.stream, self.left = stream, length

    def read(self, size: int | None = -1) -> bytes:
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        parts = []
        while wanted > 0:
            part = self._some(self.stream.read, wanted)
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int | None = -1) -> bytes:
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        return self._some(self.stream.readline, wanted) if wanted > 0 else b""

    def _some(self, read, wanted: int) -> bytes:
        try:
            part = read(wanted)
        except OSError as error:  # Django would take this one for an empty form
            raise Cut from error
        if not part:
            raise Cut
        self.left -= len(part)
        return part


class Pieces:
    """A file's bytes as they come, into the memory of whoever asks; a line that fell silent can be left.

    gunicorn's own reader waits until it has all it was asked for, so the socket is read here, and told there.
    """

    def __init__(self, environ):
        self.body, self.socket = environ["wsgi.input"], environ.get("gunicorn.socket")
        self.reader = getattr(self.body, "reader", None)
        self.held = b""
        if self.socket is None or not hasattr(self.reader, "length"):
            self.socket = None
            return
        held = self.reader.unreader.take_buffered()
        self.held, rest = held[: self.reader.length], held[self.reader.length :]
        self.reader.unreader.unread(rest)

    def into(self, view, gone) -> int:
        """Fill a part of the view. -> how much; 0 at the end, also where the line was cut or `gone()` says so"""
        try:
            count = self._some(view, gone)
        except OSError:  # cut
            count = 0
        if self.socket:
            self.reader.length -= count
            self.body.failed = self.reader.length > 0  # until all is read the connection is of no other use
        return count

    def _some(self, view, gone) -> int:
        if self.socket is None:
            data = self.body.read(len(view))
            view[: len(data)] = data
            return len(data)
        if self.held:
            data, self.held = self.held[: len(view)], self.held[len(view) :]
            view[: len(data)] = data
            return len(data)
        waited = 0.0
        while waited < PATIENCE and not gone():
            if select.select([self.socket], [], [], STEP)[0]:
                return self.socket.recv_into(view)
            waited += STEP
        return 0


def whole_bodies(application):
    def counted(environ, start_response):
        length = environ.get("CONTENT_LENGTH", "")
        if length.isascii() and length.isdigit():
            if _upload(environ):
                environ["secondopinion.pieces"] = Pieces(environ)
            else:
                environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return counted


def _upload(environ) -> bool:
    """Of a file's piece, what came before the cut is kept."""
    return environ["REQUEST_METHOD"] == "PATCH" and environ.get("PATH_INFO", "").startswith("/files/")


def check_keys() -> None:
    """Nothing is sealed with a key that is not ours. A database that is away says so by itself."""
    from records.domain import file_keys  # noqa: PLC0415  (models want the application first)

    try:
        file_keys.check(now=timezone.now())
    except file_keys.keys.NoKey as error:
        env.stop(f"FILE_KEYS_FILE: {error}. Example: FILE_KEYS_FILE={env.VARIABLES['FILE_KEYS_FILE']}")
    except Error:
        pass
    finally:
        connection.close()  # this process only starts others


database = settings.DATABASES["default"]["OPTIONS"]
database["options"] = f"{database.get('options', '')} {LIMITS}".strip()
handler = get_wsgi_application()
handler.request_class = incoming.Request
application = whole_bodies(handler)
if "gunicorn.arbiter" in sys.modules:
    check_keys()

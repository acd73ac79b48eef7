"""The server's entry."""

import os

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.wsgi import get_wsgi_application

from secondopinion import incoming

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
# A page that waits longer is broken: better a page that says so. Commands and tasks may take their time.
LIMITS = "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"


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


def whole_bodies(application):
    def counted(environ, start_response):
        length = environ.get("CONTENT_LENGTH", "")
        if length.isascii() and length.isdigit() and not _upload(environ):
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return counted


def _upload(environ) -> bool:
    """Of a file's piece, what came before the cut is kept."""
    return environ["REQUEST_METHOD"] == "PATCH" and environ.get("PATH_INFO", "").startswith("/files/")


database = settings.DATABASES["default"]["OPTIONS"]
database["options"] = f"{database.get('options', '')} {LIMITS}".strip()
handler = get_wsgi_application()
handler.request_class = incoming.Request
application = whole_bodies(handler)

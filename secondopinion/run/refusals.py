"""What gunicorn refuses by itself, before Django sees it: guarded like every page, and without what was sent."""

import socket

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from gunicorn import util

HEADERS = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Connection": "close",
}


def write(sock: socket.socket, status_int: int, reason: str, mesg: str) -> None:
    """In the place of gunicorn's own `write_error`, whose message repeats the header it could not read."""
    body = "\n\n".join(_said(code) for code, _name in settings.LANGUAGES).encode() + b"\n"
    headers = HEADERS | {"Content-Length": str(len(body))}
    if seconds := settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={seconds}; includeSubDomains; preload"
    lines = [f"HTTP/1.1 {status_int} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    util.write_nonblock(sock, "\r\n".join([*lines, "", ""]).encode("latin1") + body)


def _said(language: str) -> str:
    """The language of whoever sent it is among what could not be read: all are written."""
    with translation.override(language):
        said = [
            gettext("We could not read what was sent"),
            gettext("Go back and try again. If it happens again, call us."),
        ]
    return "\n".join(said)

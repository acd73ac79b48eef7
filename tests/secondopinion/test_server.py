"""The real server, spoken to byte by byte."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import connection
from django.test import override_settings

from secondopinion import env
from secondopinion.run import postgres

pytestmark = pytest.mark.django_db  # the server uses the database that such tests bring
COOKIE = b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"  # without it nobody reads the form at all
FORM = COOKIE + b"Content-Type: application/x-www-form-urlencoded\r\n"
TOKEN = "a-token-that-opens-a-case"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    password = settings.DATABASES["default"]["PASSWORD"]
    environ = os.environ | {
        "DATABASE_URL": postgres.url(settings.VAR, password, connection.settings_dict["NAME"]),
        "REDIS_URL": settings.CACHES["default"]["LOCATION"],
        "PORT": str(port),
        "VAR": str(folder),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=env.ROOT, env=environ, check=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:secondopinion.run.web", "secondopinion.wsgi"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=env.ROOT, env=environ, stdout=log, stderr=log)
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.05)
    yield port, folder / "log"
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def talk(server, head, body=b"", host="127.0.0.1"):
    """The status line's number, or 0 where the server just hangs up."""
    answer = heard(server, head, body, host)
    return int(answer.split()[1]) if answer else 0


def heard(server, head, body=b"", host="127.0.0.1"):
    with socket.create_connection(("127.0.0.1", server[0]), 10) as peer:
        peer.sendall(head.encode() + f"\r\nHost: {host}\r\nConnection: close\r\n".encode() + body)
        peer.shutdown(socket.SHUT_WR)
        return peer.makefile("rb").read()


def test_it_answers(server):
    assert talk(server, "GET /health/live HTTP/1.1", b"\r\n") == 200


def test_static_files_are_kept_for_ever_and_for_this_site(server):
    peer = HTTPConnection("127.0.0.1", server[0], timeout=10)
    with override_settings(STATIC_ROOT=server[1].parent / "static"):
        name = ManifestStaticFilesStorage().stored_name("site.css")
    peer.request("GET", f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    answer = peer.getresponse()

    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("sent", [0, 1, 50, 99])
@pytest.mark.parametrize("kind", [FORM, COOKIE + b"Content-Type: multipart/form-data; boundary=x\r\n"])
def test_a_cut_form_is_refused(server, sent, kind):
    body = (
        kind
        + b"Content-Length: 100\r\n\r\n"
        + (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 99)[:sent]
    )

    assert talk(server, "POST /account/login/ HTTP/1.1", body) == 400


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n", 411),
        (b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n", 400),
        (b"Content-Length: 3\r\nContent-Length: 4\r\n\r\na=b", 400),
        (b"Content-Length: -3\r\n\r\na=b", 400),
        (b"Content-Length: three\r\n\r\na=b", 400),
        (b"Content-Length: 3\r\nExpect: 100-continue\r\nTransfer-Encoding: x\r\n\r\na=b", 501),
    ],
)
def test_an_unclear_length_is_refused(server, lines, status):
    assert talk(server, "POST /account/login/ HTTP/1.1", FORM + lines) == status


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("TRACE /health/live HTTP/1.1", 405),
        ("BREW /health/live HTTP/1.1", 405),
        ("GET /health/live?q=%00 HTTP/1.1", 404),
        ("GET /family/%00/ HTTP/1.1", 404),
        ("GET /static/..%2f..%2fmanage.py HTTP/1.1", 404),
        ("GET /files/..%2f..%2fetc%2fpasswd HTTP/1.1", 404),
        ("GET /../../etc/passwd HTTP/1.1", 404),
        (f"GET /{'a' * 5000} HTTP/1.1", 414),
        ("GET http://evil.example.org/health/live HTTP/1.1", 200),  # our name in Host counts
    ],
)
def test_odd_lines_get_a_plain_answer(server, line, status):
    assert talk(server, line, b"\r\n") == status


def test_a_long_header_is_refused(server):
    assert talk(server, "GET /health/live HTTP/1.1", b"X-Long: " + b"a" * 9000 + b"\r\n\r\n") == 431


@pytest.mark.parametrize(
    ("line", "body", "status"),
    [
        ("nonsense", b"\r\n", 400),
        ("GET /health/live HTTP/1.1", b"<b>Odd Header: x\r\n\r\n", 400),
        (f"GET /{'a' * 5000} HTTP/1.1", b"\r\n", 414),
        ("GET /health/live HTTP/1.1", b"X-Long: " + b"a" * 9000 + b"\r\n\r\n", 431),
        ("GET /health/live HTTP/1.1", b"Transfer-Encoding: x\r\n\r\n", 501),
    ],
)
def test_what_never_reaches_a_page_is_guarded_like_one(server, line, body, status):
    head, _, text = heard(server, line, body).decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)

    assert first.split()[1] == str(status)
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Server" not in headers
    assert int(headers["Content-Length"]) == len(text.encode())
    assert text.startswith("We could not read what was sent")
    assert "No pudimos" in text
    assert "Odd" not in text


def test_a_hundred_at_once_are_all_answered_on_few_connections(server):
    """PostgreSQL's own default leaves 97 connections; a page that finds none would be a 500 or a 503."""
    with ThreadPoolExecutor(100) as crowd:
        answers = list(crowd.map(lambda _: talk(server, "GET /family/start/ HTTP/1.1", b"\r\n"), range(300)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        (used,) = cursor.fetchone()

    assert set(answers) == {200}
    assert used <= 2 * 32 + 1  # a web thread keeps one, and this test has one


def test_another_name_is_refused(server):
    assert talk(server, "GET /health/live HTTP/1.1", b"\r\n", host="evil.example.org") == 400


def test_ten_thousand_fields_are_refused_within_a_second(server):
    form = "&".join(f"f{n}=x" for n in range(10_000)).encode()
    start = time.monotonic()

    status = talk(
        server, "POST /account/login/ HTTP/1.1", FORM + f"Content-Length: {len(form)}\r\n\r\n".encode() + form
    )

    assert (status, time.monotonic() - start < 1) == (400, True)


def test_a_token_in_an_address_stands_in_no_log(server):
    for address in (f"/family/link/{TOKEN}/", f"/physician/link/{TOKEN}/", f"/nowhere/{TOKEN}?q={TOKEN}"):
        peer = HTTPConnection("127.0.0.1", server[0], timeout=10)
        peer.request("GET", address, headers={"User-Agent": TOKEN, "Referer": TOKEN})
        peer.getresponse().read()
    talk(server, f"GET /{TOKEN * 300} HTTP/1.1", b"\r\n")

    written = server[1].read_text()
    assert written.count('"event": "request"') >= 3
    assert TOKEN not in written
    assert "127.0.0.1" not in written.replace("Listening at", "")

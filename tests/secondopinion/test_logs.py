import io
import json
import logging
from logging.config import dictConfig

import pytest
import structlog
from django.db import DataError, IntegrityError, connection, transaction

from intake.models import User
from secondopinion import logs

CANARY = "nia.sample@example.org"


@pytest.fixture
def lines():
    """What this process would write, with the settings of the site."""
    root = logging.getLogger()
    kept, stream = root.handlers[:], io.StringIO()
    dictConfig(logs.logging("INFO"))
    root.handlers[0].stream = stream
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = kept


def test_only_known_keys_are_written(lines):
    structlog.get_logger("any").info("sent", kind="receipt", email=CANARY, count=1)

    (line,) = lines()
    assert {**line, "timestamp": ""} == {
        "event": "sent",
        "kind": "receipt",
        "count": 1,
        "logger": "any",
        "level": "info",
        "timestamp": "",
    }


def test_an_exception_is_its_class_and_its_places(lines):
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("any").exception("failed")

    (line,) = lines()
    assert line["exception"].startswith("ValueError < ")
    assert "test_an_exception_is_its_class_and_its_places" in line["exception"]
    assert CANARY not in str(line)


def test_a_database_error_names_state_and_constraint(lines, db):
    try:
        with transaction.atomic():
            User.objects.create(email=CANARY.upper(), role="coordinator")
    except IntegrityError:
        logging.getLogger("any").exception("failed")

    (line,) = lines()
    assert line["exception"].startswith("IntegrityError 23502 ")
    assert CANARY.upper() not in str(line)


def test_a_value_that_does_not_fit_is_not_told(lines, db):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [CANARY])
    except DataError:
        logging.getLogger("any").exception("failed")

    (line,) = lines()
    assert line["exception"].startswith("DataError 22P02 ")
    assert CANARY not in str(line)


@pytest.mark.parametrize(
    ("name", "message", "args", "event"),
    [
        ("django.request", "%s: %s", ("Not Found", "/family/link/token/"), "Not Found"),
        ("django.security.csrf", "Forbidden (%s): %s", ("CSRF cookie not set.", "/family/link/token/"), "Forbidden"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'evil'.", (), "Invalid HTTP_HOST header"),
        ("gunicorn.error", "Error handling request %s", ("/family/link/token/",), "Error handling request"),
        (
            "gunicorn.error",
            "Invalid request from ip={ip}: {error}".format(ip="1.2.3.4", error="x"),
            (),
            "Invalid request",
        ),
    ],
)
def test_no_path_host_or_caller_is_written(lines, name, message, args, event):
    logging.getLogger(name).error(message, *args)

    assert [line["event"] for line in lines()] == [event]


def test_a_line_break_ends_no_line(lines):
    structlog.get_logger("any").info("one\ntwo\r\nthree")

    assert [line["event"] for line in lines()] == ["one\ntwo\r\nthree"]


def test_a_request_is_one_line_with_its_route(client, db, lines):
    client.get("/family/link/secret-token/?email=" + CANARY, HTTP_USER_AGENT=CANARY)

    (line,) = [line for line in lines() if line["logger"] == "secondopinion.request"]
    assert {*line} == {
        "actor",
        "event",
        "level",
        "logger",
        "method",
        "ms",
        "request_id",
        "route",
        "status",
        "timestamp",
    }
    assert "secret-token" not in str(line)
    assert CANARY not in str(line)

"""A PostgreSQL and a Valkey of the test run's own, started before Django reads its settings.

Loaded by `-p tests.servers`. The first process starts them; xdist's workers inherit the folder and make a database
each.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from secondopinion.env import VARIABLES
from secondopinion.run import postgres, redis

FOLDER = "SO_TEST_FOLDER"
UNSAFE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]  # nobody misses test data
_running: list["subprocess.Popen[bytes]"] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Before pytest-django's own, which imports the settings."""
    for name in VARIABLES:
        os.environ.pop(name, None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in the thread that uses the database
    if FOLDER not in os.environ:
        _start(Path(tempfile.mkdtemp(prefix="so-test-")))
    os.environ["VAR"] = os.environ[FOLDER]


def pytest_unconfigure(config):
    for process in reversed(_running):
        process.terminate() if process is not _running[0] else process.send_signal(2)
        process.wait(10)
    if _running:
        _running.clear()
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def _start(var: Path) -> None:
    os.environ[FOLDER] = str(var)
    (var / "log").mkdir()
    (var / "static").mkdir()
    (var / "postgres_password").write_text("test")
    (var / "postgres_password").chmod(0o600)
    postgres.prepare(var, "test")
    server = _spawn(var, "postgres", [*postgres.command(var), *UNSAFE])
    cache = _spawn(var, "redis", redis.command(var))
    postgres.await_ready(var, "test", lambda: server.poll() is None)
    redis.await_ready(var, lambda: cache.poll() is None)


def _spawn(var: Path, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
    with (var / "log" / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    _running.append(process)
    return process

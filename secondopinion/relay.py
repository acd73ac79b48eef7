"""Rings Celery with the kind of work that rows in PostgreSQL owe. One leader; a spare waits for its lock."""

import select
import time
from contextlib import suppress

import structlog
from django.db import Error, connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from psycopg2 import Error as DriverError
from redis.exceptions import RedisError

from intake.queries import notices
from records.queries import arrivals, scans
from secondopinion.celery import app

TASKS = {
    "arrivals": "records.tasks.store_arrivals",
    "files": "records.tasks.scan_files",
    "notices": "intake.tasks.send_notices",
    "reminders": "records.tasks.send_reminders",
    "sweeps": "records.tasks.run_sweeps",
}
LOCK = 5_301_947  # any number that nobody else takes
POLL = 2.0  # seconds; also finds what a lost bell left
ENOUGH = 20  # rings waiting for a worker: more of them wake nobody faster
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 0.2, "socket_timeout": 0.5}
log = structlog.get_logger("secondopinion.relay")


def run() -> None:
    app.conf.broker_transport_options |= IMPATIENT  # with Redis down a ring costs 3 ms, not 6 s
    while True:
        try:
            lead()
        except (Error, DriverError):
            log.warning("relay_without_database", exc_info=True)
        with suppress(Error, DriverError):
            connection.close()
        time.sleep(1)


def lead() -> None:
    """Until the connection dies, and with it the lock."""
    with connection.cursor() as cursor:
        # A leader whose network is cut must not keep its lock for hours.
        cursor.execute("SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3")
        while not _locked(cursor):
            time.sleep(1)
        cursor.execute("LISTEN owed")
    log.info("relay_leads")
    while True:
        ring(_owed())
        deadline = time.monotonic() + POLL
        while (left := deadline - time.monotonic()) > 0:
            ring(_heard(left))


def ring(kinds: set[str]) -> None:
    if not kinds:
        return
    try:
        with app.producer_or_acquire() as producer:
            for kind in sorted(kinds & TASKS.keys()):
                queue = (app.conf.task_routes or {}).get(TASKS[kind], {}).get("queue", app.conf.task_default_queue)
                if producer.channel.client.llen(queue) <= ENOUGH:
                    app.send_task(TASKS[kind], producer=producer, retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("relay_without_redis")  # the rows stay owed: the next poll rings again


def _owed() -> set[str]:
    now = timezone.now()
    files = {"files"} if scans.owed(now) else set()
    return notices.owed_kinds(now) | arrivals.owed_kinds(now) | files


def _locked(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return cursor.fetchone()[0]


def _heard(seconds: float) -> set[str]:
    raw = connection.connection
    if not raw.notifies:  # one that came in with an answer to something else wakes nobody
        select.select([raw], [], [], seconds)
    raw.poll()
    kinds = {notice.payload for notice in raw.notifies}
    raw.notifies.clear()
    return kinds

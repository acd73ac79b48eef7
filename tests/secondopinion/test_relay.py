import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from secondopinion import env, relay
from secondopinion.celery import broker
from secondopinion.run import postgres

QUEUE = "so:default"


@pytest.fixture
def bell(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
        yield client
        client.flushall()


@pytest.fixture
def relays(db, tmp_path):
    """Real processes on this test's database."""
    started = []

    def start():
        log = tmp_path / f"{len(started)}.log"
        with log.open("wb") as file:
            command = [sys.executable, "manage.py", "relay"]
            process = subprocess.Popen(command, cwd=env.ROOT, env=os.environ | {"DATABASE_URL": address()}, stderr=file)
        started.append(process)
        return process, log

    yield start
    for process in started:
        process.kill()
        process.wait()


def address():
    return postgres.url(settings.VAR, settings.DATABASES["default"]["PASSWORD"], connection.settings_dict["NAME"])


def soon(true, seconds=20.0):
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "it did not happen"
        time.sleep(0.05)
    return time.monotonic() - start


def rung(bell, task):
    return any(task.encode() in message for message in bell.lrange(QUEUE, 0, -1))


def leads(log):
    return log.read_text().count("relay_leads")


def test_a_kind_of_work_becomes_its_task_without_arguments(bell):
    relay.ring({"notices", "unheard-of"})

    (message,) = bell.lrange(QUEUE, 0, -1)
    assert b'"task": "intake.tasks.send_notices"' in message
    assert b'"argsrepr": "()"' in message
    assert b'"kwargsrepr": "{}"' in message


def test_files_wait_in_lines_of_their_own(bell):
    relay.ring({"arrivals", "files", "notices"})

    found = {name: bell.lrange(f"so:{name}", 0, -1) for name in ("default", "files", "arrivals")}
    assert [len(found[name]) for name in found] == [1, 1, 1]
    assert b"send_notices" in found["default"][0]
    assert b"store_arrivals" in found["arrivals"][0]


def test_a_missing_worker_fills_no_queue(bell):
    for _ in range(60):
        relay.ring({"notices", "sweeps"})

    assert bell.llen(QUEUE) <= relay.ENOUGH + 2


def test_without_redis_a_ring_is_lost_at_once(monkeypatch):
    deaf = Celery(broker="redis+socket:///nowhere/redis")
    deaf.conf.broker_transport_options = relay.IMPATIENT
    monkeypatch.setattr(relay, "app", deaf)

    start = time.monotonic()
    relay.ring({"notices"})

    assert time.monotonic() - start < 1


def test_the_relay_hears_a_commit_and_a_spare_takes_over(relays, bell):
    first, log = relays()
    soon(lambda: leads(log))
    _, spare_log = relays()
    soon(lambda: rung(bell, "run_sweeps"))  # its first look is over: it is warm

    with closing(postgres.connect(address())) as other, other.cursor() as cursor:
        cursor.execute("NOTIFY owed, 'reminders'")
        assert soon(lambda: rung(bell, "send_reminders")) < 1
        assert leads(spare_log) == 0
        first.kill()
        assert soon(lambda: leads(spare_log)) < 10
        bell.flushall()
        cursor.execute("NOTIFY owed, 'sweeps'")
        soon(lambda: bell.llen(QUEUE))


@pytest.mark.django_db(transaction=True)
def test_what_rings_while_it_asks_what_is_owed_is_heard_at_once():
    """The driver takes the bell in with an answer to something else: nothing more comes in to wake up for."""
    with closing(postgres.connect(address())) as other, other.cursor() as ringer, connection.cursor() as cursor:
        cursor.execute("LISTEN owed")
        ringer.execute("NOTIFY owed, 'notices'")
        other.commit()
        cursor.execute("SELECT 1")

        start = time.monotonic()
        assert relay._heard(5) == {"notices"}
        assert time.monotonic() - start < 1
        cursor.execute("UNLISTEN owed")


def test_a_relay_that_lost_its_database_comes_back(relays, bell):
    _, log = relays()
    soon(lambda: leads(log))

    with closing(postgres.connect(address())) as other, other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [relay.LOCK]
        )
        soon(lambda: leads(log) == 2)
        bell.flushall()
        cursor.execute("NOTIFY owed, 'notices'")
        soon(lambda: bell.llen(QUEUE))


def test_a_relay_ends_when_it_is_told_to(relays):
    process, log = relays()
    soon(lambda: leads(log))

    process.send_signal(signal.SIGTERM)

    assert process.wait(5) == 0


@pytest.mark.parametrize(
    ("redis_address", "celerys"),
    [
        ("redis://:pass@host:6379/0", "redis://:pass@host:6379/0"),
        ("unix:///run/so/redis?db=3", "redis+socket:///run/so/redis?virtual_host=3"),
        ("unix://:pass@/run/so/redis", "redis+socket://:pass@/run/so/redis?virtual_host=0"),
    ],
)
def test_celery_has_its_own_name_for_a_socket(redis_address, celerys):
    assert broker(redis_address) == celerys

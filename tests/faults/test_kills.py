"""Web, relay and worker are killed around sending, Redis stands still for a minute: nothing acknowledged is lost."""

import email
import os
import random
import signal
import threading
import time
from collections import Counter
from http.client import HTTPException

import pytest

from tests.faults.site import running
from tests.walker import Walker, short_request

KILLS, SEED = 25, 20261124
VICTIMS = ("gunicorn", "manage.py relay", "django relay", "celery")


@pytest.fixture
def site(tmp_path):
    with running(tmp_path / "var") as site:
        yield site


def test_nothing_acknowledged_is_lost_and_nobody_is_left_out(site, record_property):
    before = set(site.ask("list(C.objects.values_list('reference', flat=True))"))
    acknowledged, over = [], threading.Event()
    senders = [threading.Thread(target=send_until, args=(site, over, acknowledged)) for _ in range(3)]
    for sender in senders:
        sender.start()

    killed = kill_at_random(site, random.Random(SEED))
    over.set()
    for sender in senders:
        sender.join()
    await_calm(site)

    sent = set(site.ask("list(C.objects.exclude(submitted_at=None).values_list('reference', flat=True))")) - before
    assert set(acknowledged) <= sent
    assert site.ask("N.objects.filter(kind='team_alert', sent_at=None, cancelled_at=None).count()") == 0
    mails = [email.message_from_string(text) for text in site.mails()]
    for reference in sent:
        team = [mail for mail in mails if reference in str(mail) and "example.org" in mail["To"]]
        assert {mail["To"] for mail in team} >= {"coordinator1@example.org", "oncologist1@example.org"}
        by_person = Counter((mail["To"], mail["Subject"]) for mail in team)
        ids = Counter((mail["To"], mail["Subject"], mail["Message-ID"]) for mail in team)
        assert len(ids) == len(by_person)  # a repeat has the same Message-ID
    for name, value in {"kills": killed, "acknowledged": len(acknowledged), "sent": len(sent), "seed": SEED}.items():
        record_property(name, value)


def send_until(site, over, acknowledged):
    while not over.is_set():
        walker = Walker(site.base)
        try:
            reference = short_request(walker, email=f"f{random.randrange(10**6)}@example.org")
            if walker.page == "sent":
                acknowledged.append(reference)
        except (OSError, HTTPException, IndexError):
            time.sleep(0.2)  # the site was down: a person tries again


def kill_at_random(site, dice):
    frozen = site.pids("valkey-server") or site.pids("redis-server")
    killed, start = 0, time.monotonic()
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    while killed < KILLS:
        time.sleep(dice.uniform(0.5, 3))
        if frozen and time.monotonic() - start > 60:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
            frozen = []
        victims = [pid for name in VICTIMS for pid in site.pids(name)]
        if victims:
            os.kill(dice.choice(victims), signal.SIGKILL)
            killed += 1
    for pid in frozen:
        os.kill(pid, signal.SIGCONT)
    return killed


def await_calm(site, seconds=180):
    site.await_ready()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not site.ask("N.objects.filter(sent_at=None, cancelled_at=None, parked_at=None, kind='team_alert').count()"):
            return
        time.sleep(2)

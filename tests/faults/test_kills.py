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

from tests.faults.asking import ask
from tests.journeys.site import Site, until
from tests.walker import Walker, short_request

KILLS, SEED = 25, 20261124
VICTIMS = ("web", "relay", "worker")


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "var", LIMITS="0")
    site.start()
    yield site
    site.stop()


def test_nothing_acknowledged_is_lost_and_nobody_is_left_out(site, record_property):
    before = set(ask(site, "list(C.objects.values_list('reference', flat=True))"))
    acknowledged, over = [], threading.Event()
    senders = [threading.Thread(target=send_until, args=(site, over, acknowledged)) for _ in range(3)]
    for sender in senders:
        sender.start()

    killed = kill_at_random(site, random.Random(SEED))
    over.set()
    for sender in senders:
        sender.join()
    await_calm(site)

    sent = set(ask(site, "list(C.objects.exclude(submitted_at=None).values_list('reference', flat=True))")) - before
    assert set(acknowledged) <= sent
    assert ask(site, "N.objects.filter(kind='team_alert', sent_at=None, cancelled_at=None).count()") == 0
    for reference in sent:
        team = [email.message_from_string(path.read_text()) for path in site.mails(reference)]
        assert {mail["To"] for mail in team} >= {"coordinator1@example.org", "oncologist1@example.org"}
        by_person = Counter((mail["To"], mail["Subject"]) for mail in team)
        ids = Counter((mail["To"], mail["Subject"], mail["Message-ID"]) for mail in team)
        assert len(ids) == len(by_person)  # a repeat has the same Message-ID
    for name, value in {"kills": killed, "acknowledged": len(acknowledged), "sent": len(sent), "seed": SEED}.items():
        record_property(name, value)


def send_until(site, over, acknowledged):
    while not over.is_set():
        walker = Walker(f"http://127.0.0.1:{site.port}")
        try:
            reference = short_request(walker, email=f"f{random.randrange(10**6)}@example.org")
            if walker.page == "sent":
                acknowledged.append(reference)
        except (OSError, HTTPException, IndexError):
            time.sleep(0.2)  # the site was down: a person tries again


def kill_at_random(site, dice):
    """Kill what the site started, one after the other; Redis stands still for the first minute. -> how many"""
    redis, start, killed = site.children()["redis"], time.monotonic(), 0
    os.kill(redis, signal.SIGSTOP)
    while killed < KILLS or redis:
        time.sleep(dice.uniform(0.5, 3))
        if redis and time.monotonic() - start > 60:
            os.kill(redis, signal.SIGCONT)
            redis = 0
        victims = [pid for name, pid in site.children().items() if name in VICTIMS]
        if victims and killed < KILLS:
            os.kill(dice.choice(victims), signal.SIGKILL)
            killed += 1
    return killed


def await_calm(site):
    until(site.ready, 60)
    owed = "N.objects.filter(sent_at=None, cancelled_at=None, parked_at=None, kind='team_alert').count()"
    until(lambda: ask(site, owed) == 0, 180)

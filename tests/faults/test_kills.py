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

KILLS, DRAFTS, SENDERS, SEED = 25, 75, 3, 20261124
VICTIMS = ("web", "relay", "worker")
CONSENTS = {"consent_privacy": "on", "consent_limits": "on"}


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "var", LIMITS="0")
    site.start()
    yield site
    site.stop()


def test_nothing_acknowledged_is_lost_and_nobody_is_left_out(site, record_property):
    before = set(ask(site, "list(C.objects.values_list('reference', flat=True))"))
    drafts, acknowledged = [draft(site, number) for number in range(DRAFTS)], []
    senders = [threading.Thread(target=send_all, args=(drafts, acknowledged)) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()

    killed = kill_at_random(site, random.Random(SEED))
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


def draft(site, number):
    """A parent before the last button. -> who it is, and the case"""
    walker = Walker(f"http://127.0.0.1:{site.port}")
    return walker, short_request(walker, email=f"f{number}@example.org", send=False)


def send_all(drafts, acknowledged):
    """Press "Send" for one draft after the other, again where the site was down, as a person does."""
    dice = random.Random(SEED)
    while drafts:
        walker, reference = drafts.pop()
        while walker.page not in {"sent", "status"}:
            try:
                walker.send(**CONSENTS) if walker.page == "check" else walker.get(f"/family/{reference}/check/")
            except (OSError, HTTPException):
                time.sleep(0.2)
        acknowledged.append(reference)
        time.sleep(dice.uniform(1, 6))


def kill_at_random(site, dice):
    """A third of the kills before Redis stands still, a third in that minute, a third after it. -> how many"""
    third, redis = KILLS // 3, site.children()["redis"]
    killed = kill(site, dice, third)
    frozen = time.monotonic()
    os.kill(redis, signal.SIGSTOP)
    try:
        killed += kill(site, dice, third)
        time.sleep(max(0, frozen + 60 - time.monotonic()))
    finally:
        os.kill(redis, signal.SIGCONT)
    return killed + kill(site, dice, KILLS - killed)


def kill(site, dice, times):
    """End `times` processes that the site started, each while people send and mail leaves."""
    killed = 0
    while killed < times:
        time.sleep(dice.uniform(2, 6))
        victims = [pid for name, pid in site.children().items() if name in VICTIMS]
        if victims:
            os.killpg(dice.choice(victims), signal.SIGKILL)  # with its own children: they would end their work first
            killed += 1
    return killed


def await_calm(site):
    until(site.ready, 60)
    owed = "N.objects.filter(sent_at=None, cancelled_at=None, parked_at=None, kind='team_alert').count()"
    until(lambda: time.sleep(2) or ask(site, owed) == 0, 180)

"""Scanner, storage, PostgreSQL, Redis, a worker: each is stopped while twenty people upload. Nothing acknowledged is
lost, and nothing is shown before it was found clean."""

import hashlib
import json
import os
import secrets
import signal
import threading
import time
from contextlib import suppress
from http.client import HTTPException, HTTPResponse

import pytest

from records.scanning import virus
from tests.bench.sender import Sender, senders
from tests.faults.asking import ask
from tests.journeys.site import Site, until
from tests.scanner import Scanner

MB = 1024**2
UPLOADS, SIZE = 20, 24 * MB
AWAY = 6  # seconds
STAFF = """
import json, sys, django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from intake.entry import BACKEND
from intake.models import User
user = User.objects.get(email="coordinator1@example.org")
store = import_module(settings.SESSION_ENGINE).SessionStore()
store.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()})
store.create()
print(json.dumps(store.session_key))
"""


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner()
    yield scanner
    scanner.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory, scanner):
    site = Site(tmp_path_factory.mktemp("outages") / "var", LIMITS="0", CLAMD_URL=scanner.address)
    site.start()
    yield site
    site.stop()


def lay(path, *, ill):
    """Text, so that the scanner has something to say yes to; an ill one to say no to."""
    block = "".join(f"{secrets.token_hex(60)}\n" for _ in range(2000)).encode()
    data = (block * (SIZE // len(block) + 1))[: SIZE - 100] + (virus.PROOF if ill else b"")
    data += b"." * (SIZE - len(data))
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("victim", ["scanner", "storage", "postgres", "redis", "arrivals"])
def test_nothing_acknowledged_is_lost_and_nothing_unscanned_is_shown(site, scanner, tmp_path, victim):
    people = senders(site, UPLOADS)
    files = [tmp_path / f"{number}.txt" for number in range(UPLOADS)]
    digests = [lay(path, ill=not number) for number, path in enumerate(files)]
    acknowledged, over = {}, threading.Event()
    going = [
        threading.Thread(target=send, args=(person, path, digest, acknowledged))
        for person, path, digest in zip(people, files, digests, strict=True)
    ]
    watcher = Watcher(site, people[0], over)
    for each in (*going, watcher):
        each.start()
    time.sleep(3)
    hurt(site, scanner, victim)
    for each in going:
        each.join(300)
    assert set(acknowledged.values()) == set(digests)

    until(lambda: states(site, people[0]).count("clean") == UPLOADS - 1, 300)
    over.set()
    watcher.join()
    assert sorted(states(site, people[0])) == ["clean"] * (UPLOADS - 1) + ["infected"]
    assert watcher.wrong == []
    assert watcher.given == UPLOADS - 1
    site.python("manage.py", "verify_files")


def send(person, path, digest, acknowledged):
    """As a browser does: HEAD, then PATCH from there, again and again."""
    url = None
    while path.name not in acknowledged:
        with suppress(OSError, HTTPException, AssertionError, KeyError, TypeError, ValueError):
            url = url or person.create(SIZE, path.name)
            offset = int(person.head(url).headers["Upload-Offset"])
            answer = slowly(person, url, path, offset) if offset < SIZE else person.head(url)
            if answer.headers.get("Upload-Sha256") == digest:
                acknowledged[path.name] = digest
        time.sleep(0.2)


def slowly(person, url, path, offset):
    with person.open(url, offset, SIZE - offset) as line, path.open("rb") as file:
        file.seek(offset)
        while piece := file.read(MB):
            line.sendall(piece)
            time.sleep(0.3)
        answer = HTTPResponse(line, method="PATCH")
        answer.begin()
        return answer


class Watcher(threading.Thread):
    """The family and a coordinator ask for every file of the case all the time; what they get must be clean."""

    def __init__(self, site, family, over):
        super().__init__()
        self.site, self.over, self.wrong, self.given = site, over, [], 0
        staff = json.loads(site.python("-c", STAFF).strip().splitlines()[-1])
        self.people = [family, Sender(site, family.reference, staff)]

    def run(self):
        while not self.over.wait(0.5):
            self.look()
        self.look()

    def look(self):
        given = set()
        with suppress(OSError, HTTPException, AssertionError):
            for key in ask(self.site, f"[str(u.key) for u in {uploads(self.people[0])}.all()]"):
                for person in self.people:
                    if person.status(f"/files/{key}/") == 200:
                        given.add(key)
            clean = ask(self.site, f"[str(u.key) for u in {uploads(self.people[0])}.filter(scan='clean')]")
            self.wrong += given - set(clean)
            self.given = len(given)


def uploads(person):
    return f"C.objects.get(reference={person.reference!r}).uploads"


def states(site, person):
    with suppress(AssertionError):
        return ask(site, f"list({uploads(person)}.values_list('scan', flat=True))")
    return []


def hurt(site, scanner, victim):
    if victim == "storage":
        folder = site.var / "files"
        folder.rename(site.var / "away")
        folder.touch()  # nothing can be written there
        time.sleep(AWAY)
        folder.unlink()
        (site.var / "away").rename(folder)
    elif victim == "scanner":
        scanner.stop()
        time.sleep(2 * AWAY)
        scanner.start()
    else:
        os.kill(site.children()[victim], signal.SIGKILL)

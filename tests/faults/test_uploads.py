"""A large upload that is cut again and again, with restarts in its middle."""

import hashlib
import os
import random

import pytest

from tests.bench.sender import Sender
from tests.faults.asking import ask
from tests.journeys.site import Site, until

MB = 1024**2
SIZE, CUTS, SEED = 1024 * MB, 20, 20261124
UPLOADS = 20


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "var", LIMITS="0")
    site.start()
    yield site
    site.stop()


def lay(path, size):
    block = os.urandom(4 * MB)
    sha256 = hashlib.sha256()
    with path.open("wb") as file:
        head = b"%PDF-1.4\n" + os.urandom(32)
        for piece in (head, *[block] * ((size - len(head)) // len(block))):
            file.write(piece)
            sha256.update(piece)
        rest = block[: size - file.tell()]
        file.write(rest)
        sha256.update(rest)
    return sha256.hexdigest()


def test_1_gib_cut_20_times_with_two_restarts(site, tmp_path, record_property):
    source, dice = tmp_path / "source.pdf", random.Random(SEED)
    digest, before = lay(source, SIZE), stored(site)
    sender = Sender(site)
    url = sender.create(SIZE)
    places = sorted(dice.randrange(1, SIZE) for _ in range(CUTS))
    restarts = {places[6], places[13]}
    total = offset = 0
    for place in places:
        offset = int(sender.head(url).headers["Upload-Offset"])
        if place in restarts:
            total += push(sender, url, source, offset, place, meanwhile=site.stop)
            site.start()
            sender = Sender(site, sender.reference)  # the session is another one, too
        else:
            total += push(sender, url, source, offset, place)
    offset = int(sender.head(url).headers["Upload-Offset"])
    answer = sender.patch(url, source, offset, SIZE - offset)
    total += SIZE - offset

    assert answer.headers["Upload-Sha256"] == digest
    assert sender.head(url).headers["Upload-Sha256"] == digest
    record_property("sent again", f"{100 * (total - SIZE) / SIZE:.2f} %")
    print(f"\nsent again: {100 * (total - SIZE) / SIZE:.2f} %")  # noqa: T201  (the figure)
    assert total <= 1.05 * SIZE
    until(lambda: stored(site) == before + 1, 60)
    site.python("manage.py", "verify_files")


def push(sender, url, source, offset, place, meanwhile=lambda: None):
    """Send up to the place, then vanish; what happens meanwhile meets an open line. -> how many bytes left"""
    if place <= offset:
        return 0
    with sender.open(url, offset, SIZE - offset) as line, source.open("rb") as file:
        count = line.sendfile(file, offset, place - offset)
        meanwhile()
        return count


def stored(site):
    return ask(site, "sum(c.uploads.count() for c in C.objects.all())")

"""Storage that fails in the middle and disks that are full: said clearly, gone on with after, no orphan, none lost."""

import os
import time
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.bench.sender import Sender
from tests.faults.asking import ask
from tests.faults.line import Line
from tests.faults.test_uploads import MB, lay
from tests.journeys import debian
from tests.journeys.site import Site, until


def arriving(sender):
    """-> how often each of the case's uploads was tried that storage does not have yet"""
    case = f"C.objects.get(reference={sender.reference!r})"
    return f"list({case}.arrivals.filter(stored_at=None).values_list('attempts', flat=True))"


def page(sender):
    return sender.ask("GET", f"/family/{sender.reference}/records/upload/").text


def stored(site, sender):
    """What the family gets back: the sum of each file's bytes."""
    keys = ask(site, f"[str(u.key) for u in C.objects.get(reference={sender.reference!r}).uploads.all()]")
    return {sender.sum(f"/files/{key}/") for key in keys}


def test_a_bucket_that_fails_in_the_middle(tmp_path):
    source, size = tmp_path / "source.pdf", 64 * MB
    digest = lay(source, size)
    with debian.s3() as (url, bucket), Line(url) as line:
        site = Site(tmp_path / "var", LIMITS="0", FILES_URL=line.url)
        site.start()
        try:
            sender = Sender(site)
            before = objects(bucket)
            line.cut_after = 3 * MB  # less than one part
            address = sender.create(size)
            assert sender.patch(address, source, 0, size).headers["Upload-Sha256"] == digest
            until(lambda: ask(site, arriving(sender)) == [1], 120)
            assert "Arriving" in page(sender)
            assert line.cuts > 0
            assert (parts(bucket), objects(bucket)) == ([], before)  # it has given back what it had begun

            line.cut_after, line.speed = None, 8 * MB
            until(lambda: parts(bucket), 60)
            line.dead = True
            line.hang_up()
            until(lambda: ask(site, arriving(sender)) == [2], 180)
            assert parts(bucket) != []  # it could not even say so
            assert sender.head(address).headers["Upload-Sha256"] == digest
            assert "Arriving" in page(sender)

            line.dead, line.speed = False, None
            until(lambda: ask(site, arriving(sender)) == [], 120)
            assert stored(site, sender) == {digest}
            assert parts(bucket) == []
            assert len(objects(bucket) - before) == 1
            site.python("manage.py", "verify_files")
            until(lambda: left(site) == [], 10)
        finally:
            site.stop()


def objects(bucket):
    return {each["Key"] for each in bucket.list_objects_v2(Bucket="records").get("Contents", [])}


def parts(bucket):
    return bucket.list_multipart_uploads(Bucket="records").get("Uploads", [])


@pytest.fixture
def small(tmp_path):
    """A site whose folder of this name is a small disk of its own; `fill` and `empty` it."""
    sites = []

    def start(folder, size):
        site = Site(tmp_path / "var", LIMITS="0", within=on_a_small_disk(tmp_path / "var" / folder, size))
        site.start()
        site.disk = Path(f"/proc/{site.process.pid}/root{site.var}/{folder}")
        assert os.statvfs(site.disk).f_blocks * os.statvfs(site.disk).f_frsize == size * MB
        sites.append(site)
        return site

    yield start
    for site in sites:
        site.stop()


def on_a_small_disk(folder, size):
    """A command that mounts it for what it starts alone; without root in a name space of the user's own."""
    folder.mkdir(mode=0o700, parents=True)
    mount = f'mount -t tmpfs -o size={size}m,mode=700 none "{folder}" && exec '
    if os.geteuid() == 0:
        return ["unshare", "-m", "--propagation", "private", "sh", "-c", f'{mount} "$@"', "sh"]
    back = f"unshare -U --map-user={os.geteuid()} --map-group={os.getegid()}"
    return ["unshare", "-rm", "sh", "-c", f'{mount} {back} "$@"', "sh"]


def test_a_full_disk_under_uploads(small, tmp_path):
    site, size = small("partials", 64), 24 * MB
    sender, source = Sender(site), tmp_path / "source.pdf"
    digest = lay(source, size)
    url = sender.create(size)
    ballast = site.disk / "ballast"
    ballast.write_bytes(bytes(45 * MB))

    status, words = push(sender, url, source, 0, size)
    assert (status, "Try again in a few minutes" in words) == (507, True)
    offset = int(sender.head(url).headers["Upload-Offset"])
    assert 16 * MB <= offset < size
    assert refused(sender, size) == 507
    assert sender.ask("GET", f"/family/{sender.reference}/records/").status == 200

    ballast.unlink()
    assert push(sender, url, source, offset, size)[0] == 204
    assert sender.head(url).headers["Upload-Sha256"] == digest
    until(lambda: ask(site, arriving(sender)) == [], 60)
    assert stored(site, sender) == {digest}
    until(lambda: left(site) == [], 10)


def test_a_full_disk_under_storage(small, tmp_path):
    site, size = small("files", 64), 24 * MB
    sender, source = Sender(site), tmp_path / "source.pdf"
    digest, before = lay(source, size), set(site.disk.rglob("*"))
    ballast = site.disk / "ballast"
    ballast.write_bytes(bytes(50 * MB))
    url = sender.create(size)

    assert sender.patch(url, source, 0, size).headers["Upload-Sha256"] == digest
    until(lambda: ask(site, arriving(sender)) > [0], 60)
    assert "Arriving" in page(sender)
    assert {path for path in site.disk.rglob("*") if path.is_file()} - before == {ballast}  # no half of it

    ballast.unlink()
    until(lambda: ask(site, arriving(sender)) == [], 120)
    assert stored(site, sender) == {digest}
    until(lambda: left(site) == [], 10)


def refused(sender, size):
    with suppress(AssertionError):
        sender.create(size)
        return 201
    return sender.last.status


def push(sender, url, source, offset, size):
    """From the offset on, until the server has enough. -> (status, words)"""
    with sender.open(url, offset, size - offset) as line, source.open("rb") as file:
        file.seek(offset)
        with suppress(OSError):
            while piece := file.read(64 * 1024):
                line.sendall(piece)
                time.sleep(0.001)
        answer = HTTPResponse(line, method="PATCH")
        answer.begin()
        return answer.status, answer.read().decode()


def left(site):
    """Bytes of uploads that nobody needs any more."""
    root = Path(f"/proc/{site.process.pid}/root{site.var}/partials")
    return [path.name for path in root.iterdir() if path.stat().st_size]

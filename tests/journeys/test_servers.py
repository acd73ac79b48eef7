"""`make run` from its first start to its end, with everything killed once in between."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from secondopinion.env import ROOT
from tests.journeys import debian
from tests.journeys.site import Site, until
from tests.smtp_sink import Sink

NAMES = {"postgres", "redis", "web", "relay", "worker", "files", "arrivals"}


@pytest.fixture
def sites():
    started = []

    def make(var, **environ):
        started.append(Site(var, **environ))
        return started[-1]

    yield make
    for site in started:
        if site.process and site.process.poll() is None:
            site.stop()


@pytest.fixture
def site(sites, tmp_path_factory):
    return sites(tmp_path_factory.mktemp("a site") / "var")  # with a space


def test_it_starts_works_survives_and_ends(site):
    site.start()
    assert site.ready()
    assert {*site.children()} == NAMES

    first = site.submit()
    until(lambda: site.mails(first))

    for name in sorted(NAMES):
        kill_and_await(site, name)

    second = site.submit()
    until(lambda: site.mails(second))

    assert site.stop() < 10
    assert site.process.returncode == 0
    assert site.left() == []

    assert site.start() < 10 * crowd()
    third = site.submit()
    until(lambda: site.mails(third))
    assert len({first, second, third}) == 3
    assert site.mails(first)

    group = site.process.pid
    site.process.kill()
    until(lambda: site.left() == [], 30)
    site.start()
    assert site.process.pid != group
    assert site.stop(signal.SIGINT) < 10
    assert site.left() == []


def crowd():
    """How much longer all takes here, where others share the processors."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


def kill_and_await(site, name):
    """kill -9; a line says so, another one takes its place, the site is whole again."""
    before = site.children()[name]
    os.kill(before, signal.SIGKILL)
    until(lambda: site.children().get(name, before) != before)
    until(site.ready)


def test_it_says_who_has_its_port_and_its_folder(site, tmp_path):
    site.start()

    same_folder = start_another(site.environ | {"PORT": "0"})
    same_port = start_another(site.environ | {"VAR": str(tmp_path)})

    assert same_folder == "PORT: 0 is not between 1 and 65535. Example: PORT=8000\n"
    assert same_port == (f"PORT: {site.port} cannot be used (Address already in use). Example: make run PORT=8001\n")


def test_only_its_port_is_listened_on(site):
    site.start()

    assert listening(site) == {("127.0.0.1", site.port)}


def kept(bucket):
    return {found["Key"] for found in bucket.list_objects_v2(Bucket="records").get("Contents", [])}


def start_another(environ):
    command = [sys.executable, "-m", "secondopinion.run.supervisor"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30).stderr


def listening(site):
    """From /proc/net/tcp: sockets in state 0A that one of the site's processes holds."""
    inodes = set()
    for pid in all_pids(site.process.pid):
        for handle in os.scandir(f"/proc/{pid}/fd"):
            link = os.readlink(handle.path)
            if link.startswith("socket:["):
                inodes.add(link[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        with open(f"/proc/net/{table}") as lines:
            for line in list(lines)[1:]:
                words = line.split()
                if words[3] == "0A" and words[9] in inodes:
                    address, port = words[1].split(":")
                    found.add((socket.inet_ntoa(bytes.fromhex(address)[::-1]), int(port, 16)))
    return found


def all_pids(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return [pid, *(found for child in children.read().split() for found in all_pids(int(child)))]


def test_it_runs_on_the_servers_of_debian(sites, tmp_path):
    with (
        debian.postgres_15(tmp_path) as database,
        debian.redis_7(tmp_path) as redis,
        debian.s3() as (files, bucket),
        closing(Sink()) as sink,
    ):
        urls = {"DATABASE_URL": database, "REDIS_URL": redis, "FILES_URL": files, "EMAIL_URL": sink.url}
        site = sites(tmp_path / "var", **urls)
        site.start()
        assert site.ready()
        assert {*site.children()} == NAMES - {"postgres", "redis"}

        reference = site.submit()
        until(lambda: [mail for mail in sink.received if reference in mail.message.get_body().get_content()])

        before = kept(bucket)
        site.upload(reference)
        assert len(kept(bucket) - before) == 1
        assert not (tmp_path / "var" / "files").exists()
        assert site.stop() < 10
        site.start()
        assert kept(bucket) > before
        assert site.stop() < 10

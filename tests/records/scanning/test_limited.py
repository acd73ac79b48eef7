"""A check runs in a child that may not do much, and whose end hurts nobody."""

import io
import resource
import signal
import socket
import time

import pytest

from records.scanning import child, limited, wire


@pytest.fixture
def bad(monkeypatch, tmp_path):
    """A check that does what its settings say; the limited child is started anew to know it."""
    limited.end()
    (tmp_path / "bad.py").write_text(BAD.replace("WRITTEN", repr(str(tmp_path / "written"))))
    monkeypatch.setitem(limited.QUIET, "PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(limited, "MODULE", "bad")
    yield
    limited.end()


BAD = """
import os, resource, socket, time
from records.scanning import child, silent

if os.environ.get("NO_SPACE"):
    child.NEW_NET, child.NEW_USER = -1, 0  # refused
if os.environ.get("NO_FILTER"):
    silent.CALLS = {}

def run(file, *, what):
    if what == "memory":
        bytearray(3 * 1024**3)
    if what == "hold":
        kept = [bytearray(1024**2) for _ in range(4000)]
    if what == "cpu":
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True: pass
    if what == "sleep":
        time.sleep(60)
    if what == "crash":
        import ctypes
        ctypes.string_at(0)
    if what == "raise":
        raise KeyError("Nia Sample")
    if what == "write":
        import os
        os.write(os.open(WRITTEN, os.O_CREAT | os.O_WRONLY), b"x")
    if what == "net":
        socket.create_connection(("127.0.0.1", 9), 2)
    if what == "local":
        socket.socket(socket.AF_UNIX)
    if what == "loopback":
        yield socket.if_nameindex()
    if what == "environment":
        import os
        yield dict(os.environ)
    yield "fine"

child.CHECKS["bad"] = "bad"
if __name__ == "__main__":
    import sys
    sys.modules["bad"] = sys.modules["__main__"]
    child.main()
"""


def died(what, **settings):
    with pytest.raises(limited.Died) as end:
        list(limited.run("bad", io.BytesIO(b"x"), what=what, **settings))
    return end.value


def fine():
    return list(limited.run("bad", io.BytesIO(b"x"), what="nothing")) == ["fine"]


@pytest.mark.parametrize(
    ("what", "reason"),
    [("memory", "too_big"), ("hold", "too_big"), ("cpu", "too_slow"), ("crash", "broken"), ("raise", "broken")],
)
def test_whatever_kills_a_check_the_next_one_runs(bad, what, reason):
    assert died(what).reason == reason
    assert fine()


def test_a_check_that_sleeps_is_ended(bad):
    started = time.monotonic()

    assert died("sleep", wall=0.5).reason == "too_slow"
    assert time.monotonic() - started < 10
    assert fine()


def test_an_error_is_told_by_its_class_not_its_words(bad):
    said = str(died("raise"))

    assert "KeyError" in said
    assert "Nia" not in said


def test_a_check_writes_no_file(bad, tmp_path):
    assert "OSError" in str(died("write"))
    assert (tmp_path / "written").stat().st_size == 0


def test_a_check_reaches_no_network(bad):
    assert "OSError" in str(died("net"))
    assert next(limited.run("bad", io.BytesIO(b"x"), what="loopback")) == [[1, "lo"]]


@pytest.fixture
def container(bad, monkeypatch):
    """Where the kernel allows no name space; `silent` says whether it filters calls."""

    def start(**environ):
        for name, value in environ.items():
            monkeypatch.setitem(limited.QUIET, name, value)

    return start


def test_where_no_name_space_is_allowed_no_socket_opens(container):
    container(NO_SPACE="1")

    assert "PermissionError" in str(died("net"))
    assert "PermissionError" in str(died("local"))
    assert fine()


def test_where_nothing_cuts_the_child_off_no_file_is_opened(container):
    container(NO_SPACE="1", NO_FILTER="1")

    with pytest.raises(limited.NotAlone):
        fine()
    assert limited._running is None


def test_a_check_knows_no_secret(bad, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")

    assert "canary" not in str(next(limited.run("bad", io.BytesIO(b"x"), what="environment")))


def test_the_child_that_was_killed_is_started_again(bad):
    assert fine()
    limited._running.process.send_signal(signal.SIGKILL)
    limited._running.process.wait()

    assert fine()


def test_a_file_is_read_in_pieces_and_never_copied(tmp_path):
    """5 GB claimed, a few hundred kB moved."""
    place = tmp_path / "large"
    with place.open("wb") as file:
        file.truncate(5 * 1024**3)
    moved = Counting(place)

    assert limited.first("dicom", moved)["reason"] == "broken"
    assert moved.bytes < 2 * 1024**2


class Counting(io.FileIO):
    bytes = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.bytes += len(piece)
        return piece


def test_the_limits_are_set_in_the_child_alone():
    assert (child.MEMORY, child.SECONDS) == (2 * 1024**3, 60)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_child_that_sends_nonsense_is_cut_off():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(wire.HEAD.pack(b"B", 2**40))

        with pytest.raises(wire.Closed):
            wire.receive(ours)

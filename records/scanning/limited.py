"""Runs a check of a stranger's file in the limited child, and lives on whatever that file does to it."""

import atexit
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from records.scanning import wire

WALL = 90.0  # seconds for one file, waiting for storage included
ROOT = Path(__file__).parents[2]
MODULE = "records.scanning.child"
QUIET = {"OPENBLAS_NUM_THREADS": "1", "PATH": os.defpath}


class Died(Exception):
    """The child did not come to an end: `reason` is too_big (memory), too_slow, or broken."""

    def __init__(self, reason, why=""):
        super().__init__(f"{reason} {why}".strip())
        self.reason = reason


class NotAlone(OSError):
    """This machine does not let the child be cut off from the network: no file is opened here."""


def first(check, *files, wall=WALL, **settings):
    """The first thing that the check says."""
    return next(iter(run(check, *files, wall=wall, **settings)))


def run(check, *files, wall=WALL, **settings):
    """All that the check says about these files (each has read, seek and a size), one by one. Raises Died."""
    with _lock:
        yield from _child().run(check, files, wall, settings)


class Process:
    """A process that waits for jobs; it forks for each."""

    def __init__(self):
        self.control, theirs = socket.socketpair()
        self.owner = os.getpid()
        command = [sys.executable, "-m", MODULE]
        self.process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.DEVNULL, cwd=ROOT, env=QUIET)
        theirs.close()
        self.control.settimeout(60)
        _letter, said = wire.receive(self.control)
        if said != b"1":
            self.end()
            raise NotAlone

    def alive(self):
        return self.owner == os.getpid() and self.process.poll() is None

    def run(self, check, files, wall, settings):
        ours, theirs = socket.socketpair()
        with ours:
            job = {"check": check, "sizes": [_size(file) for file in files], "settings": settings}
            socket.send_fds(self.control, [json.dumps(job).encode()], [theirs.fileno()])
            theirs.close()
            (pid,) = struct.unpack(">I", wire.receive(self.control)[1])
            timer = threading.Timer(wall, _kill, [pid])
            timer.start()
            ended, why = False, ""
            try:
                yield from wire.serve(ours, files)
                ended = True
            except (wire.Closed, ConnectionError) as closed:
                why = getattr(closed, "why", "")
            finally:
                late = not timer.is_alive()
                timer.cancel()
                if not ended:
                    _kill(pid)
                code, self.peak = struct.unpack(">iQ", wire.receive(self.control)[1])
        if not ended or code:
            raise Died("too_slow" if late else "broken" if why else _reason(code), why)

    def end(self):
        self.control.close()
        self.process.kill()
        self.process.wait()


def _reason(code):
    if code == -signal.SIGXCPU:
        return "too_slow"
    return "too_big" if code in (12, -signal.SIGKILL, -signal.SIGABRT) else "broken"


def _kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _size(file):
    file.seek(0, os.SEEK_END)
    return file.tell()


def _child():
    """This process's own child, started when it is first needed and again when it is gone."""
    global _running
    if _running is None or not _running.alive():
        _running = Process()
    return _running


def end():
    global _running
    if _running is not None and _running.owner == os.getpid():
        _running.end()
    _running = None


_running = None
_lock = threading.Lock()
atexit.register(end)

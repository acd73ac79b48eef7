"""The whole site in a folder of its own, as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

from secondopinion.env import ROOT, VARIABLES
from tests import servers

UPLOAD = """
import sys, django; django.setup()
from django.utils import timezone
from intake.models import SecondOpinionRequest
from tests import make
make.upload(SecondOpinionRequest.objects.get(reference=sys.argv[1]), now=timezone.now())
"""
SUBMIT = """
import django; django.setup()
from django.utils import timezone
from tests import make
print(make.case(now=timezone.now()).reference)
"""


class Site:
    process: "subprocess.Popen[str] | None" = None

    def __init__(self, var: Path, *, within: Sequence[str] = (), **environ: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        inherited = {name: value for name, value in os.environ.items() if name not in {*VARIABLES, servers.FOLDER}}
        own = {"VAR": str(var), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "secondopinion.settings"}
        self.var, self.environ, self.said = var, inherited | own | environ, []
        self.within = within  # a command that starts the site in surroundings of its own

    def start(self) -> float:
        """Seconds until it says that it is ready."""
        start = time.monotonic()
        self.process = subprocess.Popen(
            [*self.within, "setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "secondopinion.run.supervisor"],
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in self.process.stdout:
            self.said.append(line)
            if "Stop with Ctrl-C" in line:
                return time.monotonic() - start
        raise AssertionError("".join(self.said))

    def stop(self, number: int = signal.SIGTERM) -> float:
        start = time.monotonic()
        self.process.send_signal(number)
        self.said += self.process.stdout.readlines()
        self.process.wait(20)
        return time.monotonic() - start

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def ready(self) -> bool:
        with suppress(OSError):
            return self.get("/health/ready") == (200, "database: ok\nstorage: ok\nredis: ok\nmail: ok\n")
        return False

    def submit(self) -> str:
        """A case sent through the product's own verbs; its reference."""
        return self.python("-c", SUBMIT).strip()

    def upload(self, reference: str) -> None:
        self.python("-c", UPLOAD, reference)

    def python(self, *words: str) -> str:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=self.environ, capture_output=True, text=True)
        assert not done.returncode, done.stderr
        return done.stdout

    def mails(self, reference: str) -> list[Path]:
        return [path for path in (self.var / "mail").glob("*.eml") if reference in path.read_text()]

    def children(self) -> dict[str, int]:
        """What the supervisor started, by name."""
        pid = self.process.pid
        pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {_name(Path(f"/proc/{child}/cmdline").read_bytes()): int(child) for child in pids}

    def left(self) -> list[str]:
        """Every process that still works in this site's folder."""
        mark = os.fsencode(f"VAR={self.var}")
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (path / "cmdline").read_bytes()
                if mark in (path / "environ").read_bytes().split(b"\0") or os.fsencode(self.var) in words:
                    found.append(words.replace(b"\0", b" ").decode())
        return found


def _name(cmdline: bytes) -> str:
    words = {
        b"postgres": "postgres", b"gunicorn": "web", b"relay": "relay", b"files@": "files", b"arrivals@": "arrivals",
        b"celery": "worker",
    }  # fmt: skip
    for word, name in words.items():
        if word in cmdline:
            return name
    return "redis"


def until(true, seconds: float = 60.0) -> float:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "it did not happen"
        time.sleep(0.1)
    return time.monotonic() - start

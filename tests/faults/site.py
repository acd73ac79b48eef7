"""The whole site as `make run` starts it, in a folder of its own, with processes that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    def __init__(self, var, **environ):
        self.var, self.port = Path(var), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environ = {**os.environ, "VAR": str(var), "PORT": str(self.port), "LIMITS": "0", **environ}
        self.environ.pop("DJANGO_SETTINGS_MODULE", None)

    def start(self):
        command = [sys.executable, "-m", "secondopinion.run.supervisor"]
        self.log = (self.var / "supervisor.log").open("wb")
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=self.log, stderr=self.log)
        self.await_ready(120)
        return self

    def await_ready(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError((self.var / "supervisor.log").read_text())
            if self.answers():
                return
            time.sleep(0.1)
        raise TimeoutError((self.var / "supervisor.log").read_text())

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.base}/health/ready", timeout=2) as answer:  # noqa: S310
                return answer.status == 200
        except OSError:
            return False

    def manage(self, *words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def pids(self, needle):
        """The processes below the supervisor whose command line holds this word."""
        found, below = [], {self.process.pid}
        for _ in range(4):
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit() and int(entry.name) not in below and _parent(entry) in below:
                    below.add(int(entry.name))
        for pid in below - {self.process.pid}:
            words = _words(pid)
            if needle in words:
                found.append(pid)
        return sorted(found)

    def kill(self, needle, number=signal.SIGKILL):
        killed = self.pids(needle)
        for pid in killed:
            os.kill(pid, number)
        return killed

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.log.close()

    def mails(self):
        return [path.read_text(errors="replace") for path in sorted((self.var / "mail").glob("*.eml"))]


def _parent(entry):
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _words(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def running(var, **environ):
    site = Site(var, **environ).start()
    try:
        yield site
    finally:
        site.stop()

"""A process that the supervisor starts, watches and ends."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

LONGEST_PAUSE = 30.0
STEADY = 60.0  # seconds of life after which a death counts as the first again


class Child:
    def __init__(self, name: str, command: list[str], log: Path, ends_on: int = signal.SIGTERM):
        self.name, self.command, self.log, self.ends_on = name, command, log, ends_on
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = 0.5
        self.started = self.due = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.started = time.monotonic()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self) -> None:
        """Say that it died, sweep what it left, start it again a little later."""
        if self.alive():
            return
        now = time.monotonic()
        if self.process:
            self.pause = 0.5 if now - self.started > STEADY else min(self.pause * 2, LONGEST_PAUSE)
            say(f"{self.name} ended ({_how(self.process.returncode)}); starting it again in {self.pause:.0f} s")
            self.kill()
            self.process, self.due = None, now + self.pause
        elif now >= self.due:
            self.start()

    def end(self) -> None:
        if self.process and self.alive():
            self.process.send_signal(self.ends_on)

    def kill(self) -> None:
        """All of its group: a worker must not outlive its master."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def end_all(children: list[Child], seconds: float) -> None:
    for child in children:
        child.end()
    deadline = time.monotonic() + seconds
    while any(child.alive() for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.kill()


def say(line: str) -> None:
    with suppress(BrokenPipeError):
        print(line, flush=True)


def _how(code: int) -> str:
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name

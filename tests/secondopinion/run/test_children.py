import os
import signal
import sys
import time

import pytest

from secondopinion.run.children import Child, end_all

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.fork(); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture
def start(tmp_path):
    children = []

    def start(command):
        child = Child("worker", command, tmp_path / "log")
        children.append(child)
        child.start()
        until(lambda: "up" in child.log.read_text())
        return child

    yield start
    for child in children:
        child.kill()


def until(true):
    for _ in range(500):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def gone(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_what_dies_is_started_again_and_said(start, capsys):
    child = start(SLEEP)
    first = child.process.pid

    child.process.kill()
    until(lambda: not child.alive())
    child.watch()
    said = capsys.readouterr().out
    until(lambda: child.watch() or child.alive())

    assert said == "worker ended (SIGKILL); starting it again in 1 s\n"
    assert child.process.pid != first


def test_it_waits_longer_each_time(start):
    child = start(SLEEP)

    for _ in range(8):
        child.process.kill()
        child.process.wait()
        child.watch()
        child.due = 0
        child.watch()

    assert child.pause == 30


def test_nothing_of_a_group_outlives_the_end(start):
    child = start(STUBBORN)
    group = child.process.pid

    end_all([child], 0.3)

    until(lambda: gone(group))
    assert child.process.returncode == -signal.SIGKILL

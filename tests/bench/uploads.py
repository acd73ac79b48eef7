"""Uploads at real size: `python -m tests.bench.uploads [MiB]`. One line a goal, each with its twin in the same run."""

import hashlib
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.sender import Sender, senders
from tests.journeys.site import Site

MB = 1024**2
ROUNDS, SLOW, ASKS, TURNS = 5, 20, 120, 9


def main(size):
    with tempfile.TemporaryDirectory(prefix="so-bench-") as folder:
        source = Path(folder) / "source.pdf"
        site = Site(Path(folder) / "var", LIMITS="0")
        site.start()
        try:
            sender = Sender(site)
            say("P7", *speed(sender, source, size, Path(folder) / "copy"))
            say("growth", *growth(site, sender, source))
            say("P8", *forms(site, sender))
        finally:
            site.stop()


def say(name, value, goal, is_met, note):
    sys.stdout.write(f"{name} {value} (goal {goal}) {'met' if is_met else 'missed'}; {note}\n")
    sys.stdout.flush()


def make(path, size):
    """Bytes that no disk and no line makes smaller; another file each time."""
    block = os.urandom(16 * MB)
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n" + os.urandom(16))
        while file.tell() < size:
            file.write(block[: size - file.tell()])


def speed(sender, source, size, copy):
    """One PATCH, and parts of 8 MiB, against a copy with SHA-256 of the same bytes; rounds interleaved."""
    ratios, unsynced, parts = [], [], []
    for _ in range(ROUNDS):
        make(source, size)
        bare, _digest = timed(copied, source, copy, sync=False)
        plain, digest = timed(copied, source, copy)
        once, answer = timed(sent, sender, source, size, size)
        assert answer.headers["Upload-Sha256"] == digest
        make(source, size)
        pieces, _answer = timed(sent, sender, source, size, 8 * MB)
        ratios.append(plain / once)
        parts.append(plain / pieces)
        unsynced.append(bare / once)
    ratio, bare, part = (statistics.median(found) for found in (ratios, unsynced, parts))
    note = (
        f"against a copy that is not synced {bare:.2f}x, 8 MiB parts {part:.2f}x; median of {ROUNDS}, {size // MB} MiB"
    )
    return f"{ratio:.2f}x", ">= 0.6x", ratio >= 0.6, note


def timed(work, *args, **values):
    start = time.perf_counter()
    found = work(*args, **values)
    return time.perf_counter() - start, found


def copied(source, copy, *, sync=True):
    sha256 = hashlib.sha256()
    with source.open("rb") as file, copy.open("wb") as out:
        while piece := file.read(MB):
            sha256.update(piece)
            out.write(piece)
        out.flush()
        if sync:
            os.fsync(out.fileno())
    copy.unlink()
    return sha256.hexdigest()


def sent(sender, source, size, part):
    url, answer = sender.create(size), None
    for offset in range(0, size, part):
        answer = sender.patch(url, source, offset, min(part, size - offset))
    return answer


def growth(site, sender, source):
    """How much more a web worker holds after 4 GiB than after the first of them."""
    size = 4 * 1024 * MB
    make(source, size)
    url = sender.create(size)
    web = Path(f"/proc/{site.children()['web']}/task")
    workers = [int(pid) for task in web.iterdir() for pid in (task / "children").read_text().split()]
    first, highest = None, 0
    over = threading.Event()

    def watch():
        nonlocal first, highest
        while not over.wait(0.2):
            with suppress(OSError):
                held = max(private(pid) for pid in workers)
                if first is None:
                    time.sleep(0.5)
                    first = max(private(pid) for pid in workers)
                highest = max(highest, held)

    watcher = threading.Thread(target=watch)
    watcher.start()
    answer = sender.patch(url, source, 0, size)
    over.set()
    watcher.join()
    assert answer.headers["Upload-Sha256"]
    grown = (highest - first) / 1024
    return (
        f"{grown:.1f} MiB",
        "<= 2 MiB over 4 GiB",
        grown <= 2,
        f"private memory {first // 1024} MiB half a second after its begin",
    )


def private(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_", "Swap:")))


def forms(site, sender):
    """A form page while twenty families upload at 50 kB/s each, against the same page without them; in turns.

    The machine has other work, too: each turn is compared with its own twin, and the middle one counts.
    """
    path, slow = f"/family/{sender.reference}/records/upload/", senders(site, SLOW // 2, sender.reference)
    pages(sender, path, 50)
    turns = []
    for _ in range(TURNS):
        idle = pages(sender, path, ASKS)
        over = multiprocessing.Event()
        lines = multiprocessing.Process(target=trickle, args=(slow, over))  # its own: it must not slow the asking
        lines.start()
        time.sleep(2)
        turns.append((idle, pages(sender, path, ASKS)))
        over.set()
        lines.join()
    ratios = sorted(p95(busy) / p95(idle) for idle, busy in turns)
    middles = statistics.median(statistics.median(busy) / statistics.median(idle) for idle, busy in turns)
    ratio, idle = statistics.median(ratios), statistics.median(p95(idle) for idle, _busy in turns)
    note = (
        f"p95 {idle:.1f} ms idle with load {os.getloadavg()[0]:.1f}; {TURNS} turns from {ratios[0]:.2f}x to"
        f" {ratios[-1]:.2f}x; p50 {middles:.2f}x"
    )
    return f"{ratio:.2f}x", "<= 1.2x", ratio <= 1.2, note


def pages(sender, path, count):
    found = []
    for _ in range(count):
        seconds, answer = timed(sender.ask, "GET", path)
        assert answer.status == 200
        found.append(seconds * 1000)
    return found


def p95(values):
    return statistics.quantiles(values, n=20)[-1]


def trickle(slow, over):
    size = 100 * MB
    lines = [each.open(each.create(size), 0, size) for each in slow for _ in range(2)]
    while not over.wait(0.1):
        for line in lines:
            line.sendall(bytes(5000))
    for line in lines:
        line.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) * MB if len(sys.argv) > 1 else 1024 * MB)

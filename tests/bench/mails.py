"""From "Send" to the mail while 1,000 files are checked and a large one is stored: `python -m tests.bench.mails`.

The scanner is real, the storage a bucket behind a slow line. The twins are sends on the same site before any file.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.sender import Sender
from tests.bench.uploads import MB, make
from tests.faults.asking import ask
from tests.faults.line import Line
from tests.journeys import debian
from tests.journeys.site import Site
from tests.scanner import Scanner
from tests.walker import Walker, short_request

SENDS, IDLE, MOST, SLOW = 25, 10, 2.0, 4 * MB
FILES = """
import sys, django; django.setup()
from django.utils import timezone
from tests import dicoms, make
case, pdf = make.case(now=timezone.now()), dicoms.pdf()
for number in range(int(sys.argv[1])):
    make.upload(case, content=pdf + str(number).encode(), now=timezone.now())
"""
NOW = """
import django; django.setup()
from records.models import Inspection
Inspection.objects.update(due_at=None)
"""


def main(files):
    scanner = Scanner()
    with tempfile.TemporaryDirectory(prefix="so-bench-") as folder, debian.s3() as (url, _bucket), Line(url) as line:
        site = Site(Path(folder) / "var", LIMITS="0", CLAMD_URL=scanner.address, FILES_URL=line.url)
        site.start()
        try:
            drafts = [draft(site, number) for number in range(SENDS + IDLE)]
            idle = [sent(site, *each) for each in drafts[:IDLE]]
            scanner.stop()
            site.python("-c", FILES, str(files))
            scanner.start()
            line.speed = SLOW
            source = Path(folder) / "large.pdf"
            make(source, 400 * MB)
            sender = Sender(site)
            sender.patch(sender.create(400 * MB), source, 0, 400 * MB)
            site.python("-c", NOW)
            begun, waiting = time.monotonic(), left(site)
            busy = [sent(site, *each) for each in drafts[IDLE:]]
            seconds, still = time.monotonic() - begun, left(site)
        finally:
            site.stop()
            scanner.close()
    is_met = "met" if max(busy) <= MOST else "missed"
    sys.stdout.write(
        f"mails {max(busy):.2f} s at most, median {statistics.median(busy):.2f} s (goal <= {MOST} s) {is_met}; without"
        f" files {max(idle):.2f} and {statistics.median(idle):.2f} s; of {waiting} files {waiting - still} were checked"
        f" in those {seconds:.0f} s\n"
    )


def draft(site, number):
    walker = Walker(f"http://127.0.0.1:{site.port}")
    return walker, short_request(walker, email=f"f{number}@example.org", send=False)


def sent(site, walker, reference):
    """-> seconds from the press until the service's coordinator has the mail"""
    time.sleep(1)
    start, seen = time.monotonic(), set(os.listdir(site.var / "mail"))
    walker.send(consent_privacy="on", consent_limits="on")
    while not _came(site.var / "mail", seen, reference):
        time.sleep(0.02)
    return time.monotonic() - start


def _came(folder, seen, reference):
    for name in set(os.listdir(folder)) - seen:
        if name.startswith("."):
            continue
        seen.add(name)
        text = (folder / name).read_text()
        if reference in text and "To: coordinator1@example.org" in text:
            return True
    return False


def left(site):
    return ask(site, "sum(c.uploads.filter(scan='waiting').count() for c in C.objects.all())")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

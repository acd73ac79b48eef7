"""A CD of many files by the page, in a browser, against a real site: `python -m tests.bench.folder [files]`."""

import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.sender import Sender
from tests.conftest import CHROMIUM
from tests.faults.asking import ask
from tests.journeys.site import Site, until

SIZE, MOST = 500_000, 180


def main(count):
    with tempfile.TemporaryDirectory(prefix="so-bench-") as folder:
        cd = Path(folder) / "CD"
        cd.mkdir()
        for number in range(count):
            (cd / f"IM{number:05}.pdf").write_bytes(b"%PDF-1.4\n" + os.urandom(SIZE - 9))
        site = Site(Path(folder) / "var", LIMITS="0")
        site.start()
        try:
            sender = Sender(site)
            seconds = by_page(sender, cd, count)
            case = f"C.objects.get(reference={sender.reference!r})"
            more = until(lambda: ask(site, f"{case}.uploads.count()") == count, 600)
        finally:
            site.stop()
    is_met = "met" if seconds <= MOST else "missed"
    sys.stdout.write(
        f"folder {seconds:.0f} s (goal <= {MOST} s) {is_met}; {count} files of {SIZE // 1000} kB by the page,"
        f" the last of them in storage {more:.0f} s later\n"
    )


def by_page(sender, cd, count):
    base = f"http://127.0.0.1:{sender.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": sender.session, "url": base}])
        page = context.new_page()
        page.goto(f"{base}/family/{sender.reference}/records/upload/")
        page.check("[name=item][value=not_sure]", force=True)
        page.set_input_files("#id_folder", cd)
        page.wait_for_selector(".so-upload")
        start = time.monotonic()
        page.click("main form button[type=submit]")
        page.wait_for_selector(f"text=We have {count} files.", timeout=900_000)
        seconds = time.monotonic() - start
        browser.close()
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1204)

"""`make ux`: every page of a demo site, as each person sees it, through the page checkers.

The checkers are not part of this repository: `make ux TOOLS=folder` names theirs, else it is ../shared/tools/ux.
Their packages are found by UX_MODULES, as their README says; Node and Chromium must be there. The reading grade needs
textstat, in this Python or in the one that UX_PYTHON names. About two hours.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from secondopinion.env import ROOT
from tests.journeys.site import Site
from tests.ux import fill, lists

FAMILY = ("public", "unsent", "sent", "family-link", "family-en")
OFFICE = ("office", "office-link")
STAFF = ("coordinator", "oncology", "admin", "half-in", "newcomer", "staff-door")
TWO, THREE = ("--lang", "en,ar"), ("--lang", "en,ar,es")
CHECKS = (
    ("html", FAMILY + OFFICE, THREE),
    ("html", STAFF, ()),
    ("nojs", FAMILY + OFFICE, TWO),
    ("nojs", STAFF, ()),
    ("axe", FAMILY + OFFICE, ("--matrix",)),
    ("axe", STAFF, ("--matrix", "--lang", "en")),
    ("axe", FAMILY + OFFICE, ("--lang", "es")),
    ("reflow", FAMILY + OFFICE, TWO),
    ("reflow", STAFF, ()),
    ("keys", FAMILY + OFFICE, TWO),
    ("keys", STAFF, ()),
    ("weight", FAMILY, ("--max-total", "61440", "--max-js", "15360")),
)
READ = os.environ.get("UX_PYTHON", sys.executable)


def main(tools):
    if not (tools / "axe.mjs").exists():
        sys.exit(f"ux: no page checkers in {tools}. Name their folder: make ux TOOLS=folder")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "var", LIMITS="0")
        site.start()
        try:
            runs = list(_runs(tools, *_pages(site, Path(folder) / "lists")))
            failed = [title for title, command in runs if not _passes(title, command)]
        finally:
            site.stop()
    sys.exit("\n  ".join([f"ux: {len(failed)} of {len(runs)} checks found something", *failed]) if failed else 0)


def _pages(site, folder):
    """The lists of a site that is as full as it gets."""
    base, known = f"http://127.0.0.1:{site.port}", site.var / "showcase.json"
    site.python("-m", "tests.ux.fill", *fill.references(known))
    invitation = site.python("manage.py", "invite", "new@example.org", "--role", "coordinator").split()[-1]
    lists.main(base, known, folder, invitation)
    return base, folder


def _runs(tools, base, folder):
    """(what it is called, the command)"""
    for check, names, options in CHECKS:
        for name in names:
            of = ["--urls-file", folder / f"urls-{name}.txt", "--storage", folder / f"{name}.json"]
            yield f"{check} {name} {' '.join(options)}", ["node", tools / f"{check}.mjs", "--base", base, *options, *of]
    for name in FAMILY + OFFICE:
        pages = [f"{base}{path}" for path in (folder / f"urls-{name}.txt").read_text().split()]
        for code in ("en", "es", "ar"):
            of = ["--terms", ROOT / "tests/terms.txt", "--storage", folder / f"{name}.json", "--lang", code]
            yield f"read {name} --lang {code}", [READ, tools / "read.py", *of, *pages]
    journey = ["node", tools / "journey.mjs", "--file", ROOT / "tests/journeys/family.json", "--base", base]
    yield "journey --axe", [*journey, "--lang", "en,es,ar", "--axe"]
    yield "journey --no-js", [*journey, "--no-js"]


def _passes(title, command):
    """Its findings and its last line are printed, not each page that is well."""
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("ok ")]
    word = "FAIL" if done.returncode else "ok"
    sys.stdout.write("\n  ".join([f"{word} {title} ({time.monotonic() - start:.0f} s)", *lines]) + "\n")
    sys.stdout.flush()
    return not done.returncode


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared" / "tools" / "ux").resolve())

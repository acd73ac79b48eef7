"""`make ux`: every page of a demo site, as each person sees it, through the page checkers.

The checkers are not part of this repository: `make ux TOOLS=folder` names theirs, else it is ../shared/tools/ux.
Their packages are found by UX_MODULES, as their README says; Node and Chromium must be there. About an hour.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from secondopinion.env import ROOT
from tests.journeys.site import Site
from tests.ux import lists

FAMILY = ("public", "unsent", "sent", "family-link", "family-en")
OFFICE = ("office", "office-link")
STAFF = ("coordinator", "oncology", "admin", "half-in", "newcomer", "staff-door")
TWO, THREE = ("--lang", "en,ar"), ("--lang", "en,ar,es")
CHECKS = (
    ("axe", FAMILY + OFFICE, ("--matrix",)),
    ("axe", STAFF, ("--matrix", "--lang", "en")),
    ("axe", (*FAMILY, *OFFICE), ("--lang", "es")),
    ("html", FAMILY + OFFICE, THREE),
    ("html", STAFF, ()),
    ("nojs", FAMILY + OFFICE, TWO),
    ("nojs", STAFF, ()),
    ("reflow", FAMILY + OFFICE, TWO),
    ("reflow", STAFF, ()),
    ("keys", FAMILY + OFFICE, TWO),
    ("keys", STAFF, ()),
    ("weight", FAMILY, ("--max-total", "61440", "--max-js", "15360")),
)


def main(tools):
    if not (tools / "axe.mjs").exists():
        sys.exit(f"ux: no page checkers in {tools}. Name their folder: make ux TOOLS=folder")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "var", LIMITS="0")
        site.start()
        try:
            failed = _round(tools, site, Path(folder) / "lists")
        finally:
            site.stop()
    sys.exit(f"ux: {failed} of the checks found something" if failed else 0)


def _round(tools, site, folder):
    base = f"http://127.0.0.1:{site.port}"
    invitation = site.python("manage.py", "invite", "new@example.org", "--role", "coordinator").split()[-1]
    lists.main(base, site.var / "showcase.json", folder, invitation)
    journey = [tools / "journey.mjs", "--file", ROOT / "tests/journeys/family.json", "--base", base]
    runs = [[*journey, "--lang", "en,es,ar", "--axe"], [*journey, "--no-js"]]
    for check, names, options in CHECKS:
        runs += [[tools / f"{check}.mjs", "--base", base, *options, *_of(folder, name)] for name in names]
    return sum(subprocess.run(["node", *run]).returncode != 0 for run in runs)


def _of(folder, name):
    return ("--urls-file", folder / f"urls-{name}.txt", "--storage", folder / f"{name}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared" / "tools" / "ux").resolve())

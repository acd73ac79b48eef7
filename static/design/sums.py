#!/usr/bin/env python3
"""Prove that what is served was built from these sources: `sums.py check`, after a build `sums.py write`."""
import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
SUMS = HERE / "sums.txt"
SOURCES = ("package.json", "package-lock.json", "build.sh", "*.scss", "*.mjs", "*.js", "*.css", "*.svg", "theme/*.scss", "modules/*.mjs")


def lines():
    files = {path for pattern in SOURCES for path in HERE.glob(pattern)} | {path for path in SITE.rglob("*") if path.is_file()}
    for path in sorted(files):
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(HERE.parent).as_posix()}"


def main(order):
    if order == "write":
        SUMS.write_text("\n".join(lines()) + "\n")
        return "static: sums written"
    changed = set(lines()) ^ set(SUMS.read_text().splitlines())
    names = sorted({line.split("  ", 1)[1] for line in changed})
    return f"static: run make design, these changed since: {', '.join(names)}" if names else "static: built files match their sources"


if __name__ == "__main__":
    said = main(sys.argv[1] if len(sys.argv) > 1 else "check")
    print(said)
    sys.exit("make design" in said)

"""Message catalogues: compiles them, or checks that each compiled one matches its source."""

import sys

import polib

from secondopinion.env import ROOT


def sources():
    return sorted((ROOT / "secondopinion" / "locale").glob("*/LC_MESSAGES/*.po"))


def stale(path):
    """What stands in one of the two files only."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return True
    kept = {(entry.msgctxt, entry.msgid, entry.msgstr, str(entry.msgstr_plural)) for entry in polib.mofile(compiled)}
    wanted = polib.pofile(path).translated_entries()
    return kept != {(entry.msgctxt, entry.msgid, entry.msgstr, str(entry.msgstr_plural)) for entry in wanted}


def main(order):
    if order == "compile":
        for path in sources():
            polib.pofile(path).save_as_mofile(path.with_suffix(".mo"))
    if old := [str(path.relative_to(ROOT)) for path in sources() if stale(path)]:
        sys.exit(f"messages: run make messages, not compiled since they changed: {', '.join(old)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "check")

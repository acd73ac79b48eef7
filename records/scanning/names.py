"""A file's name as people gave it: shown, never used as a path."""

import re
import unicodedata

LONGEST = 255  # bytes
HIDDEN = re.compile("[\u200b-\u200f\u061c\u2028-\u202e\u2060-\u2069\ufeff]")


def clean(name, number=1):
    """The last part of the name without control and direction signs, at most 255 bytes; `file-1` if nothing is left."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name.replace("\0", ""))[-1])
    name = HIDDEN.sub("", "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cs"}))
    name = name.replace('"', "").strip()
    if not name.strip(". "):
        return f"file-{number}"
    return _shorten(name)


def folder(path):
    """The folders that a file lay in, as text: `CD/STUDY1`; parts that lead elsewhere are left out."""
    parts = [clean(part) for part in re.split(r"[/\\]", path) if part.strip(". ")]
    return "/".join(parts).encode()[:LONGEST].decode(errors="ignore")


def is_given(name):
    """Whether people gave it, or it stands in for one."""
    return not re.fullmatch(r"file-\d+", name)


def _shorten(name):
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        return name.encode()[:LONGEST].decode(errors="ignore")
    room = LONGEST - len(ending.encode()) - 1
    return f"{stem.encode()[:room].decode(errors='ignore')}.{ending}"

"""What is really inside an archive, counted byte by byte: what its headers say is not believed.

The virus scanner cuts a large member off and says OK, so this check stands before it. Runs in the limited child.
"""

from records.scanning import type as kinds
from records.scanning.opening import OPENERS, Bad, Window, disguised

DEEPEST, MOST, DENSEST = 3, 10_000, 100
SMALL, LOOSE = 10 * 1024**2, 1024**3  # below these unpacked sizes the ratio does not count
NESTED = 768 * 1024**2  # an archive inside is held in memory
SINGLE = {"dicom", "tiff"}  # may be larger than the scanner takes: looked at by structure and by a person
OFFICE = {"docx", "xlsx"}
JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def run(file, *, kind, longest, most_scanned, most_kept):
    """-> {"reason": why it cannot be scanned, or ""; "members", "strangers": how many of which kind; "total"}"""
    count = Count(file.seek(0, 2), kind in OFFICE, longest, most_scanned, most_kept)
    try:
        _look(file, kind, count, 1)
    except Bad as bad:
        count.reason = bad.reason
    yield count.said()


class Count:
    """What was found so far, and when it is too much."""

    def __init__(self, packed, strict, longest, most_scanned, most_kept):
        self.packed, self.strict, self.longest = max(packed, 1), strict, longest
        self.most_scanned, self.most_kept = most_scanned, most_kept
        self.members = self.total = self.taken = self.strangers = 0
        self.reason = ""

    def member(self):
        self.members += 1
        if self.members > MOST:
            raise Bad("too_many")

    def stranger(self):
        """A kind that we do not take: the archive is scanned as a whole or not at all."""
        self.strangers += 1
        self.strict = True
        self.add(0)

    def add(self, length):
        self.total += length
        if self.total > (self.most_scanned if self.strict else self.most_kept):
            raise Bad("too_big")
        if self.total > (SMALL if self.strict else LOOSE) and self.total / self.packed > DENSEST:
            raise Bad("too_dense")

    def said(self):
        names = ("reason", "members", "total", "taken", "strangers")
        return {name: getattr(self, name) for name in names}


def _look(file, kind, count, depth):
    if depth > DEEPEST:
        raise Bad("too_deep")
    for member in OPENERS[kind](file):
        count.member()
        found, inside = _read(member, count)
        if inside is not None:
            _look(inside, found, count, depth + 1)


def _read(member, count):
    """All bytes of one member. -> (its kind, the archive it is or None)"""
    held, length, found, inside = [], 0, None, None
    for piece in member.pieces():
        length += len(piece)
        count.add(len(piece))
        if found is None:
            held.append(piece)
            if length >= kinds.HEAD:
                found, inside = _judge(held, member.name, count)
        elif inside is not None:
            inside.add(piece)
        if length > count.longest and (count.strict or found not in SINGLE):
            raise Bad("too_big")
    return (found, inside) if found is not None else _judge(held, member.name, count)


def _judge(held, name, count):
    """By its first bytes. -> (kind, what it goes on in if it is an archive itself)"""
    head = b"".join(held)[: kinds.HEAD]
    found = disguised(head) or kinds.sniff(head)
    if found == "unknown":
        raise Bad("archive_kind")
    if is_taken(found, name):
        count.taken += 1
    elif not is_junk(name):
        count.stranger()
    if found not in OPENERS:
        return found, None
    inside = Window(NESTED)
    for piece in held:
        inside.add(piece)
    return found, inside


def is_taken(kind, name):
    """Whether this member becomes a file of its own."""
    return bool(kind) and kind in kinds.ENDINGS and kinds.fits(kind, name) and not is_junk(name)


def is_junk(name):
    """What computers leave in folders by themselves."""
    name = name.lower().replace("\\", "/")
    return any(name.startswith(part) or name.endswith(part) for part in JUNK) or "/._" in f"/{name}"

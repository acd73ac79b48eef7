"""The members of a checked archive that become files of their own: for each a line, then its bytes."""

import itertools

from records.scanning import archives
from records.scanning import type as kinds
from records.scanning.opening import OPENERS


def run(file, *, kind):
    """Yields {"name"} and then the bytes of each member of a kind we take; {"left"}: how many others there are."""
    left = 0
    for member in OPENERS[kind](file):
        pieces = member.pieces()
        head = _head(pieces)
        found = kinds.sniff(b"".join(head)[: kinds.HEAD])
        if archives.is_taken(found, member.name):
            yield {"name": member.name}
            yield from itertools.chain(head, pieces)
        elif not archives.is_junk(member.name):
            left += 1
    yield {"left": left}


def _head(pieces):
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length >= kinds.HEAD:
            break
    return found

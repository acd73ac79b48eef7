"""Files that come with a form: each is taken or refused by itself, so that one bad file costs nobody the others."""

from typing import NamedTuple

from intake.domain.errors import Refused
from records.domain import uploads
from records.scanning import names


class Taken(NamedTuple):
    kept: list  # uploads
    refused: list  # (name, reason in words)


def take(case, files, *, item=None, by, now):
    """Take these files for a record, or (item None) for "not sure which"."""
    taken = Taken([], [])
    for file in files:
        try:
            taken.kept.append(uploads.add(case, item, file, by=by, now=now))
        except Refused as reason:
            taken.refused.append((names.clean(file.name), str(reason)))
    return taken

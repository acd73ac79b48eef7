"""Files that come with a form: each is taken or refused by itself, so that one bad file costs nobody the others."""

from typing import NamedTuple

from django.conf import settings

from intake.domain.errors import Refused
from records.domain import uploads
from records.scanning import names

GB = 1024**3


def limits():
    """What parts/limits.html says before anybody chooses a file."""
    return {
        "file": settings.FILE_MAX_BYTES // GB, "form": settings.FORM_FILE_MAX_BYTES // GB,
        "case": settings.CASE_MAX_BYTES // GB, "count": settings.CASE_MAX_FILES,
    }  # fmt: skip


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

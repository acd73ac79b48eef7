"""Files that come with a form: each is taken or refused by itself, so that one bad file costs nobody the others."""

from typing import NamedTuple

from django.contrib import messages
from django.utils.translation import gettext as _

from intake.domain.errors import Refused
from records.domain import uploads
from records.scanning import names


class Taken(NamedTuple):
    kept: list  # uploads
    twice: list  # (name, words): nothing is wrong and nothing is left to do
    refused: list  # (name, reason in words)


def take(case, files, *, item=None, by, now):
    """Take these files for a record, or (item None) for "not sure which"."""
    taken = Taken([], [], [])
    for file in files:
        try:
            taken.kept.append(uploads.add(case, item, file, by=by, now=now))
        except uploads.Twice as words:
            taken.twice.append((names.clean(file.name), str(words)))
        except Refused as reason:
            taken.refused.append((names.clean(file.name), str(reason)))
    return taken


def note_twice(request, taken):
    for name, words in taken.twice:
        messages.info(request, _("%(name)s: %(reason)s") % {"name": name, "reason": words})

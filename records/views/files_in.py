"""Files that come with a form: each is taken or refused by itself, so that one bad file costs nobody the others."""

import uuid
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext as _

from intake.domain.errors import Refused
from records.domain import uploads
from records.queries import arrivals
from records.scanning import names

GB = 1024**3
MOST = 20  # batches: today's, and those of the days that it goes on from


def limits():
    """What parts/limits.html says before anybody chooses a file."""
    return {
        "file": settings.FILE_MAX_BYTES // GB, "form": settings.FORM_FILE_MAX_BYTES // GB,
        "case": settings.CASE_MAX_BYTES // GB, "count": settings.CASE_MAX_FILES,
    }  # fmt: skip


class Came(NamedTuple):
    """What the page's script has sent before it sent the form."""

    here: int  # files that we have, stored or about to be
    kept: list  # uploads

    def __bool__(self):
        return True


def came(request, case):
    """-> Came, or None where the form itself brings the files"""
    batches = [batch for text in request.POST.getlist("batch")[:MOST] if (batch := _uuid(text))]
    counts = arrivals.of_batches(case, request.user, batches) if batches else {}
    if not any(counts.values()):
        return None
    return Came(counts["stored"] + counts["arriving"], arrivals.here(case, request.user, batches))


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class Taken(NamedTuple):
    kept: list  # uploads
    twice: list  # (name, words): nothing is wrong and nothing is left to do
    refused: list  # (name, reason in words)


def take(case, files, *, item=None, by, now):
    """Take these files for a record, or (item None) for "not sure which"."""
    taken, batch = Taken([], [], []), uuid.uuid4() if len(files) > 1 else None
    for file in files:
        try:
            taken.kept.append(uploads.add(case, item, file, batch=batch, by=by, now=now))
        except uploads.Twice as words:
            taken.twice.append((names.clean(file.name), str(words)))
        except Refused as reason:
            taken.refused.append((names.clean(file.name), str(reason)))
    return taken


def note_twice(request, taken):
    for name, words in taken.twice:
        messages.info(request, _("%(name)s: %(reason)s") % {"name": name, "reason": words})

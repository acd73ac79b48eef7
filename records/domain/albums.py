"""Photos that came together become one PDF, page by page in their order; the photos themselves are kept."""

import os

import structlog
from django.db import transaction

from intake.domain.errors import Refused
from records.models import Inspection
from records.queries import albums as queries
from records.scanning import limited

from . import inspecting, uploads
from .unfolding import Held

log = structlog.get_logger(__name__)
WALL = 300.0  # seconds for one album, storage included


def gather(upload, *, now):
    """When the last photo of what was sent together has passed. -> the album, or None"""
    photos = queries.ready(upload)
    if not photos:
        return None
    album = Held(f"photos-{len(photos)}.pdf")
    try:
        _make(photos, album)
        return _keep(photos, album, now=now)
    except (limited.Died, OSError, Refused) as error:  # the photos are here all the same
        log.warning("album_not_made", error=error.__class__.__name__)
        return None
    finally:
        album.close()


def _make(photos, album):
    files = [inspecting.storing.opened(photo) for photo in photos]
    try:
        for piece in limited.run("album", *files, wall=WALL):
            album.write(piece)
    finally:
        for file in files:
            if hasattr(file, "close"):
                file.close()
    album.seek(0, os.SEEK_SET)


@transaction.atomic
def _keep(photos, album, *, now):
    """Sent by whoever sent the photos, for the same record; checked like any file."""
    first = photos[0]
    kept = uploads.add(first.case, first.item, album, batch=first.batch, by=first.uploaded_by, now=now)
    Inspection.objects.update_or_create(upload=kept, defaults={"source": first})
    return kept

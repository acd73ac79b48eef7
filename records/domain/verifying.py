"""Every stored file opened and summed again."""

import hashlib

from django.db.models import Q

from records.models import Upload
from records.sealing import chunks

from . import storing


def verify():
    """Read all files there should be. Yields (key, reason), reason "" for one that is whole."""
    for upload in Upload.objects.filter(Q(removed_at=None)).order_by("pk").iterator(chunk_size=500):
        yield upload.key, _wrong(upload)


def _wrong(upload):
    sha256, size = hashlib.sha256(), 0
    try:
        with storing.opened(upload) as file:
            while piece := file.read(chunks.CHUNK):
                sha256.update(piece)
                size += len(piece)
    except OSError as error:
        return "is missing" if isinstance(error, FileNotFoundError) else str(error)
    return "" if (size, sha256.hexdigest()) == (upload.size, upload.sha256) else "holds other bytes than were sent"

"""Bytes without a row: what a crash, a lost line or a full disk left behind. They go after a day."""

import contextlib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from records.queries import items as queries

LEFT = timedelta(hours=24)


def sweep(*, now):
    """-> how many files were taken away, from storage and from the folder of those on their way in"""
    return _storage(now - LEFT) + _incoming(now - LEFT) + default_storage.abandon(now - LEFT)


def _storage(before):
    count = 0
    with contextlib.suppress(FileNotFoundError):  # nothing was ever kept
        for folder in sorted(default_storage.listdir("")[0]):
            names = default_storage.listdir(folder)[1]
            known = queries.known({key for name in names if (key := _key(name))})
            for name in names:
                if _key(name) not in known:
                    count += _drop(f"{folder}/{name}", before)
    return count


def _key(name):
    try:
        return uuid.UUID(name)
    except ValueError:
        return None  # half a file


def _drop(path, before):
    with contextlib.suppress(OSError):  # somebody else was faster, or it goes tomorrow
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
            return 1
    return 0


def _incoming(before):
    count = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with contextlib.suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink()
                count += 1
    return count

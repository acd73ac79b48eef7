import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from intake.models import Sweep
from records.domain import orphans, storing, sweeps, uploads
from tests import make

OLD = make.NOW - orphans.LEFT - timedelta(minutes=1)
YOUNG = make.NOW - orphans.LEFT + timedelta(minutes=1)
LOST = "00000000-0000-4000-8000-00000000000"


@pytest.fixture
def lay(tmp_path):
    """A file in storage, as old as one wants."""

    def lay(name, at):
        path = Path(default_storage.path(default_storage.save(name, ContentFile(b"bytes"))))
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    return lay


def test_bytes_without_a_row_go_after_a_day(db, lay):
    old, young = lay(storing.place(f"{LOST}1"), OLD), lay(storing.place(f"{LOST}2"), YOUNG)
    half = lay(f"00/.{LOST}3.part", OLD)

    orphans.sweep(now=make.NOW)

    assert (old.exists(), young.exists(), half.exists()) == (False, True, False)
    young.unlink()


def test_a_file_with_a_row_stays_also_when_it_was_removed(db):
    case = make.case()
    kept, removed = make.upload(case), make.upload(case, content=make.PDF + b"\n")
    uploads.remove(removed, by=make.family_of(case), now=make.NOW)
    for upload in (kept, removed):
        os.utime(default_storage.path(storing.place(upload.key)), (OLD.timestamp(), OLD.timestamp()))

    orphans.sweep(now=make.NOW)

    assert all(default_storage.exists(storing.place(upload.key)) for upload in (kept, removed))


def test_what_a_dead_process_left_on_its_way_in_goes_too(db):
    old, young = (Path(settings.FILE_UPLOAD_TEMP_DIR) / name for name in ("old.upload", "young.upload"))
    for path, at in ((old, OLD), (young, YOUNG)):
        path.touch()
        os.utime(path, (at.timestamp(), at.timestamp()))

    orphans.sweep(now=make.NOW)

    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()


def test_the_clock_owes_this_once_a_day(db, lay):
    old = lay(storing.place(f"{LOST}4"), OLD)
    Sweep.objects.exclude(kind="files").delete()
    Sweep.objects.update(due_at=make.NOW)

    assert sweeps.run_due(now=make.NOW)["files"] >= 1
    assert not old.exists()
    assert sweeps.run_due(now=make.NOW + timedelta(hours=1)) == {}
    assert Sweep.objects.get().due_at.hour == 9  # 4:00 in New York

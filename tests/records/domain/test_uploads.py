import hashlib
import io
import os
import tracemalloc
from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from moto.server import ThreadedMotoServer

from intake.domain import history
from intake.domain.errors import Refused
from records.domain import cases, storing, uploads
from records.domain.transitions import settle
from records.models import Upload
from secondopinion.s3 import Bucket
from tests import make

MB = 1024**2


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("lead_coordinator"), **make.OFFICE)


@pytest.fixture
def item(case):
    return make.items(case, kind="pathology_report").get()


def add(case, item=None, content=make.PDF, name="report.pdf", **values):
    file = SimpleUploadedFile(name, content)
    return uploads.add(case, item, file, **{"by": make.office_of(case), "now": make.NOW, **values})


def stored():
    """Every file in storage, by its path."""
    folders = default_storage.listdir("")[0] if os.path.isdir(default_storage.location) else []
    return {f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]}


def test_bytes_are_kept_whole_under_a_name_of_ours(case, item):
    upload = add(case, item, name="../Nia Sample.pdf")

    path = storing.place(upload.key)
    sealed = default_storage.open(path).read()
    assert (sealed[:8], make.PDF in sealed, b"%PDF" in sealed) == (b"SOSEALED", False, False)
    with storing.opened(upload) as file:
        assert file.read() == make.PDF
    assert (upload.size, upload.sha256) == (len(make.PDF), hashlib.sha256(make.PDF).hexdigest())
    assert uploads.name(upload) == "Nia Sample.pdf"
    assert b"Nia" not in bytes(upload.original_name)
    assert "Nia" not in path


def test_a_file_answers_its_record_and_the_case_follows(case, item):
    before = case.event_number

    add(case, item)

    item.refresh_from_db()
    case.refresh_from_db()
    assert (item.status, item.received_at, item.received_by) == ("received", make.NOW, make.office_of(case))
    assert [event.action for event in case.events.filter(number__gt=before)] == ["file_added", "receive"]
    assert (case.waiting_on, case.next_action) == ("coordinator", "check_records")


def test_a_file_may_stand_without_a_record(case):
    assert add(case).item is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"", "The selected file is empty"),
        ("report.jpg", make.PDF, "The name ends in .jpg, but the file is a PDF. Save it again and send that file"),
        ("report", make.PDF, "The name has no ending, but the file is a PDF. Add the ending and send that file"),
        ("setup.pdf", b"MZ\x90\0\3\0", "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
        ("x.svg", b"<svg><script/></svg>", "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
        ("x.html", b"<!doctype html>", "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
        ("x.js", b"alert(1)", "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
        (
            "x.txt",
            b"<script>alert(1)</script>",
            "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file",
        ),
    ],
)
def test_what_we_do_not_take_is_refused_in_words_and_leaves_nothing(case, item, name, content, words):
    before = stored()

    with pytest.raises(Refused, match=f"^{words}$"):
        add(case, item, content, name)

    assert (stored(), Upload.objects.count()) == (before, 0)
    item.refresh_from_db()
    assert item.status == "asked"


def test_a_file_of_the_limit_is_taken_and_one_byte_more_is_not(case, settings):
    settings.FILE_MAX_BYTES = len(make.PDF)

    assert add(case).size == len(make.PDF)
    with pytest.raises(Refused, match="must be smaller than"):
        add(case, content=make.PDF + b"\n")


def test_a_case_holds_so_much_and_no_more(case, settings):
    settings.CASE_MAX_BYTES = 2 * len(make.PDF)
    add(case)
    before = stored()

    with pytest.raises(Refused, match="All files of a request together"):
        add(case, content=make.PDF + b"\n")
    assert stored() == before


def test_the_same_file_twice_is_one_and_said_so(case, item):
    add(case, item)
    before = stored()

    with pytest.raises(Refused, match="You have already uploaded this file"):
        add(case, name="again.pdf")
    assert (stored(), Upload.objects.count()) == (before, 1)
    assert add(case, by=make.family_of(case))  # another person's copy is another file


def test_a_finished_request_takes_no_files(case):
    cases.advance(case, "withdraw", by=make.family_of(case), now=make.NOW)
    before = stored()

    with pytest.raises(Refused, match="Files cannot be added to a finished request"):
        add(case)
    assert stored() == before


class Broken(io.BytesIO):
    """Ends before it should."""

    def read(self, size=-1):
        return super().read(size) if self.tell() < 10 else b""


def test_a_file_that_ends_too_early_is_not_kept(case):
    file = File(Broken(make.PDF), "report.pdf")
    file.size = len(make.PDF) + 10**6
    before = stored()

    with pytest.raises(Refused, match="could not be uploaded"):
        uploads.add(case, None, file, by=make.office_of(case), now=make.NOW)
    assert (stored(), Upload.objects.count()) == (before, 0)


def test_a_full_disk_is_said_in_words(case, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = stored()

    with pytest.raises(Refused, match="We could not keep the file just now"):
        add(case)
    assert (stored(), Upload.objects.count()) == (before, 0)


def test_a_row_that_cannot_be_written_takes_its_bytes_with_it(case, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(history, "add", fail)
    before = stored()

    with pytest.raises(RuntimeError):
        add(case)
    assert (stored(), Upload.objects.count()) == (before, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "moment", ["before the bytes", "half of the bytes", "between bytes and row", "before the commit"]
)
def test_a_process_that_is_killed_leaves_no_row_without_bytes(moment, monkeypatch):
    case = make.case(**make.OFFICE)
    before = stored()
    connections.close_all()

    child = os.fork()
    if child == 0:
        # A browser's loop does not run in the child: it would take a connection that is the parent's.
        _theirs = [(each.connection, setattr(each, "connection", None)) for each in connections.all()]
        die_at(moment, monkeypatch)
        add(case)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)

    assert os.WIFSIGNALED(status)
    assert Upload.objects.count() == 0
    assert len(stored() - before) == (moment != "before the bytes")  # what the sweep takes away
    assert add(case)  # and the sender simply tries again


def die_at(moment, monkeypatch):
    def die(*args, **kwargs):
        os.kill(os.getpid(), 9)

    match moment:
        case "before the bytes":
            monkeypatch.setattr(default_storage, "save", die)
        case "half of the bytes":
            monkeypatch.setattr(os, "fsync", die)
        case "between bytes and row":
            monkeypatch.setattr(uploads, "keep", die)
        case "before the commit":
            monkeypatch.setattr(uploads, "_tell", die)


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_once_become_one_file():
    case, kept = make.case(**make.OFFICE), []

    def send():
        try:
            kept.append(add(case))
        except Refused:
            pass
        finally:
            connections.close_all()

    senders = [Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(kept) == Upload.objects.count() == 1


@pytest.fixture
def large(tmp_path):
    """150 MB on disk that are a PDF at their head."""
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(make.PDF)
        file.truncate(150 * MB)
    with path.open("rb") as file:
        yield File(file, "large.pdf")


def test_a_large_file_is_never_whole_in_memory(case, large):
    tracemalloc.start()
    upload = uploads.add(case, None, large, by=make.office_of(case), now=make.NOW)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert upload.size == 150 * MB
    assert peak < 8 * MB
    default_storage.delete(storing.place(upload.key))


@pytest.fixture(scope="module")
def bucket():
    """S3's own protocol, spoken by a stand-in."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = Bucket(
        access_key="key", secret_key="secret", bucket_name="so-files", endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1", signature_version="s3v4", file_overwrite=False, max_memory_size=MB,
    )  # fmt: skip
    store.connection.create_bucket(Bucket="so-files")
    yield store
    server.stop()


@pytest.mark.parametrize("size", [len(make.PDF), 3 * MB, 20 * MB])
def test_a_bucket_gets_the_same_bytes_and_the_same_sum(case, bucket, monkeypatch, size):
    """Its client reads small files twice and large ones in parts."""
    monkeypatch.setattr(storing, "default_storage", bucket)
    content = make.PDF + os.urandom(size - len(make.PDF))

    upload = add(case, content=content)

    assert (upload.size, upload.sha256) == (size, hashlib.sha256(content).hexdigest())
    with bucket.open(storing.place(upload.key)) as kept:
        assert content not in kept.read()
    with storing.opened(upload) as file:
        assert file.read() == content
        assert (file.seek(size - 3), file.read()) == (size - 3, content[-3:])


def test_what_a_dead_process_left_half_in_a_bucket_is_ended(bucket):
    bucket.connection.meta.client.create_multipart_upload(Bucket="so-files", Key="half")

    assert [bucket.abandon(make.NOW), bucket.abandon(make.NOW)] == [1, 0]


def test_a_bucket_that_is_away_is_said_in_words(case, bucket, monkeypatch):
    away = Bucket(
        access_key="key", secret_key="secret", bucket_name="nowhere", endpoint_url=bucket.endpoint_url,
        region_name="us-east-1", signature_version="s3v4",
    )  # fmt: skip
    monkeypatch.setattr(storing, "default_storage", away)

    with pytest.raises(Refused, match="We could not keep the file just now"):
        add(case)


def test_many_files_in_a_day_are_one_mail_to_the_family_at_eight(case):
    for hour in range(10):
        add(case, content=make.PDF + bytes([hour]), now=make.NOW + timedelta(hours=hour))  # 10:00 to 19:00 there

    (notice,) = case.notices.filter(kind="item_received")
    assert notice.due_at == make.NOW.replace(hour=13) + timedelta(days=1)


def test_the_sender_takes_a_file_back_until_it_was_checked(case, item):
    upload, office = add(case, item), make.office_of(case)
    uploads.remove(upload, by=office, now=make.NOW)
    item.refresh_from_db()
    assert (item.status, list(Upload.objects.filter(removed_at=None))) == ("needed", [])

    upload = add(case, item)
    settle(item, "accept", by=make.person("coordinator"), now=make.NOW)
    with pytest.raises(Refused, match="This file was checked already"):
        uploads.remove(upload, by=office, now=make.NOW)


def test_nobody_outside_takes_back_what_another_sent(case, item):
    upload = add(case, item)

    with pytest.raises(Refused, match="This step is for somebody else"):
        uploads.remove(upload, by=make.family_of(case), now=make.NOW)
    assert uploads.remove(upload, why="wrong_record", by=make.person("coordinator"), now=make.NOW) is None

"""What may come through the door to do harm: each gets its named answer, and the files beside it are checked."""

import io
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from records.domain import inspecting, scans
from records.domain.arriving import store
from records.models import Upload
from records.queries import checks
from records.queries import scans as queries
from tests import archives, dicoms, make
from tests.rooms import tus
from tests.rooms.desk import address, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case("collecting_records", child_sex="female")


@pytest.fixture(autouse=True)
def scanner(settings, monkeypatch):
    """One that finds nothing: what ClamAV itself says is tried in tests/records."""
    settings.CLAMD_URL = "unix:///answered"
    monkeypatch.setattr(inspecting.virus, "scan", lambda *args, **kwargs: inspecting.virus.Said("clean"))
    monkeypatch.setattr(inspecting.virus, "is_awake", lambda address: True)


def checked(sender, *files, **told):
    for content, name in files:
        sender.send(content, name, **told)
    assert store.store_due(now=timezone.now()) == len(files)
    while scans.one(now=timezone.now()):
        pass
    return {names(upload): (upload.scan, upload.inspection.reason) for upload in Upload.objects.all()}


def names(upload):
    return checks.case_names(upload.case, checks.Q(pk=upload.pk))[0]


def png(width, height):
    """A picture of that many pixels, all of one colour: a few hundred kB."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0"
    packer = zlib.compressobj(9)
    line = b"\0" * (width // 8 + 2)
    pixels = b"".join(packer.compress(line) for _row in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def thick(pages):
    with pikepdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(612, 792))
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def polyglot():
    """A scan that is a program as well: its first 128 bytes start one."""
    return dicoms.dicom(preamble=b"MZ\x90\0".ljust(128, b"\0"))


@pytest.mark.parametrize(
    ("content", "name", "answer"),
    [
        (archives.forty_two, "bomb.zip", ("not_scannable", "too_deep")),
        (lambda: png(30_000, 30_000), "bomb.png", ("not_scannable", "too_big")),
        (lambda: thick(10_000), "thick.pdf", ("clean", "")),
        (lambda: dicoms.packed_frames(200_000), "frames.dcm", ("not_scannable", "too_dense")),
    ],
)
def test_each_gets_its_answer_and_the_file_behind_it_is_checked(case, content, name, answer):
    found = checked(tus.family(case), (content(), name), (dicoms.pdf(), "report.pdf"))

    assert found == {name: answer, "report.pdf": ("clean", "")}


def test_a_program_inside_a_scan_does_not_come_in(case):
    sender = tus.family(case)
    sender.send(polyglot(), "a.dcm")
    sender.send(dicoms.pdf(), "report.pdf")
    store.store_due(now=timezone.now())
    while scans.one(now=timezone.now()):
        pass

    assert {names(each): each.scan for each in Upload.objects.filter(scan="clean")} == {"report.pdf": "clean"}
    assert not Upload.objects.filter(kind="dicom", scan="clean").exists()


def test_a_disc_as_a_picture_becomes_its_files(case):
    slices = [(f"DISC/IM{number}", dicoms.dicom(number)) for number in (1, 2)]
    disc = dicoms.burned(("DICOMDIR", dicoms.dicomdir("DISC/IM1", "DISC/IM2", "DISC/IM3")), *slices)

    found = checked(tus.family(case), (disc, "disc.iso"))

    assert found == {"disc.iso": ("clean", ""), "DICOMDIR": ("clean", ""), "IM1": ("clean", ""), "IM2": ("clean", "")}
    assert queries.facts(Upload.objects.get(kind="iso"))["absent"] == ["DISC/IM3"]


def test_a_disc_as_a_folder_says_what_is_missing(client, case):
    sender = tus.family(case)
    batch = "5e1f27d4-4b53-4c52-9f3f-0b0c3d7f6a11"
    sender.send(dicoms.dicomdir("DISC/IM1", "DISC/IM2"), "DICOMDIR", batch=batch, path="CD/DICOMDIR")
    sender.send(dicoms.dicom(1), "IM1", batch=batch, path="CD/DISC/IM1")
    store.store_due(now=timezone.now())
    while scans.one(now=timezone.now()):
        pass
    sign_in(client, make.person("coordinator"))
    listing = next(each for each in Upload.objects.all() if names(each).endswith("DICOMDIR"))

    assert "table of contents: 2 files, 1 of them missing" in client.get(address(case, "check", listing.key)).text


def test_by_form_as_well(client, case):
    """Without script."""
    entered = tus.family(case).client
    files = [SimpleUploadedFile("bomb.zip", archives.forty_two()), SimpleUploadedFile("report.pdf", dicoms.pdf())]
    entered.post(f"/family/{case.reference}/records/upload/", {"file": files, "item": "not_sure"})
    while scans.one(now=timezone.now()):
        pass

    assert {upload.kind: upload.scan for upload in Upload.objects.all()} == {"zip": "not_scannable", "pdf": "clean"}
    assert "There is too much in it to check." in entered.get(f"/family/{case.reference}/records/upload/").text

"""From waiting to clean, infected, not scannable or held; and nothing in between is shown to anybody."""

import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.domain.errors import Refused
from intake.models import Event, Notice
from records import board
from records.domain import deciding, desk, inspecting, scans, uploads
from records.models import Inspection, Upload
from records.policies import items
from records.queries import scans as queries
from records.scanning import limited, virus
from tests import archives, dicoms, make
from tests.scanner import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner()
    yield scanner
    scanner.close()


@pytest.fixture(autouse=True)
def address(settings, scanner):
    settings.CLAMD_URL = scanner.address


def sent(content, name="report.pdf", *, case=None, item=None):
    case = case or make.case("collecting_records", child_sex="female")
    return uploads.add(case, item, SimpleUploadedFile(name, content), by=make.family_of(case), now=make.NOW)


def checked(upload, *, now=make.NOW):
    while scans.one(now=now):
        pass
    upload.refresh_from_db()
    return upload.scan, upload.inspection.reason


def test_a_new_file_waits_until_it_was_looked_at():
    upload = sent(dicoms.pdf())

    assert upload.scan == "waiting"
    assert checked(upload) == ("clean", "")
    assert upload.inspection.scanned_at == make.NOW
    assert Event.objects.filter(case=upload.case, action="file_clean", before="waiting").exists()


def test_without_a_scanner_a_file_says_that_it_was_not_scanned(settings):
    settings.CLAMD_URL = ""

    upload = sent(dicoms.pdf())

    assert upload.scan == "not_scanned"
    assert checked(upload) == ("not_scanned", "")
    assert upload.inspection.scanned_at is None
    assert queries.facts(upload)["pages"] == 1
    assert not scans.one(now=make.NOW)


@pytest.mark.parametrize(
    ("content", "name", "state", "reason"),
    [
        (dicoms.dicom(PatientName="Other^Mia"), "a.dcm", "held", "name"),
        (b"%PDF-1.7 nothing", "a.pdf", "not_scannable", "broken"),
    ],
)
def test_without_a_scanner_files_are_understood_all_the_same(settings, content, name, state, reason):
    settings.CLAMD_URL = ""
    upload = sent(content, name)

    assert checked(upload) == (state, reason)


def test_without_a_scanner_nothing_becomes_clean(settings):
    settings.CLAMD_URL = ""
    disc = sent(archives.zipped(("IM1", dicoms.dicom(1)), ("IM2", dicoms.dicom(2, PatientName="Other^Mia"))), "a.zip")
    checked(disc)
    held = Upload.objects.filter(inspection__source=disc, scan="held").first()
    deciding.release(held, words="It is hers", by=make.person("coordinator"), now=make.NOW)

    assert set(Upload.objects.values_list("scan", flat=True)) == {"not_scanned", "held"}


@pytest.mark.parametrize(
    ("make_content", "name", "state", "reason"),
    [
        (lambda: virus.PROOF, "a.txt", "infected", "Test.EICAR.UNOFFICIAL"),
        (lambda: archives.zipped(("a.txt", virus.PROOF)), "a.zip", "infected", "Test.EICAR.UNOFFICIAL"),
        (lambda: archives.nested(20), "a.zip", "not_scannable", "too_deep"),
        (lambda: archives.zipped(*((f"{n}.txt", b"hi") for n in range(12_000))), "a.zip", "not_scannable", "too_many"),
        (
            lambda: archives.zipped(("a.bin", b"\0" * 130 * archives.MB + virus.PROOF)),
            *("a.zip", "not_scannable", "too_dense"),
        ),
        (lambda: archives.locked(), "a.zip", "not_scannable", "encrypted"),
        (lambda: b"%PDF-1.7 nothing", "a.pdf", "not_scannable", "broken"),
        (lambda: dicoms.dicom(preamble=b"MZ".rjust(128, b"\0")), "a.dcm", "not_scannable", "program"),
        (lambda: dicoms.dicom(frames=10_000), "a.dcm", "not_scannable", "broken"),
        (lambda: dicoms.dicom(), "a.dcm", "clean", ""),
        (lambda: dicoms.paper(), "a.jpg", "clean", ""),
    ],
)
def test_each_kind_of_file_gets_its_answer(make_content, name, state, reason):
    upload = sent(make_content(), name)

    assert checked(upload) == (state, reason)
    told = Notice.objects.filter(case=upload.case, kind="file_failed", to=make.family_of(upload.case))
    assert told.count() == (state != "clean")
    assert all(notice.due_at <= make.NOW + timedelta(minutes=10) for notice in told)


def test_what_fails_together_is_one_mail():
    case = make.case("collecting_records")
    for number in (b"1", b"2"):
        checked(sent(b"%PDF-1.7 nothing" + number, "a.pdf", case=case))

    assert Notice.objects.filter(case=case, kind="file_failed").count() == 1


def test_of_what_staff_added_nobody_is_told():
    case = make.case("collecting_records")
    upload = uploads.add(case, None, make.file("a.pdf"), by=make.person("coordinator"), now=make.NOW)
    checked(upload)

    assert upload.scan == "not_scannable"
    assert not Notice.objects.filter(case=case, kind="file_failed").exists()


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"PatientName": "Sample^Mia"}, "name"),
        ({"PatientBirthDate": "20190428"}, "birth_date"),
        ({"PatientSex": "M"}, "sex"),
        ({"StudyDate": "20180101"}, "study_date"),
        ({"PatientIdentityRemoved": "YES"}, "anonymous"),
        ({"PatientName": "", "PatientID": "", "PatientBirthDate": ""}, "anonymous"),
    ],
)
def test_a_scan_of_another_child_is_held(tags, why):
    assert checked(sent(dicoms.dicom(**tags), "a.dcm")) == ("held", why)


def test_a_report_of_another_child_is_held():
    assert checked(sent(dicoms.pdf("Patient: Leo Other\nDOB: 01/02/2015"))) == ("held", "name,birth_date")
    assert checked(sent(dicoms.pdf("Patient: Nia Sample\nDOB: 04/27/2019"))) == ("clean", "")


def test_what_was_found_is_sealed_like_the_file():
    upload = sent(dicoms.dicom(), "a.dcm")
    checked(upload)

    assert b"Sample" not in bytes(upload.inspection.facts)
    assert queries.facts(upload)["name"] == "Sample^Nia"
    assert queries.preview(upload)[8:12] == b"WEBP"
    assert b"WEBP" not in bytes(upload.inspection.preview)


def test_members_of_an_archive_become_files_of_their_own():
    content = archives.zipped(
        *((f"disc/IM{number}", dicoms.dicom(number)) for number in (1, 2, 4)),
        ("disc/report.pdf", dicoms.pdf()),
        ("disc/viewer.exe", b"MZ\0\0"),
    )
    upload = sent(content, "disc.zip")

    assert checked(upload) == ("clean", "")
    found = Upload.objects.filter(inspection__source=upload)
    assert sorted(uploads.name(each) for each in found) == ["IM1", "IM2", "IM4", "report.pdf"]
    assert {each.scan for each in found} == {"clean"}
    assert {key: queries.facts(upload)[key] for key in ("kept", "left")} == {"kept": 4, "left": 1}


def test_two_children_in_one_archive_are_both_held():
    content = archives.zipped(("IM1", dicoms.dicom(1)), ("IM2", dicoms.dicom(2, PatientID="OTHER")))
    upload = sent(content, "disc.zip")
    checked(upload)

    found = Upload.objects.filter(inspection__source=upload)
    assert {(each.scan, each.inspection.reason) for each in found} == {("held", "mixed")}


def test_two_children_in_files_sent_together_are_both_held():
    case, batch = make.case("collecting_records", child_sex="female"), uuid.uuid4()
    one = sent(dicoms.dicom(1), "IM1", case=case)
    checked(one)
    other = sent(dicoms.dicom(2, PatientID="OTHER"), "IM2", case=case)
    Upload.objects.update(batch=batch)
    other.refresh_from_db()

    assert checked(other) == ("held", "mixed")
    one.refresh_from_db()
    assert one.scan == "held"


def test_the_number_of_a_named_place_guards_too():
    case = make.named(make.case("collecting_records", child_sex="female"))
    tags = {"InstitutionName": "Riverside Sample Hospital"}

    assert checked(sent(dicoms.dicom(1, PatientID="R-9999", **tags), "a.dcm", case=case)) == ("held", "patient_id")
    assert checked(sent(dicoms.dicom(2, PatientID="R-4471", **tags), "b.dcm", case=case)) == ("clean", "")


def test_a_scanner_that_is_down_lets_files_wait_and_they_are_tried_again(scanner):
    upload = sent(dicoms.pdf())
    scanner.stop()

    assert checked(upload) == ("waiting", "scanner_down")
    assert not queries.owed(make.NOW + timedelta(seconds=1))
    scanner.start()
    assert checked(upload, now=make.NOW + timedelta(seconds=2)) == ("clean", "")
    assert upload.inspection.attempts == 2


def test_a_scanner_without_signatures_lets_nothing_pass(settings):
    blind = Scanner(signature="Test.Other:0:*:00112233445566778899aabbccddeeff\n")
    settings.CLAMD_URL = blind.address

    assert checked(sent(dicoms.pdf())) == ("waiting", "scanner_blind")
    blind.close()


def test_waiting_longer_each_time_but_never_more_than_ten_minutes(settings):
    settings.CLAMD_URL = "unix:///nowhere"
    upload, now, pauses = sent(dicoms.pdf()), make.NOW, []
    for _try in range(12):
        assert scans.one(now=now)
        upload.inspection.refresh_from_db() if _try else upload.refresh_from_db()
        pauses.append((upload.inspection.due_at - now).total_seconds())
        now = upload.inspection.due_at

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
    coordinator = make.person("coordinator")
    assert not queries.late(coordinator, make.NOW + timedelta(minutes=14)).exists()
    assert list(queries.late(coordinator, make.NOW + timedelta(minutes=15))) == [upload]


def test_a_check_that_dies_is_tried_once_more(monkeypatch):
    def die(*args, **kwargs):
        raise limited.Died("too_slow")

    monkeypatch.setattr(inspecting, "look", die)
    upload = sent(dicoms.pdf())

    assert checked(upload) == ("waiting", "too_slow")
    assert checked(upload, now=make.NOW + timedelta(seconds=2)) == ("not_scannable", "too_slow")


def test_storage_that_is_away_only_waits(monkeypatch):
    def away(upload):
        raise OSError

    monkeypatch.setattr(inspecting.storing, "opened", away)

    assert checked(sent(dicoms.pdf())) == ("waiting", "storage_down")


def test_a_file_in_another_workers_hands_is_left_alone():
    upload = sent(dicoms.pdf())
    assert scans._claim(make.NOW) == upload

    assert not scans.one(now=make.NOW)


def test_a_coordinator_lets_a_held_file_pass_with_a_reason():
    upload = sent(dicoms.dicom(PatientName="Fixture^Nia"), "a.dcm")
    checked(upload)
    coordinator = make.person("coordinator")

    for by, words in ((make.family_of(upload.case), "mine"), (coordinator, " ")):
        with pytest.raises(Refused):
            deciding.release(upload, words=words, by=by, now=make.NOW)
    deciding.release(upload, words="Maiden name, told by phone", by=coordinator, now=make.NOW)
    upload.refresh_from_db()
    assert (upload.scan, upload.inspection.reason) == ("clean", "released")
    with pytest.raises(Refused):
        deciding.release(upload, words="again", by=coordinator, now=make.NOW)


def test_a_file_that_was_never_scanned_is_not_released_past_the_scanner():
    upload = sent(virus.PROOF, "a.txt")
    coordinator = make.person("coordinator")
    deciding.hold(upload, "wrong_name", by=coordinator, now=make.NOW)
    deciding.release(upload, words="It is hers", by=coordinator, now=make.NOW)

    assert checked(upload)[0] == "infected"


def test_another_childs_record_closes_all_its_files():
    case = make.case("collecting_records")
    item = make.items(case, kind="scan_ct").first() or make.items(case).first()
    upload = sent(dicoms.pdf(), case=case, item=item)
    checked(upload)

    desk.reject(item, "wrong_name", by=make.person("coordinator"), now=make.NOW)

    upload.refresh_from_db()
    assert upload.scan == "held"


@pytest.fixture
def small(settings):
    """The scanner takes no more than 20 kB: what it says of 2 GB, without them."""
    settings.SCAN_MAX_BYTES = 20_000


def test_a_study_too_large_for_the_scanner_waits_for_a_person(small):
    upload = sent(dicoms.dicom(side=128), "a.dcm")
    assert checked(upload) == ("held", "too_big")
    assert queries.preview(upload)
    doctor, coordinator = make.person("oncology", groups=("bone",)), make.person("coordinator")
    assert not items.may_download(upload, doctor)

    deciding.release(upload, words="From the clinic's own disc", by=coordinator, now=make.NOW)
    upload.refresh_from_db()
    assert (upload.scan, items.may_download(upload, doctor)) == ("clean", True)


def test_another_childs_large_study_is_held_for_that(small):
    assert checked(sent(dicoms.dicom(side=128, PatientSex="M"), "a.dcm")) == ("held", "sex")


def test_another_file_too_large_for_the_scanner_is_not_scannable(small):
    upload = sent(dicoms.pdf("Patient: Nia Sample\n" + "a" * 40_000, compress_streams=False))

    assert checked(upload) == ("not_scannable", "too_big")
    assert "Send it in smaller parts, or call us" in board.why(upload)


def test_of_an_archive_too_large_for_the_scanner_each_member_is_scanned(small):
    slices = [(f"IM{number}", dicoms.dicom(number)) for number in range(1, 5)]
    upload = sent(archives.zipped(*slices, method=zipfile.ZIP_STORED), "disc.zip")

    assert checked(upload) == ("held", "too_big")
    assert {each.scan for each in Upload.objects.filter(inspection__source=upload)} == {"clean"}

    strange = sent(archives.zipped(*slices, ("a.exe", b"MZ\0\0"), method=zipfile.ZIP_STORED), "other.zip")
    assert checked(strange) == ("not_scannable", "too_big")
    assert not Upload.objects.filter(inspection__source=strange).exists()


def test_a_person_who_was_faster_is_not_overruled():
    upload = sent(dicoms.pdf())
    claimed = scans._claim(make.NOW)
    deciding.hold(upload, "wrong_name", by=make.person("coordinator"), now=make.NOW)

    scans.finish(claimed, inspecting.Result("clean"), now=make.NOW)

    upload.refresh_from_db()
    assert upload.scan == "held"
    assert Inspection.objects.get(upload=upload).reason == "wrong_name"

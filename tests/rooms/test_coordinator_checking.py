"""The page where a person looks at one file: a held one passes with a reason, or closes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from records.domain import inspecting, scans, uploads
from records.models import Upload
from tests import dicoms, make
from tests.rooms.desk import address, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case("collecting_records", child_sex="female")


@pytest.fixture(autouse=True)
def coordinator(client):
    person = make.person("coordinator")
    sign_in(client, person)
    return person


@pytest.fixture
def scanner(settings, monkeypatch):
    """One that finds nothing and is awake: the scanner itself is tried in tests/records."""
    settings.CLAMD_URL = "unix:///answered"
    monkeypatch.setattr(inspecting.virus, "scan", lambda file, address, **_: inspecting.virus.Said("clean"))
    monkeypatch.setattr(inspecting.virus, "is_awake", lambda address: True)


def checked(case, content, name, item=None):
    upload = uploads.add(case, item, SimpleUploadedFile(name, content), by=make.family_of(case), now=make.NOW)
    assert scans.one(now=make.NOW)
    return Upload.objects.get(pk=upload.pk)


def page(client, case, upload, **posted):
    place = address(case, "check", upload.key)
    return client.post(place, posted) if posted else client.get(place)


def test_both_sides_stand_beside_each_other(client, case, scanner):
    upload = checked(case, dicoms.dicom(PatientName="Other^Mia", PatientBirthDate="20150101"), "a.dcm")

    text = page(client, case, upload).text

    assert upload.scan == "held"
    for words in ("Nia Sample", "Mia Other", "Held because of another name, another birth date", "CT chest"):
        assert words in text
    picture = client.get(address(case, "preview", upload.key))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")


def test_the_sender_and_the_doctors_do_not_read_whose_it_is(client, case, scanner):
    upload = checked(case, dicoms.dicom(PatientName="Other^Mia"), "a.dcm")
    sign_in(client, make.person("oncology", groups=["bone"]))

    assert client.get(address(case, "check", upload.key)).status_code == 404
    assert "a.dcm" not in client.get(f"/oncology/{case.reference}/").text


def test_it_passes_with_a_reason(client, case, scanner):
    upload = checked(case, dicoms.dicom(PatientName="Fixture^Nia"), "a.dcm")

    assert page(client, case, upload, action="release", why="").status_code == 422
    assert page(client, case, upload, action="release", why="Maiden name").status_code == 302

    upload.refresh_from_db()
    assert upload.scan == "clean"
    assert "Maiden name" in client.get(f"/coordinator/{case.reference}/").text


def test_another_childs_file_closes_and_its_record_is_missing_again(client, case, scanner):
    item = make.items(case, kind="scan_ct").first()
    upload = checked(case, dicoms.dicom(PatientName="Other^Mia"), "a.dcm", item)
    item.refresh_from_db()
    assert item.status == "received"

    assert page(client, case, upload, action="close").status_code == 302

    item.refresh_from_db()
    upload.refresh_from_db()
    assert (upload.scan, upload.removed_why, item.status) == ("held", "other_child", "needed")
    assert client.get(f"/files/{upload.key}/").status_code == 404


def test_what_a_report_is_stands_in_words(client, case, scanner):
    upload = checked(case, dicoms.pdf("Patient: Nia Sample", pages=3, script=True), "report.pdf")

    text = page(client, case, upload).text

    assert "3 pages." in text
    assert "It holds a script." in text


def test_a_file_without_a_picture_leads_back(client, case):
    upload = make.upload(case)

    assert client.get(address(case, "preview", upload.key)).status_code == 302
    assert page(client, case, upload).status_code == 200


def test_what_is_not_held_is_neither_released_nor_closed(client, case, scanner):
    upload = checked(case, dicoms.pdf(), "report.pdf")

    assert page(client, case, upload, action="close").status_code == 409
    assert page(client, case, upload, action="release", why="x").status_code == 409


def test_a_scanner_that_is_silent_is_said_on_the_queue(client, case, settings):
    settings.CLAMD_URL = "unix:///nowhere"
    make.upload(case, now=timezone.now() - timedelta(minutes=16))

    text = client.get("/coordinator/").text

    assert "1 file waits for the virus scanner." in text

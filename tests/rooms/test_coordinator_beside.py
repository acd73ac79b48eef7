"""A file beside what was asked for: accepted, sent back, filed, counted; scans as studies; many by one press."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.models import Event, Notice
from records.domain import scans, uploads
from records.models import Upload
from tests import archives, dicoms, make
from tests.rooms import entering
from tests.rooms.desk import address, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case("collecting_records", child_sex="female", **make.OFFICE)


@pytest.fixture(autouse=True)
def coordinator(client):
    return sign_in(client, make.person("coordinator"))


def came(case, content, name="report.pdf", item=None):
    upload = uploads.add(case, item, SimpleUploadedFile(name, content), by=make.family_of(case), now=make.NOW)
    while scans.one(now=make.NOW):
        pass
    return Upload.objects.get(pk=upload.pk)


def kind(case, code):
    return make.items(case, kind=code).first()


def page(client, case, upload):
    return client.get(address(case, "check", upload.key)).text


def press(client, case, upload, action, **more):
    upload.refresh_from_db()
    version = upload.item.version if upload.item else ""
    return client.post(address(case, "check", upload.key), {"action": action, "version": version, **more})


def test_what_was_asked_for_stands_beside_the_file(client, case):
    item = kind(case, "pathology_report")
    upload = came(case, dicoms.pdf(), item=item)

    text = page(client, case, upload)

    assert "What we asked for" in text
    assert "Check for:" in text
    assert "every biopsy and surgery" in text
    assert "1 of 1 to check" in text


def test_every_reason_of_the_table_can_be_picked_by_its_number(client, case):
    upload = came(case, dicoms.pdf(), item=kind(case, "pathology_report"))

    found = re.findall(r">\s*(\d+)\. [^<]+</label>", page(client, case, upload))

    assert found == [str(number) for number in range(1, 22)]


def test_accepting_leads_to_the_next_file(client, case):
    first = came(case, dicoms.pdf(), item=kind(case, "pathology_report"))
    second = came(case, dicoms.pdf("other"), item=kind(case, "clinic_notes"))

    response = press(client, case, first, "accept")

    assert response.url == address(case, "check", second.key)
    first.item.refresh_from_db()
    assert first.item.status == "accepted"
    assert press(client, case, second, "accept").url == address(case) + "#records"


def test_sent_back_with_a_reason_its_sender_is_asked_again(client, case):
    upload = came(case, dicoms.pdf(), item=kind(case, "pathology_report"))

    assert press(client, case, upload, "reject").status_code == 422
    press(client, case, upload, "reject", reject_reason="pages_missing")

    upload.item.refresh_from_db()
    assert (upload.item.status, upload.item.reject_reason) == ("asked", "pages_missing")
    assert Notice.objects.filter(case=case, kind="item_rejected").exists()


def test_who_was_slower_reads_what_changed(client, case):
    upload = came(case, dicoms.pdf(), item=kind(case, "pathology_report"))
    old = upload.item.version
    press(client, case, upload, "count", here="1", wanted="2")

    response = client.post(address(case, "check", upload.key), {"action": "accept", "version": old})

    assert response.status_code == 409


def test_a_file_that_has_not_passed_is_not_accepted(client, case):
    upload = came(case, dicoms.dicom(PatientName="Other^Mia"), "a.dcm", item=kind(case, "scan_ct"))

    text = page(client, case, upload)

    assert "Nobody can rely on a file that has not passed." in text
    assert 'value="accept"' not in text


def test_a_loose_study_is_filed_by_one_press_where_it_looks_like_it_belongs(client, case):
    slices = [(f"IM{number}", dicoms.dicom(number)) for number in (1, 2, 4)]
    came(case, archives.zipped(*slices), "disc.zip")
    one = Upload.objects.filter(kind="dicom").first()
    text = page(client, case, one)

    assert "This looks like: CT scan" in text
    assert re.search(r"CT chest.*?<strong>3</strong>.*?so-late\">1</strong>", text, re.DOTALL)
    press(client, case, one, "suggested")

    item = kind(case, "scan_ct")
    assert Upload.objects.filter(item=item, kind="dicom").count() == 3
    assert item.status == "received"
    assert Event.objects.filter(case=case, action="file_moved").count() == 1
    record = client.get(address(case, "record", item.number)).text
    assert "The scans" in record
    assert "It stands under the right record." in page(client, case, one)


def test_slices_of_one_study_are_one_look(client, case):
    came(case, archives.zipped(*((f"IM{n}", dicoms.dicom(n)) for n in range(1, 6))), "disc.zip")
    came(case, dicoms.pdf())

    response = client.get(address(case, "checks"), follow=True)

    assert "1 of 2 to check" in response.text


def test_one_file_answers_several_records(client, case):
    first, second = kind(case, "pathology_report"), kind(case, "molecular_report")
    upload = came(case, dicoms.pdf(), item=first)

    press(client, case, upload, "share", other=second.number)

    second.refresh_from_db()
    assert second.status == "received"
    assert "It also answers" in page(client, case, upload)
    assert "report.pdf" in client.get(address(case, "record", second.number)).text
    entering.family(client, case, "full")
    board = client.get(f"/family/{case.reference}/records/").text
    assert board.count("report.pdf</bdi>") == 3  # under each record, and in the list of files

    sign_in(client, make.person("coordinator"))
    press(client, case, upload, "unshare", number=second.number)
    second.refresh_from_db()
    assert second.status in {"needed", "asked"}


def test_a_shared_file_that_goes_leaves_both_records_missing(client, case):
    first, second = kind(case, "pathology_report"), kind(case, "molecular_report")
    upload = came(case, dicoms.pdf(), item=first)
    press(client, case, upload, "share", other=second.number)

    uploads.remove(upload, why="asked_for", by=make.person("coordinator"), now=make.NOW)

    for item in (first, second):
        item.refresh_from_db()
        assert item.status == "needed"


def test_how_much_is_here_stands_on_every_board(client, case):
    upload = came(case, dicoms.dicom(), "a.dcm", item=kind(case, "scan_ct"))

    assert press(client, case, upload, "count", here="3", wanted="2").status_code == 422
    assert press(client, case, upload, "count", here="2", wanted="3").status_code == 302

    assert "2 of 3 are here" in client.get(address(case)).text
    entering.family(client, case)
    assert "2 of 3 are here" in client.get(f"/family/{case.reference}/status/").text


def test_a_report_without_the_pictures_is_said(client, case):
    upload = came(case, dicoms.pdf(), item=kind(case, "scan_ct"))

    assert "The report is here, the pictures are still needed." in page(client, case, upload)
    came(case, dicoms.dicom(), "a.dcm", item=kind(case, "scan_ct"))
    assert "the pictures are still needed" not in page(client, case, upload)


def test_a_scan_that_is_too_old_is_said(client, case):
    upload = came(case, dicoms.dicom(StudyDate="20260101"), "a.dcm", item=kind(case, "scan_ct"))

    assert re.search(r"Taken \d+ days ago\.</strong> It should not be older than \d+ days", page(client, case, upload))
    fresh = came(case, dicoms.dicom(2, StudyDate="20261120"), "b.dcm", item=kind(case, "scan_mri_tumor"))
    assert "days ago" not in page(client, case, fresh)


def test_many_loose_files_are_sorted_on_one_page(client, case):
    came(case, archives.zipped(*((f"IM{n}", dicoms.dicom(n)) for n in (1, 2))), "disc.zip")
    came(case, dicoms.pdf())
    text = client.get(address(case, "sort")).text
    ct, report = kind(case, "scan_ct"), kind(case, "pathology_report")

    assert f'<option value="{ct.number}" selected' in text
    names = re.findall(r'<select[^>]*name="(file-\d+)"', text)
    assert len(names) == 2
    client.post(address(case, "sort"), {names[0]: ct.number, names[1]: report.number})

    assert Upload.objects.filter(item=ct, kind="dicom").count() == 2
    assert Upload.objects.filter(item=report, kind="pdf").count() == 1
    assert "Every file stands under a record." in client.get(address(case, "sort")).text

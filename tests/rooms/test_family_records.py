"""The family's records: the list, what exists, files in and out."""

import re
import uuid

import pytest
from django.utils import timezone

from records.domain.arriving import store
from records.models import Upload
from tests import make
from tests.rooms import family, tus

OTHER = b"%PDF-1.4\nanother\n%%EOF\n"


@pytest.fixture
def found(db):
    return make.case("collecting_records")


@pytest.fixture
def person(found):
    return family.opened(found)


def at(person, page, **query):
    return person.get(f"{person.base}/{page}/", **query)


def send(person, *files, item="not_sure"):
    return person.post(f"{person.base}/records/upload/", {"item": item}, file=list(files))


def needed(found):
    """A record that the review needs and that comes as a file."""
    return make.items(found, necessity="required", kind="pathology_report").get()


# --- files in


def test_the_limits_are_said_before_choosing(person):
    page = at(person, "records/upload")

    assert "Each file may have up to 5 GB. All files together may have up to 50 GB and 10,000 files." in page.words
    assert "Without JavaScript, each file may have up to 1 GB." in page.words
    assert 'enctype="multipart/form-data"' in page.text
    assert 'type="file" name="file"' in page.text
    assert "multiple" in page.text


def test_without_script_each_field_of_files_has_a_name(person):
    page = re.sub(r"<template>.*?</template>", "", at(person, "records/upload").text, flags=re.DOTALL)

    fields = re.findall(r'<input[^>]*type="file"[^>]*>', page)
    assert fields
    assert all(' name="' in field for field in fields)


def test_several_files_come_in_at_once(found, person):
    item = needed(found)
    send(person, make.file("one.pdf"), make.file("two.pdf", OTHER), item=item.number)

    assert (person.status, person.page) == (200, "upload")
    assert "We have 2 files." in person.text
    assert "one.pdf" in person.text
    assert "two.pdf" in person.text
    assert "Not scanned" in person.text
    item.refresh_from_db()
    assert item.status == "received"


def test_a_bad_file_is_refused_in_words_and_the_others_stay(found, person):
    send(person, make.file("one.pdf"), make.file("bad.pdf", b"MZ\x90\x00rest"), make.file("empty.pdf", b""))

    assert person.status == 422
    assert person.errors["file"] == [
        "bad.pdf: The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file",
        "empty.pdf: The selected file is empty",
    ]
    assert "We have 1 file." in person.text
    assert Upload.objects.filter(case=found).count() == 1


def test_the_same_file_twice_is_one(found, person):
    send(person, make.file("one.pdf"))
    send(person, make.file("again.pdf"))

    assert (person.status, person.page) == (200, "upload")
    assert "again.pdf: You have already uploaded this file" in person.words
    assert "There is a problem" not in person.words
    assert Upload.objects.filter(case=found).count() == 1


def test_a_file_sent_again_does_not_stand_in_the_way_of_the_others(found, person):
    send(person, make.file("one.pdf"))
    send(person, make.file("again.pdf"), make.file("two.pdf", OTHER))

    assert person.status == 200
    assert "We have 1 file." in person.words
    assert Upload.objects.filter(case=found).count() == 2


def test_a_file_too_large_is_refused_with_the_number(person, settings):
    settings.FILE_MAX_BYTES = 1024**2
    send(person, make.file("large.pdf", make.PDF + b"0" * 1024**2))

    assert "smaller than 1 MB" in person.errors["file"][0]


def test_no_file_is_said(person):
    assert send(person).errors == {"file": ["Select a file to upload"]}


def test_the_record_is_picked_by_its_own_page(found, person):
    item = needed(found)
    page = at(person, "records/upload", item=item.number)

    assert f'value="{item.number}" checked' in page.text


@pytest.mark.parametrize("item", ["999", "x", "-1", "9" * 30])
def test_a_record_that_is_not_there_is_refused(item, person):
    assert "item" in send(person, make.file(), item=item).errors


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<img src=x onerror=1>.pdf", "&lt;img src=x onerror=1&gt;.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("evil\u202efdp.pdf", "evilfdp.pdf"),
    ],
)
def test_a_name_is_only_text(name, shown, person):
    send(person, make.file(name))

    assert shown in person.text
    assert "<img src=x" not in person.text


@pytest.mark.parametrize("name", ["...", ". ."])
def test_a_file_that_has_no_name_gets_one(found, name, person):
    send(person, make.file(name))

    assert person.status == 200
    assert "file-1" in person.words
    assert Upload.objects.get(case=found).kind == "pdf"


def test_the_link_alone_may_add_files_but_not_take_them_back(found):
    person = family.opened(found, "link")
    send(person, make.file("secret.pdf"))

    assert "We have 1 file." in person.text
    assert "secret.pdf" not in person.text
    key = Upload.objects.get(case=found).key
    assert person.client.post(f"{person.base}/files/{key}/remove/").status_code == 302
    assert Upload.objects.get(case=found).removed_at is None


def test_an_own_file_can_be_taken_back_until_it_is_checked(found, person):
    item = needed(found)
    upload = make.upload(found, item)
    assert f"/files/{upload.key}/remove/" in at(person, "records/upload").text

    person.post(f"{person.base}/files/{upload.key}/remove/")

    assert "The file is removed" in person.text
    item.refresh_from_db()
    assert item.status in {"needed", "asked"}


def test_somebody_else_s_file_cannot_be_taken_back(found, person):
    by = make.person("coordinator")
    upload = make.upload(found, by=by)

    assert person.client.post(f"{person.base}/files/{upload.key}/remove/").status_code == 404
    assert "report.pdf" not in at(person, "records/upload").text


def test_another_family_s_file_is_not_there(found):
    other = family.opened(make.case())
    upload = make.upload(found)

    assert other.client.post(f"{other.base}/files/{upload.key}/remove/").status_code == 404
    assert other.client.post(f"/family/{found.reference}/files/{upload.key}/remove/").status_code == 404


def test_a_finished_request_takes_no_files(found, person):
    from records.domain import cases  # noqa: PLC0415

    cases.advance(found, "withdraw", by=make.family_of(found), now=make.NOW)

    assert 'type="file"' not in at(person, "records/upload").text
    send(person, make.file())
    assert Upload.objects.filter(case=found).count() == 0


def test_a_request_that_is_not_sent_has_no_records_yet(db):
    person = family.opened(make.draft())

    assert at(person, "records").page == "check"
    assert at(person, "records/upload").page == "check"


# --- one record, and what exists


def test_a_record_says_what_why_and_how(found, person):
    item = needed(found)
    page = at(person, f"records/{item.number}")

    assert "Pathology report" in page.text
    assert "It says what the cells are." in page.text
    assert "How to get it" in page.text
    assert f'data-item="pathology_report" data-number="{item.number}"' in page.text


@pytest.mark.parametrize("number", [0, 999, 10**29])
def test_a_record_of_no_number_is_not_there(number, person):
    assert at(person, f"records/{number}").status == 404


def test_what_exists_is_told_on_one_page(found, person):
    optional = list(make.items(found, necessity="if exists", status="needed").exclude(category="legal")[:4])
    told = dict(zip(optional, ["have", "hospital", "not_done", "not_sure"], strict=True))
    at(person, "records/others").send(**{f"where-{item.number}": said for item, said in told.items()})

    assert person.page == "status"
    for item in optional:
        item.refresh_from_db()
    have, hospital, not_done, not_sure = optional
    assert (have.exists, have.necessity, have.party, have.status) == ("yes", "required", "family", "asked")
    assert (hospital.exists, hospital.necessity) == ("yes", "required")
    assert hospital.party != "family"
    assert (not_done.exists, not_done.status) == ("no", "not_applicable")
    assert (not_sure.exists, not_sure.necessity, not_sure.status) == ("unknown", "if exists", "needed")
    assert "checked" in at(person, "records/others").text


def test_what_the_review_needs_is_set_aside_by_a_coordinator_only(found, person):
    item = needed(found)
    at(person, f"records/{item.number}").send(where="not_done")

    item.refresh_from_db()
    assert (item.exists, item.necessity) == ("no", "required")
    assert item.status != "not_applicable"
    assert "Our coordinator will look at this" in at(person, f"records/{item.number}").text


def test_somebody_may_think_again(found, person):
    item = make.items(found, necessity="if exists", status="needed").exclude(category="legal").first()
    at(person, f"records/{item.number}").send(where="not_done")
    at(person, f"records/{item.number}").send(where="have")

    item.refresh_from_db()
    assert (item.status, item.necessity) == ("asked", "required")
    at(person, f"records/{item.number}").send(where="not_sure")
    item.refresh_from_db()
    assert item.necessity == "if exists"


def test_an_own_download_needs_the_words(found, person):
    upload = make.upload(found)

    assert person.client.get(f"/files/{upload.key}/").status_code == 200
    assert family.opened(found, "link").client.get(f"/files/{upload.key}/").status_code == 404


# --- what the page's script has sent


def test_a_batch_that_the_script_sent_ends_as_the_form_does(found, person):
    batch, item = uuid.uuid4(), needed(found)
    sender = tus.family(found)
    for number in range(2):
        sender.send(make.PDF + b"%d" % number, f"{number}.pdf", batch=batch, item=item.number)
    person.post(f"{person.base}/records/upload/", {"item": item.number, "batch": batch})

    assert (person.status, "We have 2 files." in person.text) == (200, True)
    assert person.text.count("Arriving") == 2
    store.store_due(now=timezone.now())
    page = at(person, "records/upload")
    assert "Arriving" not in page.text
    assert "0.pdf" in page.text
    item.refresh_from_db()
    assert item.status == "received"


@pytest.mark.parametrize("batch", ["x", "", "00000000-0000-4000-8000-000000000000"])
def test_a_batch_that_is_not_there_is_no_file(person, batch):
    person.post(f"{person.base}/records/upload/", {"item": "not_sure", "batch": batch})

    assert person.errors == {"file": ["Select a file to upload"]}


def test_a_folder_of_many_is_one_row(found, person):
    batch, sender = uuid.uuid4(), tus.family(found)
    for number in range(21):
        sender.send(make.PDF + b"%d" % number, f"IM{number}.pdf", batch=batch, path=f"CD/A/IM{number}.pdf")
    assert "Files: 21" in at(person, "records/upload").text
    store.store_due(now=timezone.now())

    page = at(person, "records/upload")

    assert "Files: 21" in page.text
    assert "IM1.pdf" not in page.text


def test_what_was_not_taken_is_told_until_a_week_is_over(found, person):
    sender = tus.family(found)
    sender.send(b"MZ\0 program", "scan.pdf")
    store.store_due(now=timezone.now())

    page = at(person, "records/upload")
    assert "Not taken" in page.text
    assert "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file" in page.text
    link = family.opened(found, "link")
    assert "scan.pdf" not in at(link, "records/upload").text

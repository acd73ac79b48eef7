import hashlib
import os
import re
import tracemalloc
from datetime import date

import pytest
from django.conf import settings as configured
from django.core.files.storage import default_storage
from django.utils import timezone

from intake.sealing import unseal
from records.domain import storing, uploads
from records.domain.transitions import settle
from records.models import Upload
from tests import make
from tests.rooms import entering

MB = 1024**2


@pytest.fixture
def case(db):
    return make.case("collecting_records", now=timezone.now(), by=make.person("lead_coordinator"), **make.OFFICE)


@pytest.fixture
def by(client, case):
    return entering.office(client, case)


def home(case):
    return f"/physician/{case.reference}/"


def asked(case):
    return make.items(case, party="physician", status="asked", necessity="required").exclude(category="legal")


def send(client, case, *files, item="not_sure", **values):
    return client.post(f"{home(case)}upload/", {"file": list(files), "item": item, **values})


def test_files_need_no_code_and_answer_their_record(client, case, by):
    item = asked(case)[0]
    files = [make.file("one.pdf"), make.file("two.pdf", make.PDF + b"\n")]

    response = send(client, case, *files, item=item.number)

    item.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, f"{home(case)}sent/")
    assert item.status == "received"
    assert {uploads.name(upload) for upload in Upload.objects.filter(item=item, uploaded_by=by)} == {
        "one.pdf",
        "two.pdf",
    }


def test_the_sender_may_not_know_which_record_it_is(client, case, by):
    send(client, case, make.file())

    assert Upload.objects.get().item is None


def test_what_we_got_is_said_by_name_size_and_sum(client, case, by):
    send(client, case, make.file("<img onerror=1>.pdf"))

    text = client.get(f"{home(case)}sent/").content.decode()

    assert "&lt;img onerror=1&gt;.pdf" in text
    assert hashlib.sha256(make.PDF).hexdigest()[:12] in text
    assert "We send you a receipt by email" in text
    assert "What is still open" in text
    assert case.notices.filter(kind="files_here", to=by).count() == 1


def test_own_files_open_again(client, case, by):
    send(client, case, make.file(), item=asked(case)[0].number)
    address = f"/files/{Upload.objects.get().key}/"

    assert all(f'href="{address}"' in client.get(home(case) + page).text for page in ("", "upload/", "sent/"))
    assert client.get(address).status_code == 200


def test_one_bad_file_costs_nobody_the_others(client, case, by):
    bad = [make.file("setup.pdf", b"MZ\x90\0\3\0"), make.file("photo.jpg"), make.file("empty.pdf", b"")]

    response = send(client, case, make.file("good.pdf"), *bad)

    text = response.content.decode()
    assert response.status_code == 422
    assert "setup.pdf: The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file" in text
    assert "photo.jpg: The name ends in .jpg, but the file is a PDF." in text
    assert "empty.pdf: The selected file is empty" in text
    assert "We have 1 file." in text
    assert [uploads.name(upload) for upload in Upload.objects.all()] == ["good.pdf"]
    assert case.notices.filter(kind="files_here").count() == 1


def test_the_same_file_twice_is_said(client, case, by):
    send(client, case, make.file())
    response = send(client, case, make.file("again.pdf"))

    assert (response.status_code, response["Location"]) == (302, f"{home(case)}sent/")
    assert "again.pdf: You have already uploaded this file" in client.get(response["Location"]).content.decode()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"item": "not_sure"}, "Select a file to upload"),
        ({"file": make.file()}, "Select which record it is"),
        ({"file": make.file(), "item": "999"}, "Select an answer from the list"),
    ],
)
def test_what_is_missing_is_said(client, case, by, values, words):
    response = client.post(f"{home(case)}upload/", values)

    assert (response.status_code, Upload.objects.count()) == (422, 0)
    assert words in response.content.decode()


def test_a_record_that_is_not_the_office_s_cannot_be_filed_under(client, case, by):
    legal = make.items(case, category="legal").first()

    assert send(client, case, make.file(), item=legal.number).status_code == 422
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["..", "...", "", "../../etc/passwd.pdf", "C:\\x\\y.pdf", "a\r\nb.pdf", "CON.pdf", "ت" * 200 + ".pdf"]
)
def test_a_strange_name_breaks_nothing(client, case, by, name):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="item"\r\n\r\nnot_sure\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.replace("\r\n", "%0D%0A").encode()
        + b'"\r\nContent-Type: application/pdf\r\n\r\n' + make.PDF + b"\r\n--x--\r\n"
    )  # fmt: skip

    response = client.post(f"{home(case)}upload/", body, content_type="multipart/form-data; boundary=x")

    assert response.status_code in {302, 422}
    for upload in Upload.objects.all():
        assert "/" not in uploads.name(upload) and "\\" not in uploads.name(upload)
        assert len(uploads.name(upload).encode()) <= 255


def test_this_is_all_we_have(client, case, by):
    first, *rest = asked(case)

    response = client.post(f"{home(case)}upload/", {"file": make.file(), "item": first.number, "all": "yes"})

    assert response.status_code == 302
    assert {item.party for item in make.items(case, number__in=[item.number for item in rest])} == {"facility"}
    assert "Nothing is asked of you now" in client.get(home(case)).content.decode()


def test_all_we_have_needs_no_file_but_waits_for_good_ones(client, case, by):
    bad = {"file": make.file("empty.pdf", b""), "item": "not_sure", "all": "yes"}
    assert client.post(f"{home(case)}upload/", bad).status_code == 422
    assert asked(case).exists()

    assert client.post(f"{home(case)}upload/", {"all": "yes"}).status_code == 302
    assert not asked(case).exists()


def test_the_sender_removes_a_file_until_it_was_checked(client, case, by):
    item = asked(case)[0]
    send(client, case, make.file(), item=item.number)
    upload = Upload.objects.get()
    address = f"{home(case)}files/{upload.key}/remove/"
    page = client.get(home(case)).content.decode()
    assert address in page
    assert address in re.sub(
        r'<details class="govuk-details">.*?</details>', "", page, flags=re.DOTALL
    )  # not folded away

    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    item.refresh_from_db()
    assert item.status == "needed"

    send(client, case, make.file(), item=item.number)
    settle(make.items(case, number=item.number).get(), "accept", by=make.person("coordinator"), now=timezone.now())
    upload = Upload.objects.get(removed_at=None)
    assert client.post(f"{home(case)}files/{upload.key}/remove/").status_code == 409


def test_nobody_removes_what_another_sent(client, case, by):
    theirs = make.upload(case)

    assert client.post(f"{home(case)}files/{theirs.key}/remove/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_a_parcel_brings_slides(client, case, by):
    first, second = asked(case)[:2]
    day = timezone.localdate()

    response = client.post(
        f"{home(case)}ship/",
        {
            "items": [first.number, second.number], "carrier": "ups", "tracking": "1Z 999 AA1 01 2345 6784",
            "shipped_month": day.month, "shipped_day": day.day, "shipped_year": day.year,
        },
    )  # fmt: skip

    first.refresh_from_db()
    assert (response.status_code, first.status, first.carrier, first.shipped_on) == (302, "in_transit", "ups", day)
    assert unseal(case, first.tracking, f"tracking|{first.number}") == "1Z 999 AA1 01 2345 6784"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"tracking": ""}, "Enter a tracking number, like 1Z 999 AA1 01 2345 6784"),
        ({"tracking": "12?"}, "Enter a tracking number, like 1Z 999 AA1 01 2345 6784"),
        ({"items": []}, "Select what is in the parcel"),
        ({"carrier": ""}, "Select who carries it"),
        ({"shipped_year": "2099"}, "The date must be on or before"),
    ],
)
def test_a_parcel_says_what_is_missing(client, case, by, told, words):
    day = date(2026, 11, 20)
    values = {
        "items": [asked(case)[0].number], "carrier": "ups", "tracking": "1Z999AA10123456784",
        "shipped_month": day.month, "shipped_day": day.day, "shipped_year": day.year, **told,
    }  # fmt: skip

    response = client.post(f"{home(case)}ship/", values)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_own_courier_has_no_number(client, case, by):
    day = timezone.localdate()
    values = {"items": [asked(case)[0].number], "carrier": "courier", "tracking": ""}

    response = client.post(
        f"{home(case)}ship/",
        {**values, "shipped_month": day.month, "shipped_day": day.day, "shipped_year": day.year},
    )

    assert response.status_code == 302


class Stream:
    """A form with one large file, made while it is read: the test itself holds no more than a piece."""

    HEAD = (
        b'--x\r\nContent-Disposition: form-data; name="item"\r\n\r\nnot_sure\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="large.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + make.PDF
    )
    TAIL = b"\r\n--x--\r\n"

    def __init__(self, size):
        self.left = [self.HEAD, size - len(make.PDF), self.TAIL]
        self.length = len(self.HEAD) + size - len(make.PDF) + len(self.TAIL)

    def read(self, wanted=MB):
        while self.left:
            part = self.left[0]
            if isinstance(part, int):
                piece = b"\0" * min(part, wanted)
                self.left[0] = part - len(piece)
            else:
                piece, self.left[0] = part[:wanted], part[wanted:]
            if not self.left[0]:
                self.left.pop(0)
            if piece:
                return piece
        return b""

    readline = read


def stream(client, case, size, **environ):
    body = Stream(size)
    return client.request(
        PATH_INFO=f"{home(case)}upload/", REQUEST_METHOD="POST", CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(body.length), **{"wsgi.input": body, **environ},
    )  # fmt: skip


def test_150_mb_pass_without_standing_in_memory(client, case, by):
    stream(client, case, 1 * MB)  # what a first request loads is not the file's
    tracemalloc.start()

    response = stream(client, case, 150 * MB)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    upload = Upload.objects.get(size=150 * MB)
    default_storage.delete(storing.place(upload.key))
    assert response.status_code == 302
    assert peak < 16 * MB
    assert os.listdir(configured.FILE_UPLOAD_TEMP_DIR) == []


def test_a_file_over_the_limit_is_refused_in_words_and_not_written(client, case, by, settings):
    settings.FILE_MAX_BYTES = 2 * MB

    response = stream(client, case, 2 * MB + 1)

    assert (response.status_code, Upload.objects.count()) == (422, 0)
    assert "large.pdf: The selected file must be smaller than 2 MB" in response.content.decode()
    assert stream(client, case, 2 * MB).status_code == 302


def test_a_request_larger_than_a_case_is_refused_before_it_is_read(client, case, by, settings):
    settings.REQUEST_MAX_BYTES = 5 * MB

    class Untouched:
        def read(self, *args):
            raise AssertionError

        readline = read

    response = stream(client, case, 6 * MB, **{"wsgi.input": Untouched()})

    assert response.status_code == 413
    assert "That is too much at once" in response.content.decode()


def test_a_disk_that_is_full_on_the_way_in_is_the_file_s_trouble(client, case, by, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwritev", full)

    response = send(client, case, make.file())

    assert response.status_code == 422
    assert "report.pdf: We could not keep the file just now" in response.content.decode()


def test_101_files_at_once_are_too_many(client, case, by):
    files = [make.file(f"{n}.pdf", make.PDF + b"%d" % n) for n in range(101)]

    assert send(client, case, *files).status_code == 400
    assert Upload.objects.count() == 0

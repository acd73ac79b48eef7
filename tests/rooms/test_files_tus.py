"""tus 1.0 by the protocol's own words, for whoever holds a session that may add to the case."""

import base64
import hashlib
import os
import threading
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings as configured
from django.utils import timezone

from intake import entry
from intake.domain import holds
from intake.models import Notice
from records.domain import cases, storing
from records.domain.arriving import end, holding, seats, store, take
from records.models import Arrival, Upload
from records.sealing import chunks, digest
from records.views import files_tus
from tests import make
from tests.rooms import tus

MB = 1024**2
Disk = namedtuple("Disk", "total used free")
BIG = make.PDF + os.urandom(3 * MB)


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("coordinator"), **make.OFFICE)


@pytest.fixture
def sender(case):
    return tus.family(case)


@pytest.fixture(autouse=True)
def clean(settings, tmp_path):
    settings.PARTIALS = tmp_path


def left():
    names = (path.name for path in os.scandir(configured.PARTIALS))
    return sorted(name for name in names if not name.endswith((".lock", ".seat0", ".seat1")))


def bytes_of(upload):
    with storing.opened(upload) as file:
        return file.read()


def test_what_the_server_can_do_is_told(sender):
    answer = sender.ask("OPTIONS", "/files/")

    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert {"creation", "checksum", "expiration", "termination"} <= set(answer["Tus-Extension"].split(","))
    assert answer["Tus-Max-Size"] == str(5 * 1024**3)
    assert answer["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_a_file_comes_in_pieces_and_gets_its_row_from_the_worker(sender, case):
    item = make.items(case, kind="pathology_report").get()
    url = sender.create(len(BIG), item=item.number)
    assert sender.answer.status_code == 201
    assert sender.answer["Upload-Expires"].endswith("GMT")
    at = 0
    for size in (MB, 10, 0, 2 * MB - 10, len(BIG)):
        answer = sender.patch(url, BIG[at : at + size], at)
        at = min(at + size, len(BIG))
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(at))
        head = sender.ask("HEAD", url)
        assert (head["Upload-Offset"], head["Upload-Length"]) == (str(at), str(len(BIG)))

    assert answer["Upload-Sha256"] == head["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()
    assert Upload.objects.count() == 0
    assert store.store_due(now=timezone.now()) == 1

    upload = Upload.objects.get()
    assert bytes_of(upload) == BIG
    assert (upload.size, upload.sha256, upload.kind) == (len(BIG), answer["Upload-Sha256"], "pdf")
    item.refresh_from_db()
    assert item.status == "received"
    assert left() == []
    assert sender.ask("HEAD", url)["Upload-Sha256"] == upload.sha256


def test_nothing_under_var_can_be_read(sender):
    url = sender.create(len(BIG), "Nia Sample.pdf")
    sender.patch(url, BIG[: 2 * MB + 77])

    files = [path.read_bytes() for path in Path(configured.PARTIALS).iterdir()]
    assert sum(map(len, files)) > 2 * MB
    assert not any(part in data for data in files for part in (BIG[:40], BIG[MB : MB + 40], BIG[2 * MB : 2 * MB + 40]))
    assert b"Nia" not in bytes(Arrival.objects.get().original_name)


def test_creation_may_carry_the_file(sender, case):
    line = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in {"filename": "a.pdf", "case": case.reference}.items()
    )
    answer = sender.ask("POST", "/files/", make.PDF, Upload_Length=len(make.PDF), Upload_Metadata=line)

    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(make.PDF)))
    assert store.store_due(now=timezone.now()) == 1


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_wrong_checksum_drops_the_bytes(sender, algorithm):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[: MB + 9])
    right, wrong = (
        f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"
        for data in (BIG[MB + 9 :], b"other")
    )

    assert sender.patch(url, BIG[MB + 9 :], MB + 9, Upload_Checksum=wrong).status_code == 460
    assert sender.ask("HEAD", url)["Upload-Offset"] == str(MB + 9)
    answer = sender.patch(url, BIG[MB + 9 :], MB + 9, Upload_Checksum=right)
    assert answer["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_a_wrong_offset_is_a_conflict(sender):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[:100])

    assert [sender.patch(url, BIG[at:], at).status_code for at in (0, 99, 101)] == [409, 409, 409]
    assert sender.patch(url, BIG[100:], 100).status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus_Resumable": "0.2.2"}, 412), ({"Upload_Offset": "x"}, 400), ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Checksum": "md5 abcd"}, 400), ({"Upload_Checksum": "sha1 ?"}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(sender, headers, status):
    url = sender.create(len(make.PDF))

    assert sender.ask("PATCH", url, make.PDF, **{"Upload_Offset": 0, **headers}).status_code == status


def test_a_piece_without_length_or_of_another_kind_or_too_long(sender):
    url = sender.create(len(make.PDF))
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}

    assert sender.client.patch(url, make.PDF, content_type="text/plain", headers=headers).status_code == 415
    assert sender.patch(url, make.PDF + b"x").status_code == 413
    assert sender.client.generic("PATCH", url, headers=headers, CONTENT_TYPE=tus.KIND).status_code == 411


def test_too_large_too_many_too_full_is_said_at_creation(sender, settings):
    assert not sender.create(settings.FILE_MAX_BYTES + 1)
    assert (sender.answer.status_code, sender.answer.text) == (413, "The selected file must be smaller than 5 GB")
    assert sender.create(settings.FILE_MAX_BYTES)
    settings.CASE_MAX_BYTES = settings.FILE_MAX_BYTES + 9
    sender.create(10)
    assert sender.answer.status_code == 413
    settings.CASE_MAX_BYTES, settings.CASE_MAX_FILES = 50 * 1024**3, 1
    sender.create(10)
    assert (sender.answer.status_code, "up to 1 files" in sender.answer.text) == (413, True)


@pytest.mark.parametrize("told", [{"name": "virus.exe"}, {"item": 999}, {"item": "x"}, {"length": 0}])
def test_what_we_do_not_take_is_refused_in_words(sender, told):
    length = told.pop("length", 10)

    assert not sender.create(length, **told)
    assert (sender.answer.status_code, bool(sender.answer.text)) == (422, True)


@pytest.mark.parametrize("line", ["filename ?", "filename /w==", "batch eA==", "fingerprint eA=="])
def test_broken_metadata_is_refused(sender, case, line):
    reference = base64.b64encode(case.reference.encode()).decode()

    answer = sender.ask("POST", "/files/", Upload_Length=5, Upload_Metadata=f"case {reference},{line}")

    assert answer.status_code == 400


def test_a_disk_that_is_nearly_full_takes_nothing_new(sender, settings, monkeypatch):
    settings.DISK_FLOOR = 10**15

    monkeypatch.setattr("shutil.disk_usage", lambda path: Disk(10**12, 10**12 - 10**10, 10**10))
    assert not sender.create(10)
    assert (sender.answer.status_code, "could not keep the file just now" in sender.answer.text) == (507, True)


def test_a_limit_lowered_meanwhile_does_not_hit_what_has_begun(sender, settings):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[:MB])
    settings.FILE_MAX_BYTES = settings.CASE_MAX_BYTES = MB

    headers = {"Upload_Offset": MB}
    assert sender.ask("PATCH", url, BIG[MB : MB + MB], **headers).status_code == 204
    assert sender.patch(url, BIG[2 * MB : 3 * MB], 2 * MB).status_code == 204
    assert sender.patch(url, BIG[3 * MB :], 3 * MB).status_code == 204
    assert store.store_due(now=timezone.now()) == 1
    assert Upload.objects.count() == 1


def test_an_ended_session_is_told_so_and_the_link_opened_again_goes_on(sender, case):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[:MB])
    sender.client.logout()

    answers = [sender.ask("HEAD", url), sender.patch(url, BIG[MB:], MB), sender.ask("POST", "/files/")]
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(401, None)}
    again = tus.family(case)
    assert again.ask("HEAD", url)["Upload-Offset"] == str(MB)
    assert again.patch(url, BIG[MB:], MB)["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_a_browser_that_has_not_opened_the_case_is_asked_to(case):
    sender = tus.Sender(make.family_of(case), case, level=None)

    assert not sender.create(5)
    assert sender.answer.status_code == 401


def test_another_s_upload_does_not_exist(sender, case):
    url = sender.create(len(BIG))
    others = [
        tus.office(case), tus.Sender(make.person("coordinator"), case), tus.family(make.case()),
        tus.Sender(make.person("admin"), case),
    ]  # fmt: skip

    for other in others:
        for method in ("HEAD", "PATCH", "DELETE"):
            assert other.ask(method, url, b"x", Upload_Offset=0).status_code == 404
    assert tus.family(make.case()).ask("GET", f"/files/?case={case.reference}").status_code == 404


def test_it_needs_the_csrf_token(case):
    sender = tus.Sender(make.family_of(case), case, enforce_csrf_checks=True)
    sender.create(5)
    assert sender.answer.status_code == 403
    page = sender.client.get(f"/family/{case.reference}/records/upload/").text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sender.client.defaults["HTTP_X_CSRFTOKEN"] = token

    url = sender.create(len(make.PDF))
    assert sender.patch(url, make.PDF).status_code == 204


def test_two_windows_on_one_upload(sender, case, monkeypatch):
    monkeypatch.setattr(holding, "PATIENCE", 0.2)
    url = sender.create(len(BIG))
    key = Arrival.objects.get().key

    with holding.hold(key):
        assert sender.patch(url, BIG).status_code == 423
        assert sender.ask("HEAD", url).status_code == 423
        assert sender.ask("DELETE", url).status_code == 423
    assert sender.patch(url, BIG).status_code == 204


def test_after_seven_days_it_is_over(sender):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[: MB + 5])
    Arrival.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert [sender.ask("HEAD", url).status_code, sender.patch(url, BIG[MB:], MB).status_code] == [410, 410]
    assert len(left()) == 2
    assert end.sweep(now=timezone.now()) == 1
    assert left() == []
    assert sender.ask("HEAD", url).status_code == 410


def test_a_sender_ends_it(sender):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[: MB + 5])

    assert sender.ask("DELETE", url).status_code == 204
    assert (left(), sender.ask("HEAD", url).status_code) == ([], 410)
    whole = sender.send(make.PDF)
    assert sender.ask("DELETE", whole).status_code == 403


def test_bytes_without_a_row_are_swept_after_a_day(db):
    path = holding.path(Arrival().key)
    path.touch()
    os.utime(path, (timezone.now().timestamp(),) * 2)  # the day of the test, not of the disk
    assert end.sweep(now=timezone.now()) == 0
    assert end.sweep(now=timezone.now() + timedelta(hours=25)) == 1
    assert not path.exists()


def test_going_on_is_offered_by_the_browser_s_own_sum(sender, case):
    mark = "a" * 64
    url = sender.create(len(BIG), fingerprint=mark)
    sender.patch(url, BIG[:MB])

    listed = sender.ask("GET", f"/files/?case={case.reference}").json()
    assert listed == {"uploads": [{"fingerprint": mark, "url": url, "offset": MB, "batch": None}]}


@pytest.mark.parametrize("how", ["no state", "no library"])
def test_a_digest_that_is_lost_is_made_anew(sender, monkeypatch, how):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[: 2 * MB + 5])
    if how == "no state":
        Arrival.objects.update(digest=None)
    else:
        monkeypatch.setattr(digest, "_library", None)

    assert sender.patch(url, BIG[2 * MB + 5 :], 2 * MB + 5)["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_what_a_power_cut_took_is_asked_for_again(sender):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[: 2 * MB + 5])
    path = holding.path(Arrival.objects.get().key)
    os.truncate(path, chunks.place(1) + 100)

    assert sender.patch(url, BIG[2 * MB + 5 :], 2 * MB + 5).status_code == 409
    assert sender.ask("HEAD", url)["Upload-Offset"] == str(MB)
    assert sender.patch(url, BIG[MB:], MB)["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_a_cut_body_keeps_what_came(sender, monkeypatch):
    url = sender.create(len(BIG))

    class Cut:
        def __init__(self):
            self.data = BIG[: MB + 77]

        def into(self, view, gone):
            piece, self.data = self.data[: len(view)], self.data[len(view) :]
            view[: len(piece)] = piece
            return len(piece)

    monkeypatch.setattr("records.views.files_told.pieces", lambda request: Cut())
    assert sender.patch(url, BIG).status_code == 204
    assert sender.ask("HEAD", url)["Upload-Offset"] == str(MB + 77)


def test_a_full_disk_is_said_and_the_upload_goes_on_later(sender, monkeypatch):
    url = sender.create(len(BIG))
    sender.patch(url, BIG[:MB])

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwritev", full)
        answer = sender.patch(url, BIG[MB:], MB)
        assert (answer.status_code, "Try again in a few minutes" in answer.text) == (507, True)
    assert sender.ask("HEAD", url)["Upload-Offset"] == str(MB)
    assert sender.patch(url, BIG[MB:], MB)["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_storage_that_is_away_is_waited_for(sender, case, monkeypatch):
    sender.send(make.PDF)
    now = timezone.now()

    def away(*args):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(storing.default_storage, "save", away)
        assert store.store_due(now=now) == 0
    arrival = Arrival.objects.get()
    assert (arrival.attempts, arrival.stored_at, arrival.refused_at, arrival.due_at > now) == (1, None, None, True)
    assert store.store_due(now=now + timedelta(minutes=1)) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.pdf", b"MZ\0\0 program", "kind"), ("a.jpg", make.PDF, "name"), ("a", make.PDF, "no_ending")],
)
def test_what_turns_out_wrong_is_told_on_the_page_and_by_mail(sender, case, name, content, reason):
    sender.send(content, name)
    sender.send(content + b"1", name)

    assert store.store_due(now=timezone.now()) == 2
    assert (Upload.objects.count(), left()) == (0, [])
    assert set(Arrival.objects.values_list("refusal", flat=True)) == {reason}
    notice = Notice.objects.get(case=case, kind="file_failed")
    assert notice.to == make.family_of(case)
    assert notice.due_at - timezone.now() < timedelta(minutes=10)


def test_the_same_file_twice_is_one_and_no_mail(sender, case):
    sender.send(make.PDF)
    sender.send(make.PDF)

    assert store.store_due(now=timezone.now()) == 2
    assert Upload.objects.count() == 1
    assert bytes_of(Upload.objects.get()) == make.PDF
    assert not Notice.objects.filter(kind="file_failed").exists()


@pytest.mark.parametrize("what", ["withdrawn", "died"])
def test_a_request_that_ended_meanwhile_keeps_the_file_and_writes_to_nobody(sender, case, what):
    url = sender.create(len(make.PDF))
    if what == "withdrawn":
        cases.advance(case, "withdraw", by=make.family_of(case), now=make.NOW)
    else:
        holds.report_death(case, by=make.office_of(case), now=make.NOW)
    before = Notice.objects.count()

    assert sender.patch(url, make.PDF).status_code == 204
    assert store.store_due(now=timezone.now()) == 1
    assert Upload.objects.filter(case=case).count() == 1
    assert Notice.objects.count() == before
    assert not sender.create(5)
    assert sender.answer.status_code == 422


def test_two_workers_store_it_once(sender, monkeypatch):
    sender.send(make.PDF)
    now = timezone.now()

    first = store._claim(now=now)
    assert store._claim(now=now) is None
    assert store.store(first, now=now)
    Arrival.objects.update(claimed_at=now - timedelta(hours=1))
    assert store._claim(now=now) is None


def test_a_dead_worker_s_file_is_another_s_after_a_minute_a_slow_one_s_is_not(sender):
    sender.send(make.PDF)
    now = timezone.now()
    arrival = store._claim(now=now)
    assert store.one(now=now) is None
    with holding.storing(arrival.key) as slow:
        Arrival.objects.update(claimed_at=now - timedelta(minutes=2))
        assert (slow, store.one(now=now)) == (True, False)

    Arrival.objects.update(claimed_at=now - timedelta(minutes=2))
    assert store.one(now=now) is True
    assert Upload.objects.count() == 1


def test_a_file_that_takes_too_long_is_tried_again(sender, monkeypatch):
    sender.send(make.PDF)

    def slow(*args):
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as patch:
        patch.setattr(storing.default_storage, "save", slow)
        assert store.one(now=timezone.now()) is False
    assert store.one(now=timezone.now() + timedelta(minutes=1)) is True


def test_a_killed_writer_loses_little(sender, monkeypatch):
    monkeypatch.setattr(take, "OFTEN", MB)
    url = sender.create(len(BIG))

    class Killed(Exception):
        pass

    class Dying:
        at = 0

        def into(self, view, gone):
            if self.at > 2 * MB + 500_000:
                raise Killed
            count = min(len(view), 300_000)
            view[:count] = BIG[self.at : self.at + count]
            self.at += count
            return count

    monkeypatch.setattr("records.views.files_told.pieces", lambda request: Dying())
    with pytest.raises(Killed):
        sender.patch(url, BIG)
    monkeypatch.undo()
    assert sender.ask("HEAD", url)["Upload-Offset"] == str(2 * MB)
    assert sender.patch(url, BIG[2 * MB :], 2 * MB)["Upload-Sha256"] == hashlib.sha256(BIG).hexdigest()


def test_slow_lines_leave_threads_to_the_pages(sender, monkeypatch):
    url = sender.create(len(make.PDF))
    monkeypatch.setattr(files_tus, "SLOTS", threading.BoundedSemaphore(1))

    with files_tus.SLOTS:
        answer = sender.patch(url, make.PDF)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert sender.patch(url, make.PDF).status_code == 204


def test_a_session_sends_two_files_at_once_and_a_third_waits(sender, case):
    url, mine = sender.create(len(make.PDF)), sender.client.session.session_key
    other = tus.family(case)
    theirs = other.create(len(make.PDF))

    with seats.taken(mine), seats.taken(mine):
        answer = sender.patch(url, make.PDF)
        assert (answer.status_code, answer["Retry-After"], answer["Tus-Resumable"]) == (429, "5", "1.0.0")
        assert sender.ask("HEAD", url)["Upload-Offset"] == "0"
        assert other.patch(theirs, make.PDF).status_code == 204
        line = (
            f"filename {base64.b64encode(b'b.pdf').decode()},case {base64.b64encode(case.reference.encode()).decode()}"
        )
        begun = sender.ask("POST", "/files/", make.PDF + b"1", Upload_Length=len(make.PDF) + 1, Upload_Metadata=line)
        assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    assert sender.patch(url, make.PDF).status_code == 204
    assert sender.patch(begun["Location"], make.PDF + b"1").status_code == 204


def test_no_connection_to_the_database_waits_for_bytes(sender, monkeypatch):
    """Seen by the handler: while it waits for the first byte the connection is given back."""
    given = []
    monkeypatch.setattr(take, "_give_back", lambda: given.append("back"))
    original = take.Taking._took

    def took(self, *args, **values):
        given.append("bytes")
        return original(self, *args, **values)

    monkeypatch.setattr(take.Taking, "_took", took)
    sender.patch(sender.create(len(make.PDF)), make.PDF)

    assert given[:2] == ["back", "bytes"]


def test_the_bytes_of_a_slow_line_keep_the_session_alive(sender, monkeypatch):
    url, beats = sender.create(len(BIG)), []
    monkeypatch.setattr(take, "ALIVE", -1)
    monkeypatch.setattr("intake.entry.keep_alive", beats.append)

    sender.patch(url, BIG[:100])

    assert len(beats) == 1
    session = sender.client.session
    session.update({entry.SINCE: 10.0**9, entry.LAST: 10.0**9})
    session.save()
    monkeypatch.undo()
    request = SimpleNamespace(session=sender.client.session)
    entry.keep_alive(request)
    assert sender.client.session[entry.LAST] > 10**9

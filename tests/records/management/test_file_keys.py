"""Keys exchanged while the site runs, wrong and missing keys named, files opened again."""

import base64
import secrets

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import sealing
from intake.domain import links, sign_in
from intake.models import SecondOpinionRequest
from records.domain import file_keys, storing, tray, uploads
from records.models import Arrival, FileKey, Upload
from records.sealing import keys
from secondopinion.keys import FileKeys, new_file_key
from tests import make
from tests.rooms import tus


@pytest.fixture
def key_file(settings, tmp_path, db):
    """A key file of the test's own, as a running process has read it, and no trace of a server started by a test."""
    FileKey.objects.all().delete()
    path = tmp_path / "file_keys"
    path.write_text(
        "# ours\n" + "".join(f"{k} {base64.b64encode(v).decode()}\n" for k, v in settings.FILE_KEYS.items())
    )
    path.chmod(0o600)
    settings.FILE_KEYS = FileKeys(path)
    return path


@pytest.fixture
def upload(key_file, db):
    return make.upload(make.case())


def read(upload):
    upload.refresh_from_db()
    with storing.opened(upload) as file:
        return file.read()


def test_all_keys_are_wrapped_anew_and_everything_opens_all_the_time(upload, key_file, settings, capsys):
    old, running = sealing.newest(), FileKeys(key_file)
    case, before = upload.case, default_storage.open(storing.place(upload.key)).read()
    sender = tus.family(case)
    url = sender.create(len(make.PDF) + 5)
    sender.patch(url, make.PDF)
    factor = Authenticator.objects.create(
        user=make.person("coordinator"), type="totp", data={"secret": sealing.seal_for_site("seed", "second-factor")}
    )

    call_command("rotate_file_keys")

    new = sealing.newest()
    assert new != old
    assert FileKey.objects.filter(key_id__in=[old, new]).count() == 2
    for model in (SecondOpinionRequest, Upload, Arrival):
        assert set(model.objects.values_list("key_id", flat=True)) == {new}
    assert read(upload) == make.PDF
    assert default_storage.open(storing.place(upload.key)).read() == before
    assert running[new] == settings.FILE_KEYS[new]  # a process that has read the file earlier
    assert uploads.name(Upload.objects.get()) == "report.pdf"
    assert sender.patch(url, b"hello", len(make.PDF)).status_code == 204

    call_command("rotate_file_keys", finish=True)

    settings.FILE_KEYS = FileKeys(key_file)
    assert list(settings.FILE_KEYS) == [new]
    assert key_file.read_text().startswith("# ours\n")
    assert key_file.stat().st_mode & 0o777 == 0o600
    file_keys.check(now=timezone.now())
    assert read(upload) == make.PDF
    factor.refresh_from_db()
    assert sealing.unseal_for_site(factor.data["secret"], "second-factor") == "seed"


def test_open_links_outlive_the_keys(key_file, db, settings, client):
    """Of an invited colleague, of a family, of an office."""
    now = timezone.now()
    _user, invitation = sign_in.invite("new@example.org", "oncology", now=now)
    case = make.case(now=now, **make.OFFICE)
    mailed = {
        room: links.issue(case.notices.filter(to=user).first(), now=now)
        for room, user in (("family", make.family_of(case)), ("physician", make.office_of(case)))
    }
    old = sealing.newest()

    call_command("rotate_file_keys")
    call_command("rotate_file_keys", finish=True)

    settings.FILE_KEYS = FileKeys(key_file)
    assert old not in settings.FILE_KEYS
    assert client.get(f"/account/invitation/{invitation}/").status_code == 200
    for room, token in mailed.items():
        assert client.get(f"/{room}/link/{token}/").status_code == 200
    assert client.get(f"/account/invitation/{invitation[:-1]}/").status_code == 404


def test_the_tray_is_sealed_anew(key_file, db, settings):
    person = make.person("coordinator")
    scan = tray.take("fax.pdf", make.PDF, by=person, now=timezone.now())
    old = sealing.newest()
    call_command("rotate_file_keys")
    assert sealing.newest() != old

    call_command("rotate_file_keys", finish=True)

    settings.FILE_KEYS = FileKeys(key_file)
    assert old not in settings.FILE_KEYS
    scan.refresh_from_db()
    assert (tray.name(scan), tray.opened(scan)) == ("fax.pdf", make.PDF)


def test_what_was_interrupted_goes_on_with_the_same_key(upload, monkeypatch):
    make.upload(make.case())
    monkeypatch.setattr(file_keys, "BATCH", 1)
    original, calls = file_keys._batch, []

    def dies(model, **values):
        calls.append(model)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(model, **values)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(file_keys, "_batch", dies)
        call_command("rotate_file_keys")
    new = sealing.newest()
    assert read(upload) == make.PDF

    call_command("rotate_file_keys")

    assert sealing.newest() == new
    assert set(Upload.objects.values_list("key_id", flat=True)) == {new}


def test_a_start_with_a_wrong_or_missing_key_names_it(upload, settings):
    file_keys.check(now=timezone.now())
    key_id = sealing.newest()

    settings.FILE_KEYS, settings.FILE_KEY_ID = {key_id: secrets.token_bytes(32)}, key_id
    with pytest.raises(keys.NoKey, match=f"key {key_id} is not the one"):
        file_keys.check(now=timezone.now())
    other, value = new_file_key().split()
    settings.FILE_KEYS, settings.FILE_KEY_ID = {other: base64.b64decode(value)}, other
    with pytest.raises(keys.NoKey, match=f"key {key_id} is missing"):
        file_keys.check(now=timezone.now())
    with pytest.raises(CommandError, match=f"^FILE_KEYS_FILE: key {key_id} is missing"):
        call_command("rotate_file_keys")
    with pytest.raises(CommandError, match="1 of 1 files are not intact"):
        call_command("verify_files")


def test_every_file_is_opened_and_summed(upload, capsys):
    whole = make.upload(upload.case, content=make.PDF + b"2")
    call_command("verify_files")
    assert capsys.readouterr().out == "All 2 files are intact.\n"

    path = default_storage.path(storing.place(upload.key))
    with open(path, "r+b") as file:
        file.seek(50)
        file.write(b"\0\0\0")
    default_storage.delete(storing.place(whole.key))
    with pytest.raises(CommandError, match="2 of 2 files are not intact"):
        call_command("verify_files")
    said = capsys.readouterr().err
    assert f"File {upload.key}: chunk 0 does not open.\n" in said
    assert f"File {whole.key}: is missing.\n" in said


def test_files_of_before_still_open(upload):
    key = upload.key
    path = default_storage.path(storing.place(key))
    with open(path, "wb") as file:
        file.write(make.PDF)
    Upload.objects.update(sealed_form=0, sealed_key=None, key_id="")

    assert read(upload) == make.PDF
    call_command("verify_files")

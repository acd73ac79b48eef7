from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection

from secondopinion import storage


def test_private_files_are_for_nobody_else():
    name = default_storage.save("one/two", ContentFile(b"bytes"))

    path = default_storage.path(name)
    assert Path(path).stat().st_mode & 0o777 == 0o600
    default_storage.delete(name)


def test_a_disk_that_takes_nothing_says_so(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(OSError):
        storage.Disk(location=tmp_path / "file").probe()
    storage.Disk(location=tmp_path / "folder").probe()


def test_each_message_is_a_file(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "mail"
    mailer = get_connection("secondopinion.storage.FolderBackend")

    sent = mailer.send_messages(
        [EmailMessage(f"Subject {n}", "Body", "a@example.org", ["b@example.org"]) for n in "12"]
    )

    files = sorted((tmp_path / "mail").iterdir())
    assert sent == 2
    assert [message_from_bytes(file.read_bytes())["Subject"] for file in files] == ["Subject 1", "Subject 2"]
    assert {(file.suffix, file.stat().st_mode & 0o777) for file in files} == {(".eml", 0o600)}


def test_a_bucket_is_asked_the_new_way(tmp_path):
    s3 = storage.storages(tmp_path, {"bucket_name": "so", "endpoint_url": "http://127.0.0.1:9"})["default"]

    assert s3["BACKEND"] == "secondopinion.s3.Bucket"
    assert s3["OPTIONS"] == {
        "bucket_name": "so",
        "endpoint_url": "http://127.0.0.1:9",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "default_acl": None,
        "querystring_expire": 60,
        "max_memory_size": 1024**2,
    }

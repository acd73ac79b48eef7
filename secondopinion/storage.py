"""Where private files and e-mails go."""

import os
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.mail.backends.base import BaseEmailBackend

MEMORY = 1024**2  # bytes of a file that is read back; the rest waits in a temporary file
STATIC = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


def storages(var: Path, s3: dict[str, Any]) -> dict[str, Any]:
    if s3:
        fixed = {
            "signature_version": "s3v4", "file_overwrite": False, "default_acl": None, "querystring_expire": 60,
            "max_memory_size": MEMORY,
        }  # fmt: skip
        default = {"BACKEND": "secondopinion.s3.Bucket", "OPTIONS": fixed | s3}
    else:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        default = {
            "BACKEND": "secondopinion.storage.Disk",
            "OPTIONS": {"location": var / "files", **modes},
        }
    return {"default": default, "staticfiles": STATIC}


class Disk(FileSystemStorage):
    def probe(self) -> None:
        """Raises OSError where nothing can be written."""
        os.makedirs(self.location, mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.location) as file:
            file.write(b"probe")

    def _save(self, name: str, content: Any) -> str:
        """All bytes on the disk under another name first: what has its name is whole, even after a power cut."""
        path = Path(self.path(name))
        draft = path.with_name(f".{path.name}.part")
        for folder in (self.location, path.parent):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        try:
            _fill(draft, content)
            os.rename(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent):
            _sync(folder)
        return name

    def ranges(self, name: str) -> tuple[Callable[[int, int], bytes], Callable[[], None]]:
        """Any bytes of a file. -> (fetch(start, size), close). Raises OSError where there is none."""
        handle = os.open(self.path(name), os.O_RDONLY)
        return lambda start, size: os.pread(handle, size, start), lambda: os.close(handle)

    def abandon(self, before: datetime) -> int:
        """Of half a file a disk keeps no trace but the name that the sweep knows."""
        return 0


def _fill(draft: Path, content: Any) -> None:
    """The bytes under the draft's name: by a link where they lie on the same disk already, else copied."""
    if link := getattr(content, "link", None):
        with suppress(OSError):  # another disk
            os.link(link, draft)
            os.utime(draft)  # the sweep takes what is old: it is new here
    flags = os.O_RDWR if draft.exists() else os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(draft, flags, 0o600), "r+b" if flags == os.O_RDWR else "wb") as file:
        if flags != os.O_RDWR:
            for piece in content.chunks():
                file.write(piece)
            file.flush()
        os.fsync(file.fileno())


class FolderBackend(BaseEmailBackend):
    """One file per message, whole or not at all."""

    def send_messages(self, email_messages: Any) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.eml"
            draft = folder / f".{name}"
            draft.touch(mode=0o600)
            draft.write_bytes(message.message().as_bytes())
            os.replace(draft, folder / name)
        return len(email_messages)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

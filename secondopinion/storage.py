"""Where private files and e-mails go."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

STATIC = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


def storages(var: Path, s3: dict[str, Any]) -> dict[str, Any]:
    if s3:
        fixed = {"signature_version": "s3v4", "file_overwrite": False, "default_acl": None, "querystring_expire": 60}
        default = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": fixed | s3}
    else:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        default = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": var / "files", **modes},
        }
    return {"default": default, "staticfiles": STATIC}


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

"""Files on their way in: each into a temporary file under VAR, piece by piece, never whole in memory."""

import os
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class Incoming(TemporaryFileUploadHandler):
    """What is too large is counted but not kept, and a full disk is the file's trouble, not the page's.

    The view sees either on the file: its `size`, or that it is `broken`.
    """

    broken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.broken = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.broken or start > settings.FILE_MAX_BYTES:
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self.broken = True

    def file_complete(self, file_size: int) -> Any:
        try:
            self.file.flush()
            os.chmod(self.file.temporary_file_path(), 0o600)
        except OSError:
            self.broken = True
        file: Any = super().file_complete(file_size)
        file.broken = self.broken
        return file

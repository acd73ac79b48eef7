"""Files on their way in: each into a temporary file under VAR, piece by piece, never whole in memory."""

import os
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParser

NAMELESS = "file-1"


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


class Parts(MultiPartParser):
    """Django leaves out a file named `..` or by signs that nobody sees: its sender would hear that none came."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return super().sanitize_file_name(file_name) or NAMELESS


class Request(WSGIRequest):
    def parse_file_upload(self, META: Any, post_data: Any) -> Any:  # noqa: N803  (Django's name)
        return Parts(META, post_data, self.upload_handlers, self.encoding).parse()

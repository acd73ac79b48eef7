"""Files of a form on their way in: each sealed into a file under VAR, piece by piece, never readable, never whole in
memory."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParser

from records.sealing.whole import Making, Whole

NAMELESS = "file-1"


class Sealed(UploadedFile):
    """What a form gets; `whole` are its sealed bytes, which go when the request ends and nobody took them."""

    def __init__(self, whole: Whole | None, broken: bool, size: int, **values: Any):
        super().__init__(whole.open() if whole else None, size=size, **values)
        self.whole, self.broken = whole, broken

    def close(self) -> None:
        if self.whole and self.file:
            self.file.close()
            self.whole.remove()


class Incoming(FileUploadHandler):
    """What is too large is counted but not kept, and a full disk is the file's trouble, not the page's.

    The view sees either on the file: its `size`, or that it is `broken`.
    """

    broken = False
    making: Making | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.broken, self.making = False, None
        try:
            self.making = Making(settings.FILE_UPLOAD_TEMP_DIR)
        except OSError:
            self.broken = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.making is None or self.broken or start > min(settings.FORM_FILE_MAX_BYTES, settings.FILE_MAX_BYTES):
            return
        try:
            self.making.write(raw_data)
        except OSError:
            self.broken = True

    def file_complete(self, file_size: int) -> Any:
        whole, making, self.making = None, self.making, None
        if making:
            try:
                whole = making.finish()
            except OSError:
                self.broken = True
                making.drop()
        return Sealed(
            whole, self.broken, file_size, name=self.file_name, content_type=self.content_type, charset=self.charset,
            content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if self.making:
            self.making.drop()


class Parts(MultiPartParser):
    """Django leaves out a file named `..` or by signs that nobody sees: its sender would hear that none came."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return super().sanitize_file_name(file_name) or NAMELESS


class Request(WSGIRequest):
    def parse_file_upload(self, META: Any, post_data: Any) -> Any:  # noqa: N803  (Django's name)
        return Parts(META, post_data, self.upload_handlers, self.encoding).parse()

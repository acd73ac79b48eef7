from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from intake.forms import widgets

from .base import Field


class File(Field):
    """One file. Only its size is judged here; what is inside it, where the bytes are stored."""

    widget = widgets.FileInput
    needs_multipart_form = True
    default_error_messages = {
        "required": _("Select a file to upload"),
        "unanswered": _("Select a file to upload"),
        "empty": _("The selected file is empty"),
        "size": _("The selected file must be smaller than %(size)s"),
        "kind": _("The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file"),
    }

    def __init__(self, *, max_bytes=None, accept="", endings=(), **kwargs):
        super().__init__(**kwargs)
        self.max_bytes, self.endings = max_bytes, tuple(endings)
        self.widget.attrs.pop("autocomplete", None)
        if accept:
            self.widget.attrs["accept"] = accept

    def to_python(self, value):
        return self._sound(value) if value else None

    def _sound(self, upload):
        if not upload.size:
            raise self.error("empty")
        if self.max_bytes and upload.size > self.max_bytes:
            raise self.error("size", size=filesizeformat(self.max_bytes))
        if self.endings and not upload.name.lower().endswith(self.endings):
            raise self.error("kind")
        return upload


class Files(File):
    """Any number of files at once; gives a list."""

    widget = widgets.FilesInput

    def to_python(self, value):
        return [self._sound(upload) for upload in value or ()]

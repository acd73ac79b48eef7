"""The family's own files. By the link alone their names stay closed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from records import board
from records.domain.uploads import CHECKED

from . import told


def lines(request, case):
    full = told.is_full(request, case)
    return [_line(case, line, full) for line in board.files(case, user=request.user)]


def _line(case, line, full):
    if not full:
        return {**line, "name": _("A file")} if "many" not in line else line
    if "many" in line:
        return line
    checked = line["upload"].item and line["upload"].item.status in CHECKED
    remove = "" if checked else reverse("family:remove_file", args=[case.reference, line["upload"].key])
    url = reverse("files:download", args=[line["upload"].key]) if settings.DEPLOYMENT == "demo" else ""
    return {**line, "url": url, "remove_url": remove}

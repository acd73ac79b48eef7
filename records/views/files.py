"""Guarded downloads: whoever may have a file gets its bytes as an attachment; to everybody else it does not exist."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake import doors, find
from intake.domain import history
from intake.queries import cases
from intake.states import Room
from records import board
from records.domain import storing, uploads
from records.policies import items as policies
from records.queries import items as queries

MIME = {
    "pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff", "heic": "image/heic",
    "dicom": "application/dicom", "zip": "application/zip", "mp4": "video/mp4", "text": "text/plain; charset=utf-8",
}  # fmt: skip


@doors.insider
@require_safe
def download(request, key):
    upload = queries.file(request.user, key)
    if upload is None or not policies.may_download(upload, request.user):
        raise Http404
    if not _is_opened(request, upload.case):
        raise Http404
    try:
        file = storing.opened(upload)
    except OSError as error:
        raise Http404 from error
    history.read(upload.case, "files:download", by=request.user, now=timezone.now())
    kind = MIME.get(upload.kind, "application/octet-stream")
    response = FileResponse(file, as_attachment=True, filename=uploads.name(upload), content_type=kind)
    response["Content-Length"] = upload.size
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def linked(file, user):
    """A line of a list of files, with its address if this person may open it; a batch of many has a page."""
    upload = file["upload"]
    if "many" in file:
        room = "" if user.room == Room.ONCOLOGY else str(user.room)
        return {**file, "url": reverse(f"{room}:batch", args=[upload.case.reference, upload.key]) if room else ""}
    is_open = policies.may_download(upload, user)
    return {**file, "url": reverse("files:download", args=[upload.key]) if is_open else ""}


def seen(case, user):
    """All files that this person may know of, newest first, as parts/file_list.html draws them."""
    return [linked(file, user) for file in board.files(case, user=user)]


def _is_opened(request, case):
    """A family's link alone shows no file names, so it gives no files either."""
    level = find.level_of(request, case)
    match request.user.room:
        case Room.FAMILY:
            return level == "full" and not cases.is_mourned(case)
        case Room.PHYSICIAN:
            return level is not None
    return True

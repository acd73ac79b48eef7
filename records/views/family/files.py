"""The family's own files. By the link alone their names stay closed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake import doors, find
from records import board
from records.domain import uploads
from records.domain.uploads import CHECKED
from records.queries import items as queries
from records.views import batches, endings
from records.views.files import linked

from . import told


def lines(request, case):
    full = told.is_full(request, case)
    return [one(request, case, line, full) for line in board.files(case, user=request.user)]


def one(request, case, line, full):
    """A line as this browser may see it."""
    if not full:
        return {**line, "name": _("A file")} if "many" not in line else line
    if "many" in line:
        return linked(line, request.user)
    checked = line["upload"].item and line["upload"].item.status in CHECKED
    remove = "" if checked else reverse("family:remove_file", args=[case.reference, line["upload"].key])
    return {**linked(line, request.user), "remove_url": remove}


@doors.family
@require_POST
def remove(request, reference, key):
    """Take back an own file that nobody has checked yet."""
    case = find.case(request, reference, "full")
    found = queries.upload(case, key)
    if found is None or found.uploaded_by_id != request.user.pk:
        raise Http404
    uploads.remove(found, by=request.user, now=timezone.now())
    messages.success(request, _("The file is removed. You can add it again."))
    return redirect("family:upload", case.reference)


@doors.family
@require_safe
def batch(request, reference, key):
    """Every file of those that came together with this one."""
    case = find.case(request, reference, "full")
    found = queries.upload(case, key)
    if found is None or found.uploaded_by_id != request.user.pk:
        raise Http404
    context = batches.context(request, case, found, lambda line: one(request, case, line, True))
    context["back_url"] = reverse("family:upload", args=[case.reference])
    return TemplateResponse(request, "family/batch.html", context)


@doors.family
@require_POST
def end_upload(request, reference, key):
    case = find.case(request, reference)
    endings.end(request, case, key)
    return redirect("family:upload", case.reference)

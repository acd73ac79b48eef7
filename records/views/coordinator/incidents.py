"""Incidents, for those who handle them: what came that was another child's, and how it was seen through."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors
from intake.domain import history
from intake.queries import reference as tables
from intake.queries.reference import text
from records import board
from records.domain import incidents as domain
from records.forms.coordinator import incidents as forms
from records.policies import incidents as policies
from records.queries import incidents as queries
from records.queries import scans as scan_queries

from .acting import posted

KINDS = {"wrong_patient": "Another child's record came"}
SHOWN = 50  # files of one incident


@doors.coordinator
@require_safe
def incidents(request):
    if not policies.handles(request.user):
        raise PermissionDenied
    opened, closed = queries.listed(request.user)
    history.read(None, "coordinator:incidents", by=request.user, now=timezone.now())
    context = {
        "opened": [_line(each) for each in opened], "closed": [_line(each) for each in closed],
        "back_url": reverse("coordinator:queue"),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/incidents.html", context)


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request, reference, number):
    """One incident: its files are shown here and nowhere else."""
    found = _found(request, reference, number)
    form = forms.Closing(posted(request))
    if form.is_valid():
        told = form.cleaned_data
        domain.close(found, outcome=told["outcome"], words=told["words"], by=request.user, now=timezone.now())
        messages.success(request, "The incident is closed")
        return redirect("coordinator:incidents")
    history.read(found.case, "coordinator:incident", by=request.user, now=timezone.now())
    files = list(queries.files(found)[:SHOWN])
    context = {
        "form": None if found.closed_at else form, "line": _line(found), "case": found.case,
        "files": [_file(found, upload, request.user) for upload in files], "more": found.count - len(files),
        "back_url": reverse("coordinator:incidents"),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/incident.html", context, status=422 if form.errors else 200)


@doors.coordinator
@require_safe
def incident_file(request, reference, number, key):
    """A look at a closed file, for those who handle the incident."""
    found = _found(request, reference, number)
    upload = queries.file(found, key)
    picture = scan_queries.preview(upload) if upload else b""
    if not picture:
        raise Http404
    history.read(found.case, "coordinator:incident_file", by=request.user, now=timezone.now())
    return HttpResponse(picture, content_type="image/webp")


def _found(request, reference, number):
    found = queries.one(request.user, reference, number) if policies.handles(request.user) else None
    if found is None:
        raise Http404
    return found


def _line(incident):
    case = incident.case
    kind = incident.item and tables.at(case.checklist_version).record_items[incident.item.kind]
    return {
        "incident": incident, "case": case, "what": KINDS[incident.kind], "count": incident.count,
        "item": text(kind, "label") if kind else "", "until": policies.told_by(incident),
        "late": not incident.closed_at and policies.told_by(incident) < timezone.now(),
        "outcome": dict(forms.OUTCOMES).get(incident.outcome, ""), "said": domain.said(incident),
        "url": reverse("coordinator:incident", args=[case.reference, incident.number]),
        "case_url": reverse("coordinator:case", args=[case.reference]),
    }  # fmt: skip


def _file(incident, upload, user):
    args = [incident.case.reference, incident.number, upload.key]
    preview = reverse("coordinator:incident_file", args=args) if scan_queries.has_preview(upload) else ""
    line = board.file_line(upload, user)
    return {**line, "by": board.who(upload.uploaded_by), "url": "", "preview_url": preview}

"""The unsorted tray: scans come in, codes file them, a person files the rest."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors
from intake.domain.errors import Refused
from intake.queries import cases
from records.domain import tray as domain
from records.forms import tray as forms
from records.policies import items as policies
from records.queries import items as queries
from records.queries import post as post_queries
from records.wording import SCANS

KINDS = {b"%PDF": "application/pdf", b"\xff\xd8\xff\xe0": "image/jpeg", b"\x89PNG": "image/png"}


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def tray(request):
    """What waits, oldest first; new scans are read at once."""
    form = forms.Scans(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        _take_all(request, form.cleaned_data["file"])
        return redirect("coordinator:tray")
    lines = [_line(scan) for scan in post_queries.unsorted()]
    context = {"form": form, "lines": lines, "back_url": reverse("coordinator:queue")}
    return TemplateResponse(request, "coordinator/tray.html", context, status=422 if form.errors else 200)


def _take_all(request, files):
    filed, waiting = 0, 0
    for file in files:
        try:
            scan = domain.take(file.name, file.read(domain.LARGEST + 1), by=request.user, now=timezone.now())
        except Refused as reason:
            messages.error(request, f"{file.name}: {reason}")
            continue
        filed, waiting = filed + bool(scan.filed_at), waiting + (scan.filed_at is None)
    if filed:
        messages.success(request, f"{filed} filed by the code of their sheet")
    if waiting:
        messages.success(request, f"{waiting} without a code: file by hand below")


def _line(scan):
    return {
        "scan": scan, "name": domain.name(scan), "url": reverse("coordinator:scan", args=[scan.key]),
        "file_url": reverse("coordinator:scan_file", args=[scan.key]),
    }  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, key):
    """File one by hand, or say that it is no record."""
    found = _found(key)
    form = forms.FileScan(request.POST if request.method == "POST" else None)
    if form.is_valid() and _file(request, found, form):
        return redirect("coordinator:tray")
    context = {"form": form, "line": _line(found), "back_url": reverse("coordinator:tray")}
    return TemplateResponse(request, "coordinator/scan.html", context, status=422 if form.errors else 200)


def _file(request, found, form):
    said, now = form.cleaned_data, timezone.now()
    if said["drop"]:
        domain.drop(found, why="not_a_record", by=request.user, now=now)
        messages.success(request, "Taken off the tray")
        return True
    case = cases.visible_to(request.user).filter(reference=said["reference"].upper()).first()
    item = queries.by_number(case, int(said["number"])) if case and said["number"] else None
    if case is None or (said["number"] and item is None):
        form.add_error("reference" if case is None else "number", "No such case or record is yours to see")
        return False
    domain.file(found, case, item, by=request.user, now=now)
    messages.success(request, "Filed")
    return True


@doors.coordinator
@require_safe
def scan_file(request, key):
    """Its bytes, as an attachment, if the scanner lets them pass now."""
    found = _found(key)
    state = domain.checked(found)
    if not policies.is_open(state):
        messages.error(request, f"It cannot be opened: {SCANS[state].lower()}")
        return redirect("coordinator:scan", key=found.key)
    content = domain.opened(found)
    response = HttpResponse(content, content_type=KINDS.get(content[:4], "application/octet-stream"))
    response["Content-Disposition"] = 'attachment; filename="scan"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _found(key):
    found = post_queries.scan(key)
    if found is None:
        raise Http404
    return found

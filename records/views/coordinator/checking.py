"""One file looked at: its picture, what it says of itself beside the child, and whether it may pass."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.domain import history
from records.domain import deciding, incidents
from records.forms.coordinator import case as forms
from records.queries import items as queries
from records.queries import scans as scan_queries

from . import found_in
from .acting import back, posted
from .files import shown

SEEN = {"clean", "held", "not_scanned"}


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, reference, key):
    """Let a held file pass with a reason, or close it as another child's."""
    case = find.case(request, reference)
    upload = _upload(case, key)
    alike = request.POST.get("alike") == "yes"
    closing = request.method == "POST" and request.POST.get("action") == "close"
    form = forms.Why(None if closing else posted(request), label="Why may it pass?", hint="It stays with the file.")
    if closing:
        incidents.another_childs(upload, alike=alike, by=request.user, now=timezone.now())
        return redirect(back(request, reference, "files"))
    if form.is_valid():
        words = form.cleaned_data["why"]
        deciding.release(upload, words=words, alike=alike, by=request.user, now=timezone.now())
        return redirect(back(request, reference, "files"))
    facts = scan_queries.facts(upload)
    context = {
        "case": case, "form": form, "file": shown(case, upload, request.user), "held": upload.scan == "held",
        "sides": found_in.sides(case, upload, facts), "facts": found_in.lines(upload, facts),
        "why": found_in.why(upload), "alike": len(scan_queries.alike(upload)) if upload.scan == "held" else 0,
        "preview": upload.scan in SEEN and scan_queries.has_preview(upload),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/check.html", context, status=422 if form.errors else 200)


@doors.coordinator
@require_safe
def preview(request, reference, key):
    case = find.case(request, reference)
    upload = _upload(case, key)
    picture = scan_queries.preview(upload) if upload.scan in SEEN else b""
    if not picture:
        return redirect("coordinator:check", reference=reference, key=key)
    history.read(case, "coordinator:preview", by=request.user, now=timezone.now())
    return HttpResponse(picture, content_type="image/webp")


def _upload(case, key):
    upload = queries.upload(case, key)
    if upload is None:
        raise Http404
    upload.case = case
    return upload

"""One file looked at beside what was asked for: accepted, sent back, filed elsewhere, let pass, or closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.domain import history
from intake.queries import reference as tables
from intake.queries.reference import text
from records.domain import deciding, desk, filing, incidents
from records.domain.transitions import settle
from records.forms.coordinator import checking as forms
from records.queries import checks
from records.queries import items as queries
from records.queries import scans as scan_queries

from . import beside
from .acting import conflict, posted, version
from .files import names


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def check(request, reference, key):
    case = find.case(request, reference)
    upload = _upload(case, key)
    snapshot = tables.at(case.checklist_version)
    rejects = [
        (row.reason, f"{number}. {text(row, 'label')}")
        for number, row in enumerate((row for row in snapshot.reject_reasons.values() if row.active), 1)
    ]
    study = beside.study(case, upload, snapshot)
    form = forms.Check(posted(request), rejects=rejects, items=names(case), initial=beside.first(upload, study))
    if form.is_valid():
        before = checks.to_check(case)
        _take(request, upload, form.cleaned_data, study)
        return redirect(_next(request, case, upload, before))
    context = {"case": case, "form": form, **beside.page(case, upload, snapshot, study, user=request.user)}
    return TemplateResponse(request, "coordinator/check.html", context, status=422 if form.errors else 200)


def _take(request, upload, said, study):
    """The one verb that the action names."""
    context = {"by": request.user, "now": timezone.now()}
    case, item, alike = upload.case, upload.item, request.POST.get("alike") == "yes"
    match said["action"]:
        case "release":
            deciding.release(upload, words=said["why"], alike=alike, **context)
        case "close":
            incidents.another_childs(upload, alike=alike, **context)
        case "move":
            chosen = said["item"] != "none" and queries.by_number(case, int(said["item"]))
            filing.move_all(case, study.files or [upload], chosen or None, **context)
        case "suggested" if study.suggested:
            filing.move_all(case, study.files, study.suggested, **context)
        case "share":
            filing.share(upload, queries.by_number(case, int(said["other"])), **context)
        case "unshare" if other := _other(case, request.POST.get("number", "")):
            filing.unshare(upload, other, **context)
        case action if item:
            _settle(item, action, said, {**context, "version": version(request)})
        case _:
            raise Http404


def _settle(item, action, said, context):
    """What happens to the record that the file answers."""
    if action == "reject":
        desk.reject(item, said["reject_reason"], **context)
    elif action == "count":
        filing.count(item, here=int(said["here"] or 0), wanted=int(said["wanted"]), **context)
    else:
        settle(item, action, **context)


def _other(case, number):
    return queries.by_number(case, int(number)) if number.isdecimal() and len(number) < 6 else None


def _next(request, case, upload, before):
    """What is to be looked at next: the same file again as long as it is open, then the one behind it."""
    left = set(checks.to_check(case))
    at = before.index(upload.key) if upload.key in before else -1
    following = [key for key in (*before[at:], *before[: max(at, 0)]) if key in left] if at >= 0 else []
    if not following:
        messages.success(request, "Saved. No other file waits for a look.")
        return reverse("coordinator:case", args=[case.reference]) + "#records"
    messages.success(request, "Saved")
    return reverse("coordinator:check", args=[case.reference, following[0]])


@doors.coordinator
@require_safe
def preview(request, reference, key):
    case = find.case(request, reference)
    upload = _upload(case, key)
    picture = scan_queries.preview(upload) if upload.scan in beside.SEEN else b""
    if not picture:
        return redirect("coordinator:check", reference=reference, key=key)
    history.read(case, "coordinator:preview", by=request.user, now=timezone.now())
    return HttpResponse(picture, content_type="image/webp")


def _upload(case, key):
    upload = queries.upload(case, key)
    if upload is None:
        raise Http404
    upload.case = case
    if upload.item:
        upload.item.case = case
    return upload

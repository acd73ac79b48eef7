"""Files that staff add, file elsewhere or take away."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, find
from intake.queries import reference as tables
from intake.queries.reference import text
from records import board
from records.domain import uploads
from records.forms.coordinator import case as forms
from records.policies import items as policies
from records.queries import items as queries
from records.views import files_in

from .acting import back, page, posted

LIMITS = ["200 MB a file, 2 GB a case. Files are not scanned for viruses yet."]


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, reference):
    found = find.case(request, reference)
    form = forms.Uploads(posted(request), request.FILES or None, items=names(found))
    if form.is_valid():
        item = queries.by_number(found, form.number()) if form.number() else None
        taken = files_in.take(found, form.cleaned_data["file"], item=item, by=request.user, now=timezone.now())
        if not taken.refused:
            messages.success(request, f"{len(taken.kept)} file{'' if len(taken.kept) == 1 else 's'} added")
            return redirect(back(request, reference, "files"))
        form.refuse(taken.refused)
    return page(request, found, form, heading="Add files", button="Upload", is_multipart=True, intro=LIMITS)


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def file(request, reference, key):
    """File it under another record, or take it away with a reason."""
    found = find.case(request, reference)
    kept = queries.upload(found, key)
    if kept is None:
        raise Http404
    removing = request.method == "POST" and request.POST.get("action") == "remove"
    move = forms.Move(
        None if removing else posted(request), items=names(found),
        initial={"item": str(kept.item.number) if kept.item else ""},
    )  # fmt: skip
    taken_for = {"label": "Why is it taken away?", "reasons": forms.REMOVED}
    remove = forms.Reason(posted(request) if removing else None, **taken_for)
    if removing and remove.is_valid():
        uploads.remove(kept, why=remove.cleaned_data["why"], by=request.user, now=timezone.now())
        return redirect(back(request, reference, "files"))
    if not removing and move.is_valid():
        number = move.cleaned_data["item"]
        item = queries.by_number(found, int(number)) if number else None
        uploads.move(kept, item, by=request.user, now=timezone.now())
        return redirect(back(request, reference, "files"))
    form = remove if removing else move
    return page(
        request, found, form, "coordinator/file.html", move=move, remove=remove,
        file=shown(found, kept, request.user),
    )  # fmt: skip


def shown(case, upload, user):
    """One file as lists draw it. What no scanner has seen opens in demonstrations alone."""
    opens = (upload.scan == "clean" or settings.DEPLOYMENT == "demo") and policies.may_download(upload, user)
    return {
        **board.file_line(upload, user),
        "url": reverse("files:download", args=[upload.key]) if opens else "",
        "check_url": reverse("coordinator:check", args=[case.reference, upload.key]),
        "change_url": reverse("coordinator:file", args=[case.reference, upload.key]),
    }


def names(case):
    """(number, name) of the records that a file may be for."""
    snapshot = tables.at(case.checklist_version)
    wanted = [item for item in queries.of_case(case) if policies.open_for_files(item)]
    return [(str(item.number), text(snapshot.record_items[item.kind], "label")) for item in wanted]

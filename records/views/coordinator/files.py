"""Files that staff add, file elsewhere or take away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, find
from intake.queries import reference as tables
from intake.queries.reference import text
from records import arriving, board
from records.domain import filing, uploads
from records.forms.coordinator import case as forms
from records.policies import items as policies
from records.queries import items as queries
from records.views import batches, endings, files_in
from records.views.files import linked

from .acting import back, page, posted

ACTS = {"check": "check", "change": "file"}  # what a line of a list leads to
LIMITS = ["5 GB a file (1 GB without JavaScript), 50 GB and 10,000 files a case."]


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, reference):
    found = find.case(request, reference)
    came = files_in.came(request, found)
    form = forms.Uploads(posted(request), request.FILES or None, items=names(found), came=bool(came))
    if form.is_valid():
        item = queries.by_number(found, form.number()) if form.number() else None
        taken = files_in.take(found, form.cleaned_data["file"], item=item, by=request.user, now=timezone.now())
        files_in.note_twice(request, taken)
        if not taken.refused:
            count = len(taken.kept) + (came.here if came else 0)
            messages.success(request, f"{count} file{'' if count == 1 else 's'} added")
            return redirect(back(request, reference, "files"))
        form.refuse(taken.refused)
    return page(
        request, found, form, heading="Add files", button="Upload", is_multipart=True, intro=LIMITS,
        arriving=arriving.lists(found, request.user, names=True, now=timezone.now()),
    )  # fmt: skip


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
        filing.move(kept, item, by=request.user, now=timezone.now())
        return redirect(back(request, reference, "files"))
    form = remove if removing else move
    return page(
        request, found, form, "coordinator/file.html", move=move, remove=remove,
        file=shown(found, kept, request.user),
    )  # fmt: skip


@doors.coordinator
@require_safe
def batch(request, reference, key):
    """Every file of those that came together with this one."""
    case = find.case(request, reference)
    found = queries.upload(case, key)
    if found is None:
        raise Http404
    context = batches.context(request, case, found, lambda line: _linked(case, line, request.user))
    context["back_url"] = back(request, reference, "files")
    return TemplateResponse(request, "coordinator/batch.html", context)


@doors.coordinator
@require_POST
def end_upload(request, reference, key):
    found = find.case(request, reference)
    endings.end(request, found, key)
    return redirect("coordinator:upload", found.reference)


def shown(case, upload, user):
    """One file as lists draw it."""
    return _linked(case, board.file_line(upload, user), user)


def all_shown(case, uploads, user):
    """Files as lists draw them; a batch of many is one line."""
    lines = arriving.file_lines(uploads, user, board.file_line)
    return [linked(line, user) if "many" in line else _linked(case, line, user) for line in lines]


def _linked(case, line, user):
    key = line["upload"].key
    urls = {f"{name}_url": reverse(f"coordinator:{view}", args=[case.reference, key]) for name, view in ACTS.items()}
    return {**linked(line, user), **urls}


def names(case):
    """(number, name) of the records that a file may be for."""
    snapshot = tables.at(case.checklist_version)
    wanted = [item for item in queries.of_case(case) if policies.open_for_files(item)]
    return [(str(item.number), text(snapshot.record_items[item.kind], "label")) for item in wanted]

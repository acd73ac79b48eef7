"""Files and parcels from the office, and the page that says what we got."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, find
from intake.queries import cases as case_queries
from intake.queries import notices
from intake.queries import reference as tables
from intake.queries.reference import text
from records import arriving
from records.domain import office, uploads
from records.forms import physician as forms
from records.queries import items as queries
from records.views import batches, endings, files, files_in

from . import asked


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, reference):
    """Many files at once, also with script off; no code is needed. One bad file costs nobody the others."""
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    came = files_in.came(request, case)
    form = _sending(request, case, came)
    if form.is_valid():
        refused = _keep(request, case, form, came)
        if not refused:
            return redirect("physician:sent", case.reference)
        form.refuse(refused)
    context = {
        "case": case, "form": form, "child": asked.child(request, case),
        "limits": files_in.limits(),
        "arriving": arriving.lists(case, request.user, names=True, now=timezone.now()),
        "files": files.seen(case, request.user), "one": request.GET.get("item"),
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/upload.html", context, status=422 if form.errors else 200)


def _sending(request, case, came):
    chosen, posted = request.GET.get("item", ""), request.method == "POST"
    pairs = asked.fileable(case, request.user, chosen)
    return forms.Sending(
        request.POST if posted else None, request.FILES if posted else None, items=pairs, came=bool(came),
        initial={"item": chosen if chosen in {str(number) for number, _name in pairs} else ""},
    )  # fmt: skip


def _keep(request, case, form, came):
    """-> (name, reason) of what was refused; "all we have" waits until nothing is"""
    number, now = form.number(), timezone.now()
    item = asked.item(case, number, request.user) if number else None
    taken = files_in.take(case, form.cleaned_data["file"], item=item, by=request.user, now=now)
    kept = taken.kept + (came.kept if came else [])
    all_we_have = form.cleaned_data["all"] == "yes" and not taken.refused
    if kept or all_we_have:
        office.finish(case, kept, all_we_have=all_we_have, by=request.user, now=now)
    files_in.note_twice(request, taken)
    if kept:
        messages.success(request, _arrived(len(kept)))
    return taken.refused


def _arrived(count):
    return ngettext("We have %(count)d file.", "We have %(count)d files.", count) % {"count": count}


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def ship(request, reference):
    """Slides, blocks and disks by post: which, by whom, under which number."""
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    pairs, chosen = asked.sendable(case, request.user), request.GET.get("item", "")
    form = forms.Parcel(asked.posted(request), items=pairs, today=asked.today(case), initial={"items": [chosen]})
    if pairs and form.is_valid():
        told = form.cleaned_data
        office.ship(
            case, [int(number) for number in told["items"]], carrier=told["carrier"], tracking=told["tracking"],
            shipped_on=told["shipped"], by=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("We have noted that the parcel is on its way."))
        return redirect("physician:case", case.reference)
    context = {
        "case": case, "form": form if pairs else None, "child": asked.child(request, case), "to": _address(),
        "sheets": pairs,
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/ship.html", context, status=422 if form.errors else 200)


def _address():
    row = tables.current().texts["ship_to"]
    return {"title": text(row, "title"), "paragraphs": text(row, "body").split("\n\n")}


@doors.physician
@require_safe
def sent(request, reference):
    """What we got, what is still open, how long the link works."""
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    lines = asked.lines(request, case)
    context = {
        "case": case, "child": asked.child(request, case), "files": files.seen(case, request.user),
        "arriving": arriving.lists(case, request.user, names=True, now=timezone.now()),
        "open": [line for line in lines if line["theirs"] and line["necessity"] == "required"],
        "others": [line for line in lines if line["theirs"] and line["necessity"] != "required"],
        "ends": asked.link_ends(case, request.user),
        "mailed": request.user.pk in notices.reachable(case, [request.user]),
        "referred": case.form == "physician" and case.submitted_by_id == request.user.pk,
        "confirmed": case_queries.confirmed(case),
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/sent.html", context)


@doors.physician
@require_POST
def remove(request, reference, key):
    """The sender takes a file back, until it was checked."""
    case = find.case(request, reference)
    found = queries.upload(case, key)
    if found is None or found.uploaded_by_id != request.user.pk:
        raise Http404
    uploads.remove(found, by=request.user, now=timezone.now())
    messages.success(request, _("The file was removed. You can add it again."))
    return redirect("physician:case", case.reference)


@doors.physician
@require_safe
def batch(request, reference, key):
    """Every file of those that came together with this one."""
    case = find.case(request, reference)
    found = queries.upload(case, key)
    if found is None or found.uploaded_by_id != request.user.pk:
        raise Http404
    context = batches.context(request, case, found, lambda line: with_acts(line, case, request.user))
    context |= {"child": asked.child(request, case), "back_url": reverse("physician:upload", args=[case.reference])}
    return TemplateResponse(request, "physician/batch.html", context)


@doors.physician
@require_POST
def end_upload(request, reference, key):
    case = find.case(request, reference)
    endings.end(request, case, key)
    return redirect("physician:upload", case.reference)


def with_acts(file, case, user):
    """A file's line, with what its sender may do with it."""
    upload = file["upload"]
    if "many" in file or (upload.item and upload.item.accepted_at):
        return files.linked(file, user)
    remove = reverse("physician:remove_file", args=[case.reference, upload.key])
    return {**files.linked(file, user), "remove_url": remove}

"""The family's records: the list, one record, sending files, saying what exists."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find, voice
from intake.queries import reference as tables
from intake.queries.reference import text
from intake.states import ENDED
from records import arriving, board, waits
from records.domain import existence
from records.forms import family as forms
from records.forms import uploads as upload_forms
from records.policies import items as policies
from records.queries import chasing
from records.queries import items as queries
from records.states import OPEN, ItemStatus
from records.views import files_in

from . import files, told
from .status import board_of

TELLABLE = OPEN | {ItemStatus.NOT_APPLICABLE}


@doors.family
@require_safe
@find.live
def records(request, reference):
    case = find.case(request, reference)
    if not case.submitted_at:
        return redirect("family:case", case.reference)
    full = told.is_full(request, case)
    context = {
        "case": case, "over": case.status in ENDED, "back_url": reverse("family:status", args=[case.reference]),
        "files": files.lines(request, case), "contact": told.contact(told.facts(case)),
        "mark": find.mark(request, case), **board_of(request, case, full, timezone.now()),
    }  # fmt: skip
    return TemplateResponse(request, "family/records.html", context)


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, reference):
    """Several files at once, also with script off; each is taken or refused by itself."""
    case = find.case(request, reference)
    if not case.submitted_at:
        return redirect("family:case", case.reference)
    came = files_in.came(request, case)
    form = _upload_form(request, case, came)
    if form.is_valid():
        number = form.number()
        item = queries.by_number(case, number) if number else None
        taken = files_in.take(case, form.cleaned_data["file"], item=item, by=request.user, now=timezone.now())
        form.refuse(taken.refused)
        if here := len(taken.kept) + (came.here if came else 0):
            messages.success(request, _kept(here))
        files_in.note_twice(request, taken)
        if not taken.refused:
            return redirect(request.get_full_path())
    return _upload_page(request, case, form)


def _upload_page(request, case, form):
    full = told.is_full(request, case)
    context = {
        "case": case, "form": form, "files": files.lines(request, case), "over": case.status in ENDED,
        "limits": files_in.limits(),
        "back_url": reverse("family:status", args=[case.reference]), "contact": _image_desk(),
        "full": full, "arriving": arriving.lists(case, request.user, names=full, now=timezone.now()),
    }  # fmt: skip
    return TemplateResponse(request, "family/upload.html", context, status=422 if form.errors else 200)


def _upload_form(request, case, came):
    snapshot = tables.at(case.checklist_version)
    found = [item for item in queries.of_case(case) if _takes_files(item, snapshot)]
    pairs = [(item.number, _name(case, item, snapshot)) for item in found]
    chosen = request.GET.get("item", "")
    posted = request.method == "POST"
    return upload_forms.Uploads(
        request.POST if posted else None, request.FILES if posted else None, items=pairs, came=bool(came),
        shown=[item.number for item in found if item.necessity == policies.REQUIRED],
        initial={"item": chosen if chosen in {str(number) for number, _name in pairs} else ""},
    )  # fmt: skip


def _name(case, item, snapshot):
    return voice.record_name(item.kind, told.facts(case), text(snapshot.record_items[item.kind], "label"))


def _is_wanted(item, snapshot):
    """Not what is signed on a page of ours, nor what is not asked for any more."""
    return item.dropped_at is None and snapshot.record_items[item.kind].channel_default != "sign"


def _takes_files(item, snapshot):
    return _is_wanted(item, snapshot) and policies.open_for_files(item)


def _kept(count):
    return ngettext("We have %(count)d file.", "We have %(count)d files.", count) % {"count": count}


def _image_desk():
    row = tables.current().contacts["image_desk"]
    return {"phone": row.phone, "email": row.email, "label": text(row, "label"), "hours": text(row, "hours")}


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, reference, number):
    """One record: what it is, why, where it may be, and its files."""
    case = find.case(request, reference)
    item = queries.by_number(case, number)
    if item is None:
        raise Http404
    snapshot = tables.at(case.checklist_version)
    may_tell = item.status in TELLABLE and case.status not in ENDED and _is_wanted(item, snapshot)
    form = forms.Where(request.POST or None, said=policies.said(item))
    if may_tell and form.is_valid():
        existence.tell(case, {number: form.cleaned_data["where"]}, by=request.user, now=timezone.now())
        messages.success(request, _("We have noted where it is."))
        return redirect("family:status", case.reference)
    context = {"form": form, "may_tell": may_tell, **_one(request, case, item)}
    return TemplateResponse(request, "family/record.html", context, status=422 if form.errors else 200)


def _one(request, case, item):
    snapshot = tables.at(case.checklist_version)
    kind = snapshot.record_items[item.kind]
    known = told.facts(case)
    line = board.line(case, item, snapshot=snapshot, user=request.user, now=timezone.now())
    return {
        "case": case, "line": voice.record(line, known), "chased": waits.chased(item, chasing.told([case])),
        "quantity": text(kind, "quantity"), "check_for": voice.check_for(item.kind, known, text(kind, "check_for")),
        "channel": kind.channel_default,
        "not_done": policies.said(item) == "not_done" and item.status != ItemStatus.NOT_APPLICABLE,
        "may_send": _takes_files(item, snapshot) and case.status not in ENDED,
        "files": [line for line in files.lines(request, case) if line["upload"].item_id == item.pk],
        "back_url": reverse("family:status", args=[case.reference]), "contact": told.contact(known),
    }  # fmt: skip


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def others(request, reference):
    """One page of boxes for all that may exist."""
    case = find.case(request, reference)
    snapshot = tables.at(case.checklist_version)
    found = [item for item in queries.of_case(case) if _may_exist(item)]
    pairs = [(item.number, _name(case, item, snapshot), policies.said(item)) for item in found]
    form = forms.Others(request.POST or None, items=pairs)
    if form.is_valid():
        existence.tell(case, form.told(), by=request.user, now=timezone.now())
        messages.success(request, _("We have noted which records exist."))
        return redirect("family:status", case.reference)
    context = {"case": case, "form": form, "back_url": reverse("family:status", args=[case.reference])}
    context["contact"] = told.contact(told.facts(case))
    return TemplateResponse(request, "family/others.html", context, status=422 if form.errors else 200)


def _may_exist(item):
    asked = item.necessity != "required" or item.exists
    return asked and item.dropped_at is None and item.category != policies.LEGAL and item.status in TELLABLE

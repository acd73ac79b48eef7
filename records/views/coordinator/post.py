"""One record as a thing: on its way, here, lent, back, returned; and what an image exchange has delivered."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.policies import calendar
from intake.queries import reference as tables
from intake.queries.reference import text
from records.domain import post as domain
from records.forms import post as forms
from records.papers import packing
from records.queries import items as queries
from records.queries import post as post_queries
from records.states import ItemStatus
from records.views.papers import shown

from .acting import page

STEPS = {
    "announced": ("It is on its way", "Note it", {ItemStatus.NEEDED, ItemStatus.ASKED, ItemStatus.PROMISED}),
    "arrived": ("It is here", "It is here",
                {ItemStatus.NEEDED, ItemStatus.ASKED, ItemStatus.PROMISED, ItemStatus.IN_TRANSIT}),
}  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def post(request, reference, number):
    case, item = _found(request, reference, number)
    now = timezone.now()
    today, kept = calendar.today(case.time_zone, now), post_queries.of_item(item)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    made = {name: _form(name, request.POST if name == action else None, today) for name in _steps(item, kept)}
    if action and action not in made:
        raise Http404
    if action and made[action].is_valid():
        _take(item, action, made[action].cleaned_data, by=request.user, now=now)
        messages.success(request, "Saved")
        return redirect("coordinator:post", reference, number)
    row = tables.at(case.checklist_version).record_items[item.kind]
    bad = made.get(action)
    return page(
        request, case, bad, "coordinator/post.html", item=item, name=text(row, "label"), quantity=text(row, "quantity"),
        kept=kept, seen=domain.seen(kept) if kept else {}, late=bool(kept and kept.late_at), said=_said(item, kept),
        forms=[(name, TITLES[name], form) for name, form in made.items()],
        back_url=reverse("coordinator:record", args=[reference, number]),
    )  # fmt: skip


TITLES = {
    "announced": "It is on its way", "arrived": "It is here", "lent": "Lend it", "back": "It is back from the loan",
    "returned": "Send it back to its owner",
}  # fmt: skip
FORMS = {"arrived": forms.Arrived, "back": forms.Back, "returned": forms.Returned}
DATED = {"announced": forms.Announced, "lent": forms.Lent}


def _form(name, data, today):
    prefix = {"data": data, "auto_id": f"id_{name}_%s"}
    return DATED[name](today=today, **prefix) if name in DATED else FORMS[name](**prefix)


def _steps(item, kept):
    """The forms that make sense where the thing is now."""
    if kept and kept.returned_at:
        return []
    if kept and kept.arrived_at:
        if kept.lent_at:
            return ["back"]
        returnable = item.status in {ItemStatus.ACCEPTED, ItemStatus.SUPERSEDED, ItemStatus.WRONG_PATIENT}
        return ["lent", *(["returned"] if returnable else [])]
    return [name for name, (*_words, states) in STEPS.items() if item.status in states]


def _said(item, kept):
    """What was picked, in the words of the forms."""
    carriers, conditions = dict([*forms.CARRIERS, ("exchange", "Image exchange")]), dict(forms.CONDITIONS)
    return {
        "what": forms.THINGS.get(kept.what, kept.what), "condition": conditions.get(kept.condition, kept.condition),
        "carrier": carriers.get(item.carrier, item.carrier),
        "return_carrier": carriers.get(kept.return_carrier, kept.return_carrier),
    } if kept else {}  # fmt: skip


def _take(item, action, said, *, by, now):
    context = {"by": by, "now": now}
    match action:
        case "announced":
            expected = date.fromisoformat(said["expected"]) if said["expected"] else None
            domain.announce(
                item, carrier=said["carrier"], number=said["number"], wanted=int(said["wanted"] or 0),
                expected_on=expected, study=said["carrier"] == "exchange", **context,
            )  # fmt: skip
        case "arrived":
            domain.arrived(item, count=int(said["count"]), condition=said["condition"], shelf=said["shelf"], **context)
        case "lent":
            domain.lend(item, to=said["to"], due_back_on=date.fromisoformat(said["due"]), **context)
        case "back":
            domain.back(item, shelf=said["shelf"], **context)
        case "returned":
            domain.give_back(item, carrier=said["carrier"], number=said["number"], **context)


@doors.coordinator
@require_safe
def packing_sheet(request, reference, number):
    _case, item = _found(request, reference, number)
    kept = post_queries.of_item(item)
    language = request.GET.get("language", "en")
    if language not in {"en", "es", "ar"}:
        raise Http404
    return shown(packing.sheet(item, wanted=kept.wanted if kept else 0, language=language), "packing")


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request):
    """A number of a label or of an exchange's job: which record is it?"""
    form = forms.Job(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        found = [
            _arrival(each)
            for each in post_queries.by_job(request.user, domain.number_hash(form.cleaned_data["number"]))
        ]
    context = {
        "form": form, "found": found, "back_url": reverse("coordinator:queue"),
        "exchange": text(tables.current().texts["image_exchange"], "body"),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/arrivals.html", context, status=422 if form.errors else 200)


def _arrival(material):
    row = tables.at(material.case.checklist_version).record_items[material.item.kind]
    return {
        "material": material, "name": text(row, "label"),
        "url": reverse("coordinator:post", args=[material.case.reference, material.item.number]),
    }  # fmt: skip


def _found(request, reference, number):
    case = find.case(request, reference)
    item = queries.by_number(case, number)
    if item is None:
        raise Http404
    return case, item

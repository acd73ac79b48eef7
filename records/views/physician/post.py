"""Scans by image exchange, and the sheet that lies in a parcel."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.queries import reference as tables
from intake.queries.reference import text
from records.domain import post
from records.forms import post as forms
from records.papers import packing
from records.states import OPEN
from records.views.papers import shown

from . import asked


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request, reference):
    """Our address to copy; the job's number tells us later which study is which."""
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    scans = [each for each in asked.seen(case, request.user) if each.category == "imaging" and _may_announce(each)]
    form = forms.Exchange(asked.posted(request), items=[(each.number, asked.name(case, each)) for each in scans])
    if scans and form.is_valid():
        for each in scans:
            if str(each.number) in form.cleaned_data["items"]:
                post.announce(each, carrier="exchange", number=form.cleaned_data["number"], study=True,
                              by=request.user, now=timezone.now())  # fmt: skip
        messages.success(request, _("We have noted the job number. We tell you when the scans are here."))
        return redirect("physician:case", case.reference)
    context = {
        "case": case, "form": form if scans else None, "child": asked.child(request, case),
        "exchange": text(tables.current().texts["image_exchange"], "body"),
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/exchange.html", context, status=422 if form.errors else 200)


def _may_announce(item):
    return item.status in OPEN and item.status != "in_transit"


@doors.physician
@require_safe
def packing_sheet(request, reference, number):
    """What lies in the box; it names nobody."""
    case = find.case(request, reference)
    item = asked.item(case, number, request.user)
    if asked.is_over(case):
        raise Http404
    return shown(packing.sheet(item, wanted=0, language=(get_language() or "en")[:2]), "packing")

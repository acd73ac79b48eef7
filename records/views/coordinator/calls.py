"""The call list, what came of a call, and calls put off."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, find, paging
from intake.domain import history
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.policies import cases as policies
from records.domain import contacts
from records.forms.coordinator import calls as forms
from records.queries import calls as queries
from records.states import Party

from .acting import back, page, posted
from .calling import PARTIES, lines
from .contacts import phone_of

NOT_ON_THE_LIST = "Choose the call again from the list, and the day to which you put it off."


@doors.coordinator
@require_safe
def calls(request):
    now, later = timezone.now(), request.GET.get("when") == "later"
    history.read(None, "coordinator:calls", by=request.user, now=now)
    found = queries.page(request.user, request.GET.get("page", ""), later=later, now=now)
    counts, here = queries.counts(request.user, now=now), reverse("coordinator:calls")
    context = {
        "calls": lines(found.rows, now=now), "later": later, "lost": found.lost, "here": request.get_full_path(),
        "tabs": [
            {"text": "Call now", "count": counts["now"], "url": here, "current": not later},
            {"text": "Later", "count": counts["later"], "url": f"{here}?when=later", "current": later},
        ],
        "pager": _pager(here, later, found), "choices": forms.LATER.items(),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/calls.html", context)


def _pager(here, later, found):
    start = f"{here}?when=later&page=" if later else f"{here}?page="
    tokens = {"prev": found.prev, "next": found.next, "last": found.next and paging.LAST}
    turned = {name: start + token if token else "" for name, token in tokens.items()}
    return {**turned, "first": start.rpartition("page=")[0] if found.prev else ""}


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request, reference):
    """What came of a call, a letter, a fax or a visit, in four fields."""
    found, now = find.case(request, reference), timezone.now()
    party = request.GET.get("to", request.POST.get("to", "")) or Party.FAMILY
    if party not in PARTIES:
        raise Http404
    form = forms.Contact(posted(request), today=calendar.today("", now))
    phone = phone_of(policies.facts(found, now), party) if party in {Party.FAMILY, Party.PHYSICIAN} else ""
    if form.is_valid():
        said = form.cleaned_data
        contacts.log(
            found, party, way=said["way"], outcome=said["outcome"], said=said["said"], whom=phone,
            next_on=date.fromisoformat(said["next_on"]) if said["next_on"] else None, by=request.user, now=now,
        )  # fmt: skip
        messages.success(request, f"{reference}: written down")
        return redirect(back(request, reference, "timeline"))
    return page(
        request, found, form, heading=f"Contact: {PARTIES[party]}", button="Write it down",
        phones=[(PARTIES[party], phone)], also={"to": party, "next": request.GET.get("next", "")},
    )  # fmt: skip


@doors.coordinator
@require_POST
def snooze(request, reference):
    """These calls come back on another morning."""
    found, now = find.case(request, reference), timezone.now()
    party, form = request.POST.get("to", ""), forms.Later(request.POST)
    if party not in PARTIES or not form.is_valid():
        raise Refused(NOT_ON_THE_LIST)
    until = calendar.today("", now) + timedelta(days=int(form.cleaned_data["days"]))
    contacts.snooze(found, party, until=until, by=request.user, now=now)
    messages.success(request, f"{reference}: back on the list on {until:%B} {until.day}")
    return redirect(back(request, reference, "calls"))

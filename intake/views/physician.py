"""How an office comes in: by the mailed link, by a new one, and further by the code."""

import time

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, entry, find, wording
from intake.domain import limits, links, members
from intake.domain.errors import TooMany
from intake.forms import physician as forms
from intake.middleware import texts
from intake.queries import people
from intake.states import Room

EVEN = 0.25  # seconds that asking for a link takes, whether anybody is known by the address or not


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """GET shows a button, for scanners follow links; POST opens."""
    found = links.find(token, Room.PHYSICIAN, now=timezone.now())
    if found is None:
        context = {"form": forms.Return(), "form_action": reverse("physician:return")}
        return TemplateResponse(request, "physician/link_dead.html", context, status=404)
    if request.method == "POST":
        entry.enter(request, links.open_link(found, now=timezone.now()), "link")
        case = found.member.case
        return redirect("physician:kept" if _kept(request, case) else "physician:case", case.reference)
    return TemplateResponse(request, "physician/link.html", {})


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def comeback(request):
    """A new link by mail: the same answer in the same time whether the address is known or not."""
    started = time.monotonic()
    form = forms.Return(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "physician/return.html", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    if not limits.take("link_ip", request.META["REMOTE_ADDR"]) or not limits.take("link_address", email.lower()):
        raise TooMany
    links.ask(Room.PHYSICIAN, email=email, now=timezone.now())
    time.sleep(max(0, EVEN - (time.monotonic() - started)))
    return TemplateResponse(request, "physician/asked.html", {})


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def code(request, reference):
    """The child's name and birth date open with the family's eight digits, or six that a coordinator reads out."""
    case = find.case(request, reference)
    form = forms.Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        member = people.seat(case, request.user)
        if _fits(member, form.cleaned_data["code"]):
            entry.enter(request, member, "full")
            return HttpResponseRedirect(_next(request, case))
        form.add_error("code", wording.WRONG_CODE)
    context = {"case": case, "form": form, "back_url": reverse("physician:case", args=[case.reference])}
    return TemplateResponse(request, "physician/code.html", context, status=422 if form.errors else 200)


@doors.physician
@require_safe
def kept(request, reference):
    """What the office wrote when its time was over, to send again; behind the code if it was there."""
    case = find.case(request, reference)
    found = _kept(request, case)
    if found is None:
        raise Http404
    path, typed, level = found
    find.case(request, reference, level or "link")
    context = {"case": case, "path": path, "typed": typed, "shown": texts(typed)}
    return TemplateResponse(request, "physician/kept.html", context)


def _kept(request, case):
    found = entry.kept(request)
    return found if found and found[0].startswith(f"/physician/{case.reference}/") else None


def _fits(member, digits):
    """Wrong codes are counted; a right one is given back."""
    if not limits.take("code", f"seat {member.pk}"):
        raise TooMany
    if not members.code_fits(member, digits, now=timezone.now()):
        return False
    limits.give_back("code", f"seat {member.pk}")
    return True


def _next(request, case):
    """Back to where the code was asked for, within this case only."""
    page, home = request.GET.get("next", ""), reverse("physician:case", args=[case.reference])
    inside = url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith(home)
    return page if inside else home

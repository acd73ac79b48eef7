"""Keeping a request within reach, or not: four words, a shared device, deleting what was not sent."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, entry, find, passphrases
from intake.domain import drafts, retention
from intake.forms import family as forms
from intake.middleware import texts
from intake.queries import people

from . import showing, speaking

NEXT = {"doctor", "check", "sent", "status"}


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request, reference):
    """Offered, never needed. The four words ride in the form until somebody chooses them."""
    case = find.case(request, reference, "full")
    member = people.seat(case, request.user)
    drawn = request.POST.get("drawn") or passphrases.draw(speaking.language())
    form = forms.Passphrase(request.POST or None, initial={"choice": "these"})
    goes_on = _next(request, case)
    if form.is_valid():
        words = form.cleaned_data["own"] if form.cleaned_data["choice"] == "own" else drawn
        drafts.keep(member, words, by=request.user, now=timezone.now())
        messages.success(request, _("Your words are saved. We cannot show them again."))
        return redirect(goes_on)
    context = {"case": case, "form": form, "drawn": drawn, "next_url": goes_on, "again": bool(member.passphrase)}
    return TemplateResponse(request, "family/passphrase.html", context, status=422 if form.errors else 200)


def _next(request, case):
    name = request.GET.get("next", "")
    if name == "doctor":
        return showing.page_url(case, "doctor")
    return reverse(f"family:{name if name in NEXT else 'case'}", args=[case.reference])


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, reference):
    """A shared device: nothing of the request stays in this browser."""
    case = find.case(request, reference)
    if request.method == "POST":
        return _gone(request)
    member = people.seat(case, request.user)
    return TemplateResponse(request, "family/leave.html", {"case": case, "has_words": bool(member.passphrase)})


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, reference):
    """What was not sent can be deleted at once."""
    case = find.case(request, reference, "full")
    if case.submitted_at or case.ended_at:
        return redirect("family:status", case.reference)
    if request.method == "POST":
        retention.delete_draft(case, by=request.user, now=timezone.now())
        return _gone(request)
    return TemplateResponse(request, "family/delete.html", {"case": case})


@doors.family
@require_safe
def kept(request, reference):
    """What was written when the time was over, to be sent again with one press; only to who may read answers."""
    case = find.case(request, reference, "full")
    found = kept_of(request, case)
    if found is None:
        raise Http404
    path, typed, _level = found
    context = {"case": case, "path": path, "typed": typed, "shown": texts(typed)}
    return TemplateResponse(request, "family/kept.html", context)


def kept_of(request, case):
    """(path, what was typed, at which level) of this case, or None."""
    found = entry.kept(request)
    return found if found and found[0].startswith(f"/family/{case.reference}/") else None


def _gone(request):
    entry.leave(request)
    response = redirect("public:start")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response

"""A doctor's office begins a request: sent at once, held until the guardian says yes."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import doors, entry
from intake.domain import limits
from intake.facts import UNKNOWN
from intake.forms import guard
from intake.forms.family import as_typed
from intake.middleware import ZONE_COOKIE
from intake.policies import calendar
from intake.queries import cases as queries
from intake.queries import people, reference
from intake.states import Room
from intake.views.family import speaking
from records.domain import referrals
from records.forms import referral as forms
from records.views import files_in

ABOUT = "refer"


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def refer(request):
    form = _form(request)
    if request.spoken:
        as_typed(form)
    elif form.is_valid():
        return _send(request, form)
    context = {
        "form": form, "language_form": "page-form", "limit_mb": settings.FORM_FILE_MAX_BYTES // 1024**2,
        "text": _text("doctors"),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "physician/refer.html", context, status=status)


def _form(request):
    posted, zone = request.method == "POST", request.COOKIES.get(ZONE_COOKIE, "")
    form = forms.Referral(
        request.POST if posted else None, request.FILES if posted else None, snapshot=reference.current(),
        today=calendar.today(zone, timezone.now()),
    )  # fmt: skip
    guard.add(form, ABOUT)
    return form


def _text(key):
    row = reference.current().texts[key]
    return {"title": reference.text(row, "title"), "paragraphs": reference.text(row, "body").split("\n\n")}


def _send(request, form):
    if guard.suspects(request.POST, ABOUT):
        return _again(request)
    key = form.cleaned_data["send_key"] or uuid.uuid4()
    known = queries.by_send_key(key)
    if known is None and not limits.take("new_case_ip", request.META["REMOTE_ADDR"]):
        return _again(request, wall=True)
    told, now = form.given(), timezone.now()
    case = referrals.refer(
        told, language=_site_language(get_language()), family_language=_family_language(told), send_key=key,
        time_zone=request.COOKIES.get(ZONE_COOKIE, ""), max_age=settings.MAX_AGE, now=now,
    )  # fmt: skip
    member = people.seats(case, Room.PHYSICIAN).first()
    entry.enter(request, member, "full")
    _keep_files(request, case, form, member.user, now)
    return redirect("physician:sent", case.reference)


def _again(request, *, wall=False):
    """Nothing is lost but the files, which no page can keep: they are chosen once more."""
    kept = guard.kept(request.POST, ABOUT)
    context = {"kept": kept, "wall": wall, "again": forms.Again() if request.FILES else None}
    response = TemplateResponse(request, "physician/again.html", context, status=429 if wall else 200)
    if wall:
        response["Retry-After"] = "900"
    return response


def _keep_files(request, case, form, by, now):
    """A coordinator sorts them. What cannot be kept after all is said on the next page; the request stands."""
    taken = files_in.take(case, form.cleaned_data["letter"], by=by, now=now)
    for _name, reason in taken.refused:
        messages.warning(request, _("A file did not arrive. %(reason)s") % {"reason": reason})


def _family_language(told):
    """The family is written to in its language where the site has it."""
    spoken = told.get("phy_language")
    return spoken if spoken is not UNKNOWN and spoken in dict(settings.LANGUAGES) else ""


def _site_language(code):
    return (code or settings.LANGUAGE_CODE)[:2]

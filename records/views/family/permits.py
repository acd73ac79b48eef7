"""Permissions for places: the list, one to read and sign, taking it back, its copy as PDF, the place's own form."""

import hashlib

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, entry, find
from intake.domain.errors import Stale
from intake.queries import answers
from intake.queries import reference as tables
from intake.views.family import showing
from intake.views.family.texts import written
from records.domain import permits
from records.forms import permits as forms
from records.papers import permission as papers
from records.policies import permits as policies
from records.queries import permits as queries
from records.states import STANDING, AuthorizationStatus
from records.views.papers import shown

from . import told

STATES = {
    AuthorizationStatus.DRAFT: (gettext_lazy("Waits for you to sign"), "yellow"),
    AuthorizationStatus.SIGNED: (gettext_lazy("Signed, we look at it"), "blue"),
    AuthorizationStatus.ACTIVE: (gettext_lazy("Signed"), "green"),
    AuthorizationStatus.EXPIRED: (gettext_lazy("Has ended"), "grey"),
    AuthorizationStatus.REVOKED: (gettext_lazy("You took it back"), "grey"),
}


@doors.family
@require_safe
def sign(request, reference):
    """All places of the request, what is still to sign first."""
    case = find.case(request, reference, "full")
    lines = [_line(case, each) for each in queries.of_case(case) if each.status in _shown()]
    context = {
        **_context(case), "lines": sorted(lines, key=lambda line: line["status"] != "draft"),
        "blocked": policies.why_not_sign(case),
        "places_url": showing.page_url(case, "doctors"), "right_url": showing.page_url(case, "guardian"),
    }  # fmt: skip
    return TemplateResponse(request, "family/sign.html", context)


def _shown():
    return STANDING | {AuthorizationStatus.REVOKED}


def _line(case, each):
    words, color = _state(each)
    return {
        "status": each.status, "state_text": words, "color": color, "place": each.place.name,
        "where": each.place.address, "count": len(each.items.all()), "ends": each.expires_on,
        "url": reverse("family:permission", args=[case.reference, each.number]),
    }  # fmt: skip


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def permission(request, reference, number):
    """The whole text, and the form to sign it; signed, what was signed, when, and its copy."""
    case, found = found_permission(request, reference, number)
    form, stale = None, ""
    if found.status == AuthorizationStatus.DRAFT and not policies.why_not_sign(case) and found.items.exists():
        form = _form(request, case)
        if form.is_valid():
            try:
                permits.sign(found, _proof(request, case, form), by=request.user, now=timezone.now())
            except Stale as reason:
                stale = str(reason)
            else:
                messages.success(request, _("You have signed. Your copy is on this page."))
                return redirect("family:permission", case.reference, number)
    context = {**whole(request, case, found), "form": form, "stale": stale}
    return TemplateResponse(request, "family/permission.html", context, status=422 if form and form.errors else 200)


def _form(request, case):
    online = "consent_electronic" in answers.consented(case)
    name = permits.known_name(case, now=timezone.now())
    return forms.Sign(request.POST if request.method == "POST" else None, online=online, name=name)


def _proof(request, case, form):
    said = form.cleaned_data
    key = request.session.session_key or ""
    return permits.Proof(
        name=said["signature_name"], language=_language(), button=str(forms.BUTTON), ticks=form.ticks(),
        authentication=request.session.get(entry.PROOF, "browser"), sensitive=tuple(said["sensitive"]),
        zone=showing.zone(request), interpreter=said["interpreter"], shown=request.POST.get("shown", ""),
        network=f"{request.META['REMOTE_ADDR']} {request.headers.get('User-Agent', '')[:300]}",
        login=hashlib.sha256(key.encode()).hexdigest(),
    )  # fmt: skip


def whole(request, case, found):
    """The text as it is to be signed, or as it was."""
    now = timezone.now()
    language = found.language if found.signed_at else _language()
    ends = found.expires_on or papers.ends_on(case, now)
    sensitive = tuple(filter(None, found.sensitive.split(";")))
    words, color = _state(found)
    return {
        **_context(case, "family:sign"), "permission": found, "state_text": words, "color": color, "ends": ends,
        "parts": papers.parts(found, details=permits.details(found), language=language, ends=ends, sensitive=sensitive),
        "items": papers.items(found, language), "language": language, "blocked": policies.why_not_sign(case),
        "draft": papers.is_draft(), "intro": written(tables.current().texts["permission"]),
        "online": written(tables.current().texts["consent_electronic"]), "button": forms.BUTTON,
        "shown": permits.shown(found, language, now=now) if not found.signed_at else "",
        "signed_name": permits.names(found)[0] if hasattr(found, "signature") else "",
        "may_revoke": policies.why_not(found, "revoke", by=request.user) is None,
        "may_sign_again": found.status in {AuthorizationStatus.REVOKED, AuthorizationStatus.EXPIRED},
        "right_url": showing.page_url(case, "guardian"),
    }  # fmt: skip


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, reference, number):
    case, found = found_permission(request, reference, number)
    if policies.why_not(found, "revoke", by=request.user):
        return redirect("family:permission", case.reference, number)
    form = forms.Revoke(request.POST if request.method == "POST" else None)
    if form.is_valid():
        permits.revoke(found, by=request.user, now=timezone.now())
        messages.success(request, _("You took the permission back. We stop asking this place."))
        return redirect("family:sign", case.reference)
    context = {**_context(case, "family:permission", number), "form": form, "permission": found}
    return TemplateResponse(request, "family/revoke.html", context, status=422 if form.errors else 200)


@doors.family
@require_POST
def sign_again(request, reference, number):
    """A paper that was taken back or has run out is made anew, to be signed."""
    case, found = found_permission(request, reference, number)
    if found.status not in {AuthorizationStatus.REVOKED, AuthorizationStatus.EXPIRED} or policies.why_not_sign(case):
        return redirect("family:permission", case.reference, number)
    made = permits.again(found, by=request.user, now=timezone.now())
    return redirect("family:permission", case.reference, made.number)


@doors.family
@require_safe
def permission_copy(request, reference, number):
    """The signed paper, as it was made then."""
    _case, found = found_permission(request, reference, number)
    if not hasattr(found, "signature"):
        raise Http404
    return shown(permits.copy(found), "permission")


def found_permission(request, reference, number):
    case = find.case(request, reference, "full")
    found = queries.by_number(case, number)
    if found is None or found.status not in _shown():
        raise Http404
    found.case = case
    return case, found


def _state(each):
    return STATES[AuthorizationStatus(each.status)]


def _language():
    return (get_language() or "en")[:2]


def _context(case, back="family:status", *more):
    back_url = reverse(back, args=[case.reference, *more])
    return {"case": case, "back_url": back_url, "contact": told.contact(told.facts(case))}

"""Password, recovery codes, authenticator app: each change asks again who it is."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, entry, wording
from intake.domain import sign_in
from intake.domain.errors import Refused
from intake.domain.sign_in import factors
from intake.forms import account as forms

from .sign_in import note

WRONG = {"used": wording.USED_STAFF_CODE, "wrong": wording.WRONG_STAFF_CODE}


@doors.staff
@require_http_methods(["GET", "HEAD", "POST"])
def security(request):
    form = None
    if act := ACTS.get(request.POST.get("act")):
        form, response = act(request)
        if response:
            return response
    context = {
        "form": form,  # the one with errors, for the summary
        "password": form if isinstance(form, forms.ChangePassword) else forms.ChangePassword(user=request.user),
        "codes": form if isinstance(form, forms.Code) else forms.Code(),
        "act": request.POST.get("act", ""),
        "left": factors.recovery_codes_left(request.user),
        "most": factors.RECOVERY_CODES,
    }
    return TemplateResponse(request, "account/security.html", context, status=422 if form and form.errors else 200)


def _password(request):
    form = forms.ChangePassword(request.POST, user=request.user)
    if form.is_valid():
        given, key = form.cleaned_data, request.session.session_key
        try:
            sign_in.change_password(request.user, given["old"], given["new"], session=key, now=timezone.now())
        except Refused as reason:
            form.add_error("old", str(reason))
            return form, None
        entry.renew(request)
        note(request, request.user)
        messages.success(request, "Your password is changed. You are signed out everywhere else")
        return form, redirect("account:security")
    return form, None


def _recovery(request):
    form = _proven(request)
    if not form.is_valid():
        return form, None
    codes = factors.new_recovery_codes(request.user, now=timezone.now())
    return form, TemplateResponse(request, "account/recovery.html", {"codes": codes, "door": "/account/security/"})


def _app(request):
    """Another phone: the old app ends, and so does every session."""
    form = _proven(request)
    if not form.is_valid():
        return form, None
    user = request.user
    sign_in.forget_app(user, now=timezone.now())
    entry.expect(request, user, back="/account/security/")
    return form, redirect("account:enroll")


def _proven(request):
    form = forms.Code(request.POST)
    if form.is_valid():
        answer = sign_in.check_code(request.user, form.cleaned_data["code"], now=timezone.now())
        if answer != "right":
            form.add_error("code", WRONG[answer])
    return form


ACTS = {"password": _password, "recovery": _recovery, "app": _app}

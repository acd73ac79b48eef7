"""The way in: password, then always a code; after a pause the code alone."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from intake import doors, entry, wording
from intake.domain import showcase, sign_in
from intake.domain.sign_in import sessions
from intake.forms import account as forms
from intake.queries import people
from intake.states import Room

ROOM_OF = {Room.COORDINATOR: "/coordinator/", Room.ONCOLOGY: "/oncology/", Room.ADMIN: "/admin/"}


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def login(request):
    if request.user.is_authenticated and request.user.room in ROOM_OF and request.method != "POST":
        return HttpResponseRedirect(wanted(request) or ROOM_OF[request.user.room])
    if request.method != "POST" and (noted := entry.pending(request)) and noted["since"]:
        request.session[entry.PENDING] = noted | {"back": wanted(request)}
        return redirect("account:code")
    form = forms.SignIn(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        user = sign_in.check_password(given["login"], given["password"], address=request.META["REMOTE_ADDR"])
        if user:
            entry.expect(request, user, back=wanted(request))
            return redirect("account:code" if sign_in.enrolled(user) else "account:enroll")
        form.add_error("password", wording.WRONG_SIGN_IN)
    context = {"form": form, "next": wanted(request), **_demo()}
    return TemplateResponse(request, "account/login.html", context, status=422 if form.errors else 200)


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    noted = entry.pending(request)
    user = people.staff(noted["user"]) if noted else None
    if user is None or not sign_in.enrolled(user):
        return redirect("account:login" if user is None else "account:enroll")
    form = forms.Code(request.POST or None)
    if form.is_valid():
        answer = sign_in.check_code(user, form.cleaned_data["code"], now=timezone.now())
        if answer == "right":
            return let_in(request, user)
        form.add_error("code", wording.USED_STAFF_CODE if answer == "used" else wording.WRONG_STAFF_CODE)
    context = {"form": form, "paused": noted["since"], "account": _demo().get("codes", {}).get(user.email)}
    return TemplateResponse(request, "account/code.html", context, status=422 if form.errors else 200)


@doors.anyone
@require_http_methods(["POST"])
def logout(request):
    sessions.forget(request.session.session_key)
    entry.leave(request)
    response = redirect("account:login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def let_in(request, user):
    """-> the person's own room, or where they wanted to go"""
    back = entry.admit(request, user)
    note(request, user)
    if entry.KEPT in request.session:
        return redirect("account:kept")
    return HttpResponseRedirect(back or ROOM_OF[user.room])


def note(request, user):
    """List this session among the person's."""
    sessions.begin(
        user, request.session.session_key, address=request.META["REMOTE_ADDR"],
        browser=request.headers.get("User-Agent", ""), now=timezone.now(),
    )  # fmt: skip


def wanted(request):
    """Where to go afterwards, never out of this site."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    inside = path.startswith("/") and not path.startswith("/account/log")
    return path if inside and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def _demo():
    """In a demonstration the page tells how to get in."""
    return showcase.shown(now=timezone.now()) if settings.DEPLOYMENT == "demo" else {}

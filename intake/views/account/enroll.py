"""The first way in: an invitation, a name and a password, an authenticator app, the recovery codes."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, entry
from intake.domain import sign_in
from intake.domain.sign_in import factors
from intake.forms import account as forms
from intake.queries import people

from .sign_in import ROOM_OF, let_in

ADDED = "added"  # the sealed secret of the app that is being added
WRONG = "The code is not right. Check that the clock of your phone is set by itself, and enter the code it shows now"


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """A mail scanner follows links: looking changes nothing."""
    user = sign_in.invited(token, now=timezone.now())
    if user is None:
        return TemplateResponse(request, "account/invitation_over.html", status=404)
    if request.method == "POST":
        entry.expect(request, user)
        return redirect("account:enroll")
    return TemplateResponse(request, "account/invitation.html")


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def enroll(request):
    user = _newcomer(request)
    if user is None:
        return redirect("account:login")
    return _app(request, user) if user.has_usable_password() else _name(request, user)


def _name(request, user):
    form = forms.Invited(request.POST or None, user=user)
    if form.is_valid():
        given = form.cleaned_data
        sign_in.accept(user, name=given["name"], password=given["new"], now=timezone.now())
        return redirect("account:enroll")
    context = {"form": form, "email": user.email}
    return TemplateResponse(request, "account/enroll_name.html", context, status=422 if form.errors else 200)


def _app(request, user):
    secret = _secret(request)
    form = forms.FirstCode(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        if factors.proves(secret, form.cleaned_data["code"], now=now):
            codes = factors.enroll(user, secret, now=now)
            let_in(request, user)
            del request.session[ADDED]
            context = {"codes": codes, "door": ROOM_OF[user.room], "first": True}
            return TemplateResponse(request, "account/recovery.html", context)
        form.add_error("code", WRONG)
    groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    context = {"form": form, "groups": groups}
    return TemplateResponse(request, "account/enroll_app.html", context, status=422 if form.errors else 200)


@doors.anyone
@require_http_methods(["GET", "HEAD"])
def qr(request):
    """The secret as a picture; the page's rules allow none inside it."""
    user = _newcomer(request)
    if user is None or ADDED not in request.session:
        raise Http404
    return HttpResponse(factors.picture(user, _secret(request)), content_type="image/svg+xml")


def _newcomer(request):
    """Who proved the password or the invitation and has no second factor yet."""
    noted = entry.pending(request)
    user = people.staff(noted["user"]) if noted else None
    return None if user is None or sign_in.enrolled(user) else user


def _secret(request):
    adapter = factors.Adapter()
    if ADDED not in request.session:
        request.session[ADDED] = adapter.encrypt(factors.new_secret())
    return adapter.decrypt(request.session[ADDED])

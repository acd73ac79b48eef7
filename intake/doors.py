"""Who may come in. Every view has exactly one door; `visible_to` then decides about the single case."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from intake.states import Room

STAFF = {Room.COORDINATOR, Room.ONCOLOGY, Room.ADMIN}
# Families and physicians have no account: strangers get a new link there.
SIGN_IN = {Room.FAMILY: "/family/return/", Room.PHYSICIAN: "/physician/return/"}


def _door(name, rooms, sign_in=None):
    def door(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.room not in rooms:
                raise Http404 if "reference" in kwargs else PermissionDenied
            return view(request, *args, **kwargs)

        guarded.door = name
        if sign_in:
            guarded.login_url = sign_in
        return guarded

    return door


family = _door("family", {Room.FAMILY}, SIGN_IN[Room.FAMILY])
physician = _door("physician", {Room.PHYSICIAN}, SIGN_IN[Room.PHYSICIAN])
coordinator = _door("coordinator", {Room.COORDINATOR})
oncology = _door("oncology", {Room.ONCOLOGY})
staff = _door("staff", STAFF)
insider = _door("insider", set(Room) - {Room.SYSTEM})


def sender(view):
    """Upload clients: whose session is over is told so (401), never sent to a page. Then CSRF, as everywhere."""
    checked = csrf_protect(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated and request.method != "OPTIONS":
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Session", "Tus-Resumable": "1.0.0"})
        return checked(request, *args, **kwargs)

    guarded.door = "sender"
    return csrf_exempt(login_not_required(guarded))


def anyone(view):
    """Public pages; also to people who are signed in somewhere."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    guarded.door = "anyone"
    return login_not_required(guarded)

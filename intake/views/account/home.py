"""Own settings, and where one is signed in."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, entry
from intake.domain import sign_in
from intake.domain.sign_in import sessions
from intake.forms import account as forms
from intake.queries import reference
from intake.queries import sessions as queries

BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "Mac"}


@doors.staff
@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    user = request.user
    now_set = {"notify": user.notify, "language": user.language, "time_zone": user.time_zone}
    form = forms.Settings(request.POST or None, initial=now_set, languages=settings.LANGUAGES, zones=_zones(user))
    if form.is_valid():
        sign_in.prefer(user, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Your settings are saved")
        return redirect("account:home")
    role = reference.current().roles[user.role]
    context = {"form": form, "role": role, "sessions": _sessions(request), "most": sessions.MOST}
    return TemplateResponse(request, "account/home.html", context, status=422 if form.errors else 200)


@doors.staff
@require_http_methods(["POST"])
def end_session(request):
    """One place, or (without a name) all others."""
    if name := request.POST.get("session", ""):
        ended = sessions.end(request.user, name)
    else:
        ended = sessions.end_all(request.user, but=request.session.session_key)
    messages.success(request, "Signed out there" if ended else "You were signed out there already")
    return redirect("account:home")


@doors.staff
@require_http_methods(["GET", "HEAD"])
def kept(request):
    """What was written when the session ended: to be sent again with one press."""
    found = entry.kept(request)
    if found is None:
        raise Http404
    path, typed, _level = found
    shown = [text for name, text in typed if name not in {"version", "send_key"} and len(text) > 1]
    return TemplateResponse(request, "account/kept.html", {"path": path, "typed": typed, "shown": shown})


def _sessions(request):
    return [
        {
            "name": place.name,
            "browser": _browser(place.row.user_agent),
            "since": place.row.created_at,
            "last": datetime.fromtimestamp(place.last, UTC) if place.last else None,
            "here": place.row.session_key == request.session.session_key,
        }
        for place in queries.of(request.user)
    ]


def _browser(agent):
    found = [next((name for name in names if name in agent), "") for names in (BROWSERS, SYSTEMS)]
    words = [NAMES.get(name, name) for name in found if name]
    return " on ".join(words) or "Another program"


def _zones(user):
    snapshot = reference.current()
    rows = [*snapshot.us_states.values(), *snapshot.country_zones.values()]
    zones = dict.fromkeys([row.time_zone for row in rows if row.time_zone] + [user.time_zone or settings.TIME_ZONE])
    return [(zone, zone.replace("_", " ")) for zone in zones]

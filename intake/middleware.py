"""What every view may rely on: fresh reference data, a session that is not over, refusals as pages."""

import json
import re
from urllib.parse import quote

import structlog
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from intake import entry, find, sealing, wording
from intake.domain.errors import Refused, Stale, TooMany
from intake.doors import SIGN_IN
from intake.find import Mourned, NotOpened, StepUp
from intake.policies import calendar
from intake.queries import reference
from intake.states import Room

log = structlog.get_logger(__name__)
ZONE_COOKIE = "zone"
WITHOUT_DATA = ("/static/", "/health/", "/metrics")
STAFF_PAGES = ("/coordinator/", "/oncology/", "/account/", "/admin/")
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
SECRET = {"csrfmiddlewaretoken", "password", "new", "passphrase", "code"}
PASSPHRASES = {"words", "own"}  # in the family's room; elsewhere words are what somebody wrote
PLUMBING = {"version", "send_key", "drawn", "first", "seen", "website", "way", "next", "language", "act"}
CODE = re.compile("[a-z]+(_[a-z0-9]+)+|yes|no|none|unknown")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # forms take these marks out
MOST_KEPT = 100_000  # characters of a form that outlives its session


def reference_data(get_response):
    """One version of the tables for the whole request."""

    def middleware(request):
        if find.POLL in request.headers:
            reference.forget()
        elif not request.path.startswith(WITHOUT_DATA):
            reference.refresh()
        return get_response(request)

    return middleware


def session_time(get_response):
    """Ends a session that is over; whoever uses one keeps it alive, a poll does not."""

    def middleware(request):
        if request.user.is_authenticated:
            if entry.is_over(request):
                _end(request)
            elif find.POLL not in request.headers:
                entry.touch(request)
        return get_response(request)

    return middleware


def _end(request):
    """Families and offices start anew; staff who paused need the code alone. What was written waits, sealed."""
    if request.user.room in entry.OUTSIDERS:
        entry.lapse(request, kept=_written(request))
    else:
        entry.pause(request, kept=_written(request))


def _written(request):
    """The text of a form; its files are chosen again."""
    if request.content_type not in FORMS or request.path.startswith("/account/"):
        return ""
    pairs = typed(request)
    if not any(name not in PLUMBING for name, _value in pairs):
        return ""
    reference = "".join(request.path.split("/")[2:3])
    text = json.dumps([request.path, pairs, request.session.get(find.LEVELS, {}).get(reference, "")])
    return sealing.seal_for_site(text, f"kept|{request.user.pk}") if len(text) <= MOST_KEPT else ""


def staff_language(get_response):
    """Staff pages are written in English only: they say so, whatever the browser asks for."""

    def middleware(request):
        if not request.path.startswith(STAFF_PAGES):
            return get_response(request)
        with translation.override("en"):
            request.LANGUAGE_CODE = "en"
            response = get_response(request)
        response.headers.setdefault("Content-Language", "en")
        return response

    return middleware


def time_zone(get_response):
    """Moments are shown in the zone that staff chose, else the browser's if its script told us, else the site's."""

    def middleware(request):
        zone = getattr(request.user, "time_zone", "") or request.COOKIES.get(ZONE_COOKIE, "")
        with timezone.override(calendar.local(zone, timezone.now()).tzinfo):
            return get_response(request)

    return middleware


class Answers:
    """Turns what views let through into pages: 409 with what was typed, 429, the next door, 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Nothing of what a person wrote is changed without a word."""
        if request.method == "POST" and any(BIDI.search(value) for _name, value in typed(request)):
            messages.info(request, wording.MARKS_REMOVED)

    def process_exception(self, request, exception):
        match exception:
            case Refused():
                context = {"reason": exception, "stale": isinstance(exception, Stale), "kept": written(request)}
                return render(request, "409.html", context, status=409)
            case TooMany():
                response = render(request, "429.html", {"kept": written(request)}, status=429)
                response["Retry-After"] = "900"
                return response
            case StepUp():
                return redirect_up(request, exception.case)
            case Mourned():
                return closed(request)
            case NotOpened():
                return HttpResponseRedirect(SIGN_IN[Room(request.user.room)])
            case OperationalError():
                log.error("database_down")
                return render(None, "503.html", {"kept": written(request)}, status=503)
        return None


def closed(request):
    """The one page that a family sees once a death was reported."""
    row = reference.current().texts["bereavement"]
    words = {"title": reference.text(row, "title"), "paragraphs": reference.text(row, "body").split("\n\n")}
    return render(request, "family/closed.html", words)


def redirect_up(request, case):
    """To the passphrase (family) or the code (office), and back afterwards."""
    page = "family:unlock" if request.user.room == Room.FAMILY else "physician:code"
    response = redirect(page, case.reference)
    response["Location"] += f"?next={quote(request.path)}"
    return response


def typed(request):
    """What the person wrote, so that a page that could not take it does not lose it."""
    secret = SECRET | PASSPHRASES if request.path.startswith("/family/") else SECRET
    return [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in secret]


def written(request):
    """The texts among it, to be read and copied; codes of picked answers are no texts."""
    pairs = typed(request) if request.method == "POST" else []
    return texts(pairs)


def texts(pairs):
    return [value for name, value in pairs if name not in PLUMBING and len(value) > 1 and not CODE.fullmatch(value)]

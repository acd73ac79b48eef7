"""The find step of a view: the case that this person may see, or 404; what was looked at is written down."""

from datetime import timedelta
from functools import wraps

from django.http import Http404, HttpResponseNotModified
from django.utils import timezone

from intake.domain import history, limits
from intake.domain.errors import TooMany
from intake.policies import calendar
from intake.queries import cases as queries
from intake.states import Room

LEVELS = "levels"  # session: {reference: "link" | "full"}
POLL = "X-Poll"
LATELY = timedelta(minutes=15)  # one row of Access a person, case and this long
OUTSIDERS = {Room.FAMILY, Room.PHYSICIAN}


class StepUp(Exception):
    """The link alone does not show this: passphrase or code first."""

    def __init__(self, case):
        super().__init__()
        self.case = case


class Mourned(Exception):
    """A death was reported: the family sees one quiet page, whichever it asked for."""


class NotOpened(Exception):
    """The person has a seat in the case, but has not opened its link in this browser."""


def case(request, reference, level="link"):
    """The case with this reference. `level`: "full" where only the passphrase or the code shows it."""
    found = queries.visible_to(request.user).filter(reference=reference).first()
    if found is None:
        _unknown(request)
    if request.user.room in OUTSIDERS:
        opened = level_of(request, found)
        if opened is None:
            raise NotOpened
        if request.user.room == Room.FAMILY:
            queries.standing(found)  # what its pages ask about holds and consents is answered from here
            if queries.is_mourned(found):
                raise Mourned
        if level == "full" and opened != "full":
            raise StepUp(found)
    if request.method in {"GET", "HEAD"} and not getattr(request, "looked_lately", False):
        history.read(found, request.resolver_match.view_name, by=request.user, now=timezone.now())
    return found


def live(view):
    """A page that asks again every 20 seconds: unchanged, it answers so after one statement (contract 7.36)."""

    @wraps(view)
    def guarded(request, reference, *args, **kwargs):
        if POLL in request.headers:
            seen = queries.glance(request.user, reference, since=timezone.now() - LATELY)
            request.looked_lately = bool(seen and seen.looked)
            asked = request.headers.get("If-None-Match", "").strip('"')
            if request.looked_lately and asked == mark(request, seen) and not _is_barred(request, seen):
                response = HttpResponseNotModified()
                response["ETag"] = f'"{asked}"'
                return response
        return view(request, reference, *args, **kwargs)

    return guarded


def mark(request, found):
    """Stands for everything that a live page shows of a case: its history, the day, how far it is open."""
    today = calendar.today(found.time_zone, timezone.now())
    level = request.session.get(LEVELS, {}).get(found.reference, "")
    return f"{found.event_number}-{found.version}-{today:%Y%m%d}-{level}"


def _is_barred(request, seen):
    """Outsiders who have not opened the case here; families once a death was reported."""
    if request.user.room not in OUTSIDERS:
        return False
    return level_of(request, seen) is None or seen.mourned


def level_of(request, found):
    """How far this browser has opened the case: None, "link" or "full"."""
    return request.session.get(LEVELS, {}).get(found.reference)


def _unknown(request):
    """Guessing references ends soon; a real one that is not yours looks the same."""
    if request.user.room in OUTSIDERS and not limits.take("reference_ip", request.META["REMOTE_ADDR"]):
        raise TooMany
    raise Http404

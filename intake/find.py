"""The find step of a view: the case that this person may see, or 404; what was looked at is written down."""

from django.http import Http404
from django.utils import timezone

from intake.domain import history, limits
from intake.domain.errors import TooMany
from intake.queries import cases as queries
from intake.states import Room

LEVELS = "levels"  # session: {reference: "link" | "full"}
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
    if request.method in {"GET", "HEAD"}:
        history.read(found, request.resolver_match.view_name, by=request.user, now=timezone.now())
    return found


def level_of(request, found):
    """How far this browser has opened the case: None, "link" or "full"."""
    return request.session.get(LEVELS, {}).get(found.reference)


def _unknown(request):
    """Guessing references ends soon; a real one that is not yours looks the same."""
    if request.user.room in OUTSIDERS and not limits.take("reference_ip", request.META["REMOTE_ADDR"]):
        raise TooMany
    raise Http404

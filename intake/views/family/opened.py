"""The requests that this browser has open."""

from django.utils import timezone

from intake import find
from intake.domain import drafts
from intake.queries import cases
from intake.states import Room


def here(request):
    """The family's own requests that were opened in this browser, the newest change first."""
    if not (request.user.is_authenticated and request.user.room == Room.FAMILY):
        return []
    levels = request.session.get(find.LEVELS, {})
    return [case for case in cases.visible_to(request.user).order_by("-changed_at") if case.reference in levels]


def speak(request, code):
    for case in here(request):
        drafts.speak(case, code, by=request.user, now=timezone.now())

"""The words are lost, and no phone is on file to call back: a link that lets new ones be set, mailed a day later.

Everybody who is told of the case hears of it at once, and whoever still has the words calls it off by using them.
"""

from datetime import timedelta

from django.db import transaction

from intake import wording
from intake.queries import people
from intake.queries.people import Audience
from intake.states import Room

from . import history, outbox, transitions
from .errors import Refused

WAITS = timedelta(hours=24)
KIND = "new_words"


@transaction.atomic
def ask(member, *, now):
    """Owe the link; asked again before it has left, it stays as it is. Refused where a person can call back."""
    case = transitions.lock(member.case)
    if people.has_phone(case):
        raise Refused(wording.WE_CALL_BACK)
    if case.notices.filter(kind=KIND, to=member.user, sent_at=None, cancelled_at=None).exists():
        return
    family = Audience(case).of(Room.FAMILY)
    event = history.add(case, "words_lost", by=member.user, now=now)
    outbox.owe(case, event, [("access_alert", user) for user in family], now=now)
    outbox.owe(case, event, [(KIND, user) for user in family if user.pk == member.user_id], now=now + WAITS)


@transaction.atomic
def found(member, *, now):
    """The words were used: nobody needs new ones."""
    outbox.cancel(member.case, kinds={KIND}, to=member.user, now=now)

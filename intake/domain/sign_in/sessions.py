"""Where a member of staff is signed in: at most three places at once, each can be ended."""

import structlog
from allauth.usersessions.models import UserSession
from django.db import transaction

from intake.queries import sessions as queries

MOST = 3
log = structlog.get_logger(__name__)


@transaction.atomic
def begin(user, key, *, address, browser, now):
    """Note a new session; the oldest ends where there are too many."""
    fields = {"user": user, "ip": address, "user_agent": browser[:200], "created_at": now, "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=key, defaults=fields)
    log.info("signed_in", actor=user.pk)
    for place in queries.of(user)[MOST:]:
        place.row.end()


def end(user, name):
    """End the person's session of this name. -> whether it was there"""
    found = [place.row for place in queries.of(user) if place.name == name]
    for row in found:
        row.end()
    return bool(found)


def end_all(user, *, but=""):
    """-> how many were ended"""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for row in rows:
        row.end()
    return len(rows)


def forget(key):
    """The session ends by itself; it is not listed any more."""
    UserSession.objects.filter(session_key=key).delete()

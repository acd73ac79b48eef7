"""Where staff are signed in."""

from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

from intake.models import User


class Place(NamedTuple):
    row: UserSession
    name: str  # stands for the session in a form; the key itself never leaves the database
    last: float | None  # when it was used last, as a timestamp


def of(user: User) -> list[Place]:
    """The sessions that still live, the newest first."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    alive: dict[str, dict[str, Any]] = {
        session.session_key: session.get_decoded()
        for session in Session.objects.filter(session_key__in=[row.session_key for row in rows])
    }
    return [Place(row, name(row), alive[row.session_key].get("last")) for row in rows if row.session_key in alive]


def name(row: UserSession) -> str:
    return salted_hmac("session", row.session_key, algorithm="sha256").hexdigest()[:16]

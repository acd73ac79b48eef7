"""Coming in without an account, and how long one stays: sessions hold who, which case, how far, since when."""

from datetime import timedelta

from django.contrib.auth import login, logout
from django.utils import timezone

from intake.find import LEVELS
from intake.states import Room

BACKEND = "django.contrib.auth.backends.ModelBackend"
SINCE, LAST, DRAFT = "since", "last", "draft"
DRAFT_LIVES = timedelta(days=30)
STAFF_IDLE, STAFF_MOST = timedelta(minutes=30), timedelta(hours=12)
GUEST_IDLE, GUEST_MOST = timedelta(minutes=60), timedelta(hours=8)
OUTSIDERS = {Room.FAMILY, Room.PHYSICIAN}


def enter(request, member, level):
    """Open a case for this browser, as far as link or passphrase reach. A draft stays open for 30 days."""
    case, kept = member.case, {}
    if request.user.is_authenticated and request.user.pk == member.user_id:
        kept = request.session.get(LEVELS, {})
    login(request, member.user, backend=BACKEND)  # a new session id: one that was planted before is worth nothing
    request.session[LEVELS] = {**kept, case.reference: level}
    restart(request, draft=case.submitted_at is None)


def restart(request, *, draft):
    """Count the time anew: at entering, and when a draft becomes a request."""
    now = timezone.now().timestamp()
    request.session.update({SINCE: now, LAST: now, DRAFT: draft})
    request.session.set_expiry(DRAFT_LIVES if draft else GUEST_MOST)


def leave(request):
    """This is a shared device: nothing of the session stays."""
    logout(request)


def is_over(request):
    """Whether the session has been idle or open for too long; a draft's is not."""
    session, user = request.session, request.user
    if SINCE not in session or (user.room in OUTSIDERS and session.get(DRAFT)):
        return False
    idle, most = (GUEST_IDLE, GUEST_MOST) if user.room in OUTSIDERS else (STAFF_IDLE, STAFF_MOST)
    now = timezone.now().timestamp()
    return now - session[LAST] > idle.total_seconds() or now - session[SINCE] > most.total_seconds()


def touch(request):
    """Remember the last use, at most once a minute."""
    now = timezone.now().timestamp()
    if now - request.session.get(LAST, now) > 60:
        request.session[LAST] = now

"""Coming in, and how long one stays: sessions hold who, which case, how far, since when.

Families and offices come in by a link; staff by `account` pages, which know who wants in (PENDING) before they let in.
"""

import json
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from django.contrib.auth import login, logout, update_session_auth_hash
from django.utils import timezone

from intake import sealing
from intake.find import LEVELS
from intake.states import Room

BACKEND = "django.contrib.auth.backends.ModelBackend"
SINCE, LAST, DRAFT, ROLE, PENDING, KEPT = "since", "last", "draft", "role", "pending", "kept"
PROOF = "proof"  # how whoever signs here has shown who they are
KEPT_AT = "kept_at"
DRAFT_LIVES = timedelta(days=30)
STAFF_IDLE, STAFF_MOST = timedelta(minutes=30), timedelta(hours=12)
GUEST_IDLE, GUEST_MOST = timedelta(minutes=60), timedelta(hours=8)
PENDING_LIVES = timedelta(minutes=15)
OUTSIDERS = {Room.FAMILY, Room.PHYSICIAN}


def enter(request, member, level):
    """Open a case for this browser, as far as link or passphrase reach. A draft stays open for 30 days."""
    case, kept = member.case, {}
    if request.user.is_authenticated and request.user.pk == member.user_id:
        kept = request.session.get(LEVELS, {})
        request.session.cycle_key()  # Django gives a new id to strangers only; a step up needs one too
    login(request, member.user, backend=BACKEND)  # a new session id: one that was planted before is worth nothing
    request.session[LEVELS] = {**kept, case.reference: level}
    if level == "full":
        request.session[PROOF] = "passphrase" if case.submitted_at else "browser"
    restart(request, draft=case.submitted_at is None)


def restart(request, *, draft):
    """Count the time anew: at entering, and when a draft becomes a request."""
    now = _now()
    request.session.update({SINCE: now, LAST: now, DRAFT: draft})
    request.session.set_expiry(DRAFT_LIVES if draft else GUEST_MOST)


def leave(request):
    """This is a shared device: nothing of the session stays."""
    logout(request)


def is_over(request):
    """Whether the session has been idle or open for too long; a draft's is not."""
    session, user = request.session, request.user
    if session.get(ROLE, user.role) != user.role:
        return True  # another role since
    if SINCE not in session or (user.room in OUTSIDERS and session.get(DRAFT)):
        return False
    idle, most = (GUEST_IDLE, GUEST_MOST) if user.room in OUTSIDERS else (STAFF_IDLE, STAFF_MOST)
    now = _now()
    return now - session[LAST] > idle.total_seconds() or now - session[SINCE] > most.total_seconds()


def touch(request):
    """Remember the last use, at most once a minute."""
    now = _now()
    if now - request.session.get(LAST, now) > 60:
        request.session[LAST] = now


def keep_alive(request):
    """A long request is use as well. Only the time is written, into the session as other requests have left it."""
    session = request.session.__class__(request.session.session_key)
    if SINCE in session:
        session[LAST] = _now()
        session.save()


def settle(request):
    """What this request knows of its session is written now, so that its end, hours later, writes nothing old."""
    session = request.session
    if session.modified:
        session.save()
        session.modified = False


def expect(request, user, *, back="", since=None):
    """Somebody has proven one thing: a new session that knows who wants in, and opens nothing yet."""
    if request.user.is_authenticated:
        logout(request)
    else:
        request.session.cycle_key()
    request.session[PENDING] = {"user": user.pk, "at": _now(), "since": since, "back": back}


def pending(request):
    """What `expect` noted, while it is fresh: fifteen minutes, or the rest of the twelve hours after a pause."""
    noted = request.session.get(PENDING)
    if noted is None:
        return None
    begun, lives = (noted["since"], STAFF_MOST) if noted["since"] else (noted["at"], PENDING_LIVES)
    if _now() - begun > lives.total_seconds():
        del request.session[PENDING]
        return None
    return noted


def admit(request, user):
    """Let a member of staff in. After a pause the twelve hours go on. -> where they wanted to go"""
    noted = request.session.pop(PENDING)
    login(request, user, backend=BACKEND)
    now = _now()
    since = noted["since"] or now
    request.session.update({SINCE: since, LAST: now, ROLE: user.role})
    request.session.set_expiry(timedelta(seconds=since + STAFF_MOST.total_seconds() - now))
    return noted["back"]


def renew(request):
    """The password is another one: this session goes on under a new id."""
    update_session_auth_hash(request, request.user)


def pause(request, *, kept=""):
    """Staff who were idle: everything closes, and the code alone opens it again. `kept`: sealed, what they wrote."""
    user, since = request.user, request.session.get(SINCE, 0)
    over = request.session.get(ROLE) != user.role or _now() - since > STAFF_MOST.total_seconds()
    logout(request)
    if not over:
        request.session[PENDING] = {"user": user.pk, "at": _now(), "since": since, "back": ""}
    if kept:
        request.session[KEPT] = kept


def lapse(request, *, kept=""):
    """Their time is over. `kept`: sealed, what they wrote; it waits an hour in this browser, for the same seat."""
    logout(request)
    if kept:
        request.session.update({KEPT: kept, KEPT_AT: _now()})
        request.session.set_expiry(GUEST_IDLE)


def kept(request):
    """(path, what was typed there, the level it was typed at) when this person's session ended, or None."""
    if _now() - request.session.get(KEPT_AT, _now()) > GUEST_IDLE.total_seconds():
        return None
    try:
        return json.loads(sealing.unseal_for_site(request.session[KEPT], f"kept|{request.user.pk}"))
    except (KeyError, ValueError, InvalidTag):
        return None


def _now():
    return timezone.now().timestamp()

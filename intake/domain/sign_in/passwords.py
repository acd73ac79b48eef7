"""Is it this person? Failures are counted per address and per account; a success never is."""

import structlog
from django.contrib.auth.hashers import check_password as fits
from django.contrib.auth.hashers import make_password
from django.db import transaction

from intake import wording
from intake.domain import limits
from intake.domain.errors import Refused, TooMany
from intake.queries import people

from . import factors, sessions

log = structlog.get_logger(__name__)


def check_password(email, password, *, address):
    """The person of this address and password, or None. Known and unknown addresses take the same time.

    Raises TooMany at the wall: also for the right password, until the bucket has filled again.
    """
    email = email.lower()
    counted = [("sign_in_ip", address), ("sign_in_account", email)]
    _count(counted)
    user = people.staff_by_email(email)
    if not fits(password, user.password if user else make_password(None)) or not user.is_active:
        log.warning("sign_in_wrong_password", actor=user and user.pk)
        return None
    _forget(counted)
    return user


def check_code(user, code, *, now):
    """-> "right", "used" or "wrong". Raises TooMany after five wrong ones in ten minutes."""
    counted = [("code", f"staff|{user.pk}")]
    _count(counted)
    answer = factors.use(user, code, now=now)
    if answer == "wrong":
        log.warning("sign_in_wrong_code", actor=user.pk)
    else:
        _forget(counted)
    return answer


def change_password(user, old, new, *, session, now):
    """Everywhere else the person is signed out. Raises Refused if the old one is wrong."""
    counted = [("sign_in_account", user.email)]
    _count(counted)
    if not fits(old, user.password):
        raise Refused(wording.NOT_RIGHT)
    _forget(counted)
    _replace(user, new, session, now=now)


@transaction.atomic
def _replace(user, new, session, *, now):
    user.set_password(new)
    user.save(update_fields=["password"])
    sessions.end_all(user, but=session)


@transaction.atomic
def forget_app(user, *, now):
    """The second factor and the recovery codes end, and every session with them."""
    factors.remove(user)
    sessions.end_all(user)


@transaction.atomic
def prefer(user, *, notify, language, time_zone, now):
    """How the person wants to be told, and in which language and zone."""
    user.notify, user.language, user.time_zone = notify, language, time_zone
    user.save(update_fields=["notify", "language", "time_zone"])


def _count(counted):
    """Take one from each bucket; raises TooMany where one is empty."""
    if all(limits.left(*each) for each in counted):
        taken = [limits.take(*each) for each in counted]
        if all(taken):
            return
    log.warning("sign_in_wall", kind=counted[-1][0])
    raise TooMany


def _forget(counted):
    for each in counted:
        limits.give_back(*each)

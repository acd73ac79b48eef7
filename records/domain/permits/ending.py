"""How a permission ends: taken back, run out, closed with its case, or replaced by a newer one."""

from datetime import timedelta

from django.db import transaction

from intake.domain import history, outbox
from intake.domain import transitions as cases
from intake.policies import calendar
from intake.queries import people
from intake.states import Room
from records.models import Authorization, RecordItem
from records.policies import permits as policies
from records.queries import permits as queries
from records.states import AuthorizationStatus, ItemStatus

from .. import letters
from ..transitions import follow, take
from . import listing
from .making import add, ask_signature, details, end

RUNNING = {AuthorizationStatus.SIGNED, AuthorizationStatus.ACTIVE}
ASKED = {ItemStatus.ASKED, ItemStatus.PROMISED}


@transaction.atomic
def revoke(authorization, *, why="", by, now):
    """Taken back: nobody is asked under it any more. What was sent before stays. -> the authorization"""
    case, found = _in_hand(authorization)
    end(case, found, "revoke", why=why, by=by, now=now)
    _stop_asking(case, found, by, now, "letter_revocation")
    listing.follow(case, by=by, now=now)
    follow(case, now=now)
    return found


@transaction.atomic
def renew(authorization, items=None, *, by, now):
    """A new permission for the same place, to be signed: for other records, or because the old one has run out."""
    case, old = _in_hand(authorization)
    made = _anew(case, old, items, by, now)
    listing.follow(case, by=by, now=now)
    follow(case, now=now)
    return made


@transaction.atomic
def again(authorization, *, by, now):
    """The family wants to sign after all: it was taken back, or has run out."""
    if authorization.status != AuthorizationStatus.REVOKED:
        return renew(authorization, by=by, now=now)
    case, old = _in_hand(authorization)
    made = add(case, old.place, list(old.items.all()), row=old.row, details=details(old), by=by, now=now)
    old.row = None
    old.save(update_fields=["row"])
    follow(case, now=now)
    return made


def close(case, *, quiet=False, now):
    """The request has ended, and every permission with it. Holds the case's lock; the caller saves the case.

    Places that still look for something are told; `quiet`: nobody is.
    """
    for each in Authorization.objects.select_for_update().filter(case=case, status__in=RUNNING).order_by("number"):
        each.case = case
        end(case, each, "expire", why="case_closed", by=people.system(), now=now)
        told = "letter_ended" if queries.still_open(each) and not quiet else ""
        letters.stop(case, each, details(each)["record_no"], text=told, by=people.system(), now=now)


def sweep(*, now):
    """Once a day: those near their end are warned of, those past it end. -> how many changed"""
    day = calendar.today("", now)
    return sum(_look_at(each, day, now) for each in queries.running_out(day + timedelta(days=policies.WARN_DAYS)))


@transaction.atomic
def _look_at(authorization, day, now):
    case, found = _in_hand(authorization)
    if found.status not in RUNNING:
        return 0
    if found.expires_on < day:
        end(case, found, "expire", by=people.system(), now=now)
        _stop_asking(case, found, people.system(), now)
        if queries.still_open(found):
            _anew(case, found, None, people.system(), now)
            ask_signature(case, now=now)
        listing.follow(case, by=people.system(), now=now)
        follow(case, now=now)
        return 1
    return _warn(case, found, now)


def _anew(case, old, items, by, now):
    wanted, told = list(old.items.all()) if items is None else items, details(old)
    end(case, old, "replace", by=by, now=now)
    _stop_asking(case, old, by, now)
    return add(case, old.place, wanted, row=old.row, details=told, by=by, now=now)


def _warn(case, authorization, now):
    """Once for each permission, and only while it is still needed."""
    subject = f"permission:{authorization.number}"
    if case.events.filter(action="permission_ends_soon", subject=subject).exists():
        return 0
    if not queries.still_open(authorization):
        return 0
    event = history.add(case, "permission_ends_soon", subject=subject, by=people.system(), now=now)
    family = people.Audience(case).of(Room.FAMILY)
    outbox.owe(case, event, [("authorization_expiring", user) for user in family], now=now)
    return 1


def _stop_asking(case, authorization, by, now, text=""):
    """What was asked under it is nobody's to send: a coordinator asks another way."""
    system = people.system()
    asked = RecordItem.objects.select_for_update().filter(
        authorizations=authorization, basis="authorization", status__in=ASKED
    )
    for item in asked.order_by("number"):
        if item.status == ItemStatus.PROMISED:
            take(case, item, "lapse", by=system, now=now)
        take(case, item, "call_off", by=system, now=now, promised_on=None, basis="")
    letters.stop(case, authorization, details(authorization)["record_no"], text=text, by=by, now=now)


def _in_hand(authorization):
    case = cases.lock(authorization.case)
    found = Authorization.objects.select_for_update(of=("self",)).select_related("place").get(pk=authorization.pk)
    found.case = case
    return case, found

"""What an office answers to what it was asked: it will come, it is on its way, another place has it, it was never
done, that is all, this is not our patient. Each is one transaction and leaves the case's standing true."""

from django.db import transaction

from intake.domain import history, holds, links, members, outbox
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.queries import people
from intake.sealing import seal
from intake.states import Room
from records import wording
from records.models import RecordItem
from records.queries import letters
from records.states import ItemStatus

from . import place_days
from .transitions import follow, take

OPEN = {ItemStatus.ASKED, ItemStatus.PROMISED}
SENDABLE = OPEN | {ItemStatus.NEEDED}
DIED = "died"


@transaction.atomic
def promise(case, number, *, on, by, now):
    """It comes by this day: the next reminder waits for it. A new day replaces the old one."""
    case, item = _take_in_hand(case, number)
    _lapse(case, item, now)
    take(case, item, "promise", promised_on=on, by=by, now=now)
    return follow(case, now=now)


@transaction.atomic
def elsewhere(case, number, *, place, by, now):
    """Another place has it: a coordinator asks there."""
    case, item = _take_in_hand(case, number)
    _send_elsewhere(case, item, place, by, now)
    return follow(case, now=now)


@transaction.atomic
def never_done(case, number, *, words="", by, now):
    """The office says that there is none. Only a coordinator may say so for good."""
    case, item = _take_in_hand(case, number)
    item.exists = "no"
    item.save(update_fields=["exists"])
    history.add(case, "never_done", subject=f"record:{item.number}", words=words, by=by, now=now)
    return follow(case, now=now)


@transaction.atomic
def ship(case, numbers, *, carrier, tracking, shipped_on, by, now):
    """One parcel with these records in it is on its way."""
    case = cases.lock(case)
    items = _items(case).filter(number__in=numbers, status__in=SENDABLE)
    for item in items:
        sealed = seal(case, tracking, f"tracking|{item.number}") if tracking else None
        take(case, item, "ship", carrier=carrier, tracking=sealed, shipped_on=shipped_on, by=by, now=now)
    if not items:
        raise Refused(wording.NOT_POSSIBLE)
    return follow(case, now=now)


@transaction.atomic
def finish(case, uploads, *, all_we_have=False, by, now):
    """The files of one sending are in: the office gets its receipt by mail, once a sending.

    All it has: what is still asked of it is to be found elsewhere.
    """
    case = cases.lock(case)
    if uploads:
        event = history.add(case, "files_sent", after=str(len(uploads)), by=by, now=now)
        seated = [user for user in people.Audience(case).people if user.seat and user.pk == by.pk]
        outbox.owe(case, event, [("files_here", user) for user in seated], now=now)
    if all_we_have:
        history.add(case, "all_we_have", by=by, now=now)
        for item in _theirs(case, by).filter(status__in=OPEN, dropped_at=None):
            _send_elsewhere(case, item, "", by, now)
    return follow(case, now=now)


@transaction.atomic
def leave(member, *, why, words="", by, now):
    """Not or no longer this office's patient: seat and links end, what was asked is asked of the next office."""
    case = cases.lock(member.case)
    for item in _theirs(case, member.user).filter(status__in=OPEN):
        _lapse(case, item, now)
        take(case, item, "elsewhere", why=why, promised_on=None, by=by, now=now)
    links.revoke(member, by=by, now=now)
    members.remove(member, by=by, now=now)
    case.office_mail = case.office_mail and member.kind != "physician"
    history.chain(case, [history.Change("office_left", why=why, words=words)], by=by, now=now)
    outbox.cancel(case, to=member.user, now=now)
    case = follow(case, now=now)
    if why == DIED:
        holds.report_death(case, by=by, now=now)
    return case


def _theirs(case, user):
    """What this office, or this place by its permission, was asked for."""
    asked = letters.asked_of(case, user)
    return _items(case).filter(party=Room.PHYSICIAN) if asked is None else _items(case).filter(pk__in=asked)


def _take_in_hand(case, number):
    case = cases.lock(case)
    return case, _items(case).get(number=number)


def _items(case):
    return RecordItem.objects.select_for_update().filter(case=case).order_by("number")


def _send_elsewhere(case, item, place, by, now):
    _lapse(case, item, now)
    sealed = seal(case, place, f"place|{item.number}") if place else None
    take(
        case, item, "elsewhere", place=sealed, place_key=place_days.key(place), party="facility", promised_on=None,
        words=place, by=by, now=now,
    )  # fmt: skip


def _lapse(case, item, now):
    """A promise that is taken back or moved: the record is asked for as before."""
    if item.status == ItemStatus.PROMISED:
        take(case, item, "lapse", by=people.system(), now=now)

"""Letters to places: made in the transaction that allows them, mailed at once or queued for a person to send."""

from itertools import groupby

from django.db import transaction

from intake.domain import history, links, members, outbox
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.queries import people
from intake.sealing import unseal_bytes
from intake.states import Room
from records import wording
from records.papers import request as papers
from records.policies import items as item_policies
from records.queries import letters as queries
from records.queries import permits
from records.states import AuthorizationStatus

from .transitions import follow
from .writing import keep, owner, to, write

BY_HAND = {"fax", "post", "hand"}


def ask(case, authorization, record_no, *, language="en", basis="", by, now):
    """A letter for each department of the place that holds something of it. Holds the case's lock. -> the letters"""
    items = [item for item in authorization.items.order_by("holder", "number") if item.status in {"asked", "promised"}]
    if not items:
        return []
    seat = queries.seat_of(authorization) or members.place(case, _mail(authorization.place), by=by, now=now)
    made = [
        write(case, list(group), authorization, seat, department, record_no, language, basis=basis, by=by, now=now)
        for department, group in groupby(items, key=lambda item: item.holder)
    ]
    mail(case, made, now=now)
    return made


@transaction.atomic
def ask_for(item, *, by, now):
    """One more record of a place whose permission covers it."""
    case = cases.lock(item.case)
    authorization = permits.covering(item)
    seat = queries.seat_of(authorization) or members.place(case, _mail(authorization.place), by=by, now=now)
    letter = write(case, [item], authorization, seat, item.holder, "", "en", by=by, now=now)
    mail(case, [letter], now=now)
    follow(case, now=now)


@transaction.atomic
def ask_office(case, *, language="en", by, now):
    """The treating office gets a letter too, on treatment basis: it needs no permission. -> the letter"""
    case = cases.lock(case)
    asked = case.items.filter(party=Room.PHYSICIAN, dropped_at=None, status__in=["asked", "promised", "needed"])
    items = list(asked.exclude(category=item_policies.LEGAL).exclude(necessity="helpful").order_by("number"))
    if not items:
        raise Refused(wording.LETTER_EMPTY)
    seat = members.office(case, by=by, now=now)
    letter = write(case, items, None, seat, "", "", language, by=by, now=now)
    follow(case, now=now)
    return letter


@transaction.atomic
def again(authorization, *, language, record_no="", basis="", by, now):
    """The same request once more, with a fresh link: for a reminder, in another language, or as the family's own.

    Basis `access`: the family asks as the individual (45 CFR 164.524), and the place has 30 days. -> the letters
    """
    case = cases.lock(authorization.case)
    if authorization.status != AuthorizationStatus.ACTIVE:
        raise Refused(wording.LETTER_WITHOUT_PERMISSION)
    made = ask(case, authorization, record_no, language=language, basis=basis, by=by, now=now)
    follow(case, now=now)
    return made


def mail(case, letters, *, now):
    """The link leaves by mail where a second person has checked the address; else a person sends the letter."""
    ready = [letter for letter in letters if letter.authorization and letter.authorization.place.checked_at]
    if not ready or not _mail(ready[0].authorization.place):
        return
    seat = ready[0].seat
    seat.mail = ready[0].authorization.place.email
    seat.save(update_fields=["mail"])
    subject = f"letter:{ready[0].number}"
    (event,) = history.chain(case, [history.Change("letter_mailed", subject)], by=people.system(), now=now)
    seat.user.has_mail = True
    outbox.owe(case, event, [("records_request", seat.user)], now=now)
    notice = event.notices.first()  # none where a death was reported
    for letter in ready if notice else []:
        letter.notice, letter.channel = notice, "email"
        letter.save(update_fields=["notice", "channel"])


def place_checked(place, *, now):
    """What waited for the check of this place leaves now, in whatever case. -> how many"""
    waiting = list(queries.waiting_for(place))
    for _case, group in groupby(waiting, key=lambda letter: letter.case_id):
        _mail_of(list(group), place, now)
    return len(waiting)


@transaction.atomic
def _mail_of(letters, place, now):
    case = cases.lock(letters[0].case)
    for letter in letters:
        letter.authorization.place = place
    mail(case, letters, now=now)
    follow(case, now=now)


@transaction.atomic
def sent(letter, channel, *, by, now):
    """A person has faxed, posted or handed it over, to numbers that somebody has checked."""
    case = cases.lock(letter.case)
    if channel not in BY_HAND:
        raise Refused(wording.LETTER_HOW)
    place = letter.authorization.place if letter.authorization else None
    if place is not None and place.checked_at is None:
        raise Refused(wording.PLACE_UNCHECKED)
    _open(letter)
    letter.channel, letter.sent_at, letter.sent_by = channel, now, by
    letter.save(update_fields=["channel", "sent_at", "sent_by"])
    history.add(case, "letter_sent", subject=f"letter:{letter.number}", after=channel, by=by, now=now)
    follow(case, now=now)


@transaction.atomic
def drop(letter, *, by, now):
    """It is not to be sent after all."""
    case = cases.lock(letter.case)
    _open(letter)
    letter.dropped_at, letter.dropped_by = now, by
    letter.save(update_fields=["dropped_at", "dropped_by"])
    history.add(case, "letter_dropped", subject=f"letter:{letter.number}", by=by, now=now)
    follow(case, now=now)


def stop(case, authorization, record_no, *, text="", by, now):
    """The permission has ended: links end, what has not left stays here. `text`: what who was asked is written."""
    seat, system = queries.seat_of(authorization), people.system()
    left = [letter for letter in queries.of_permission(authorization) if letter.sent_at or letter.notice_id]
    queries.of_permission(authorization).filter(sent_at=None, notice=None).update(dropped_at=now, dropped_by=by)
    if seat is not None:
        outbox.cancel(case, to=seat.user, now=now)
        links.revoke(seat, by=system, now=now)
        members.remove(seat, by=system, now=now)
    if left and text:
        document = papers.stopping(
            case, text, to=to(case, authorization), record_no=record_no, signed=authorization.signed_at.date(),
            owner=owner(case), language=left[-1].language, now=now,
        )  # fmt: skip
        keep(case, document, kind="revocation", authorization=authorization, basis="authorization",
             language=left[-1].language, by=by, now=now)  # fmt: skip


def opened(letter):
    """The PDF as it was made."""
    return unseal_bytes(letter.case, letter.document, f"letter|{letter.number}")


def _open(letter):
    if letter.sent_at or letter.dropped_at:
        raise Refused(wording.LETTER_GONE)


def _mail(place):
    return place.email if place.checked_at else ""

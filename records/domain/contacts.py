"""A call, letter, fax or visit that was made: written down, and what it moves. One transaction each."""

from datetime import date, timedelta

from django.db import transaction

from intake.domain import history, outbox, transitions
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.queries import people, reference
from intake.sealing import seal
from intake.states import Priority
from records import wording
from records.models import ContactLog, RecordItem
from records.policies.checklist import desk
from records.queries import calls as queries
from records.states import REACHED, ItemStatus, Outcome, Party, Way

from .reminders import is_chased
from .transitions import follow, take

SOON = timedelta(hours=2)  # a very urgent call is tried again on the same day


@transaction.atomic
def log(case, party, *, way, outcome, next_on=None, said="", whom="", by, now):
    """What was said and promised; the next reminder, or the next call, moves with it. -> the row

    Raises Refused without a day for a promise.
    """
    if outcome == Outcome.PROMISED and next_on is None:
        raise Refused(wording.PROMISE_NEEDS_DAY)
    case = transitions.lock(case)
    entry = ContactLog.objects.create(
        case=case, party=party, way=way, outcome=outcome, next_on=next_on, whom=_sealed(case, whom, "whom"),
        said=_sealed(case, said, "said"), made_at=now, made_by=by,
    )  # fmt: skip
    action = "called" if way == Way.CALL else "contacted"
    event = history.add(case, action, after=party, why=outcome, words=said, by=by, now=now)
    open_calls = queries.open_calls(case, party)
    if outcome in REACHED:
        outbox.done(open_calls, now=now)
        _promise(case, party, next_on if outcome == Outcome.PROMISED else None, by=by, now=now)
        if outcome != Outcome.PROMISED and next_on:
            _call_again(case, event, party, next_on, now)
    else:
        outbox.put_off(open_calls, until=_again(case, next_on, now))
    follow(case, now=now)
    return entry


def _sealed(case, text, what):
    return seal(case, text, f"contact|{what}") if text else None


def _promise(case, party, on, *, by, now):
    """What they have to send is promised for that day."""
    if on is None:
        return
    for item in RecordItem.objects.select_for_update().filter(case=case).order_by("number"):
        if is_chased(item) and desk(item.holder, item.party) == party:
            if item.status == ItemStatus.PROMISED:
                take(case, item, "lapse", by=people.system(), now=now)
            take(case, item, "promise", promised_on=on, by=by, now=now)


def _call_again(case, event, party, on, now):
    """They asked to be called on another day."""
    seat = people.seats(case, party).first() if party in {Party.FAMILY, Party.PHYSICIAN} else None
    pairs = [("call_again", seat.user if seat else people.system())]
    outbox.owe_call(case, event, pairs, due_at=calendar.morning("", on), now=now)


def _again(case, next_on, now):
    """The day that was named, else the next business day; what is very urgent, in two hours if the day has them."""
    if next_on:
        return calendar.morning("", next_on)
    later = calendar.local("", now + SOON)
    if case.priority == Priority.P1 and later.date() == calendar.today("", now) and later.hour < 17:
        return now + SOON
    off = calendar.days_off(reference.at(case.checklist_version))
    return calendar.morning("", calendar.business_day(calendar.today("", now), 1, off))


@transaction.atomic
def snooze(case, party, *, until: date, by, now):
    """Not today: the calls to this party come back on that morning."""
    case = transitions.lock(case)
    count = outbox.put_off(queries.open_calls(case, party), until=calendar.morning("", until))
    if count:
        history.add(case, "call_put_off", after=party, why=str(until), by=by, now=now)
    follow(case, now=now)
    return count

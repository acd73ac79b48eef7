"""Chases what is due: owes the reminders of a batch of cases in one transaction each."""

from datetime import timedelta

from django.db import transaction

from intake.domain import history, outbox
from intake.models import Notice, SecondOpinionRequest
from intake.policies import calendar
from intake.queries import notices, people, reference
from intake.states import Room

from . import reminders
from . import standing as standings

BATCH = 100


def send_due(*, now):
    """Owe every reminder that is due, a batch of cases a transaction. -> how many cases were worked on"""
    total = 0
    while done := _batch(now):
        total += done
        if done < BATCH:
            break
    return total


@transaction.atomic
def _batch(now):
    due = SecondOpinionRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(remind_at__lte=now)
    cases = list(due.select_related("service").order_by("remind_at", "pk")[:BATCH])
    for case in cases:
        remind(case, standings.read(case), now=now)
    return len(cases)


def remind(case, standing, *, now):
    """Owe the reminders of one locked case that are due today, and set the next moment: tomorrow at the soonest."""
    snapshot, audience = reference.at(case.checklist_version), people.Audience(case)
    today = calendar.today(case.time_zone, now)
    due = [each for each in reminders.due(case, standing, snapshot) if each.day <= today]
    for each in _one_a_day(case, due, audience, today):
        _owe(case, each, audience, today, now)
    standing = standing._replace(calls=list(notices.calls(case).select_related("to")))
    standings.turn(case, standing, now=now)
    if case.remind_at:
        case.remind_at = max(case.remind_at, calendar.morning(case.time_zone, today + timedelta(days=1)))
    case.save()


def _owe(case, each, audience, today, now):
    by = people.system()
    action = "call_due" if each.by_phone else "reminded"
    event = history.add(case, action, after=each.room, why=each.kind, by=by, now=now)
    pairs = [(each.kind, user) for user in audience.of(each.room)]
    if each.by_phone:
        outbox.owe_call(case, event, pairs[:1], now=now)
    else:
        outbox.owe(case, event, pairs, day=today, now=now)


def _one_a_day(case, due, audience, today):
    """A family gets one reminder a day at most, whatever is missing and in however many requests."""
    mails = [each for each in due if each.room == Room.FAMILY and not each.by_phone]
    spare = mails if mails and _told_today(case, audience, today) else mails[1:]
    return [each for each in due if each not in spare]


def _told_today(case, audience, today):
    users = [user.pk for user in audience.of(Room.FAMILY)]
    told = Notice.objects.filter(day=today, cancelled_at=None, kind__in=reminders.FAMILY_KINDS, to__role=Room.FAMILY)
    emails = [email for email in case.contacts.exclude(kind="office").values_list("email", flat=True) if email]
    return told.filter(to__in=users).exists() or told.filter(case__contacts__email__in=emails).exists()

"""Chases what is due: owes the reminders of a batch of cases in one transaction each."""

from django.db import transaction

from intake.domain import history, outbox
from intake.models import SecondOpinionRequest
from intake.policies import calendar
from intake.queries import people, reference

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
    """Owe the reminders of one locked case that are due today, and set the next moment."""
    snapshot = reference.at(case.checklist_version)
    today, audience, by = calendar.today(case.time_zone, now), people.Audience(case), people.system()
    due = [kind for kind, day in reminders.due_days(case, standing, snapshot) if day and day <= today]
    for kind in _one_a_day(case, due, today):
        room = reminders.KINDS[kind] or next(ask.room for ask in standing.asks if ask.answered_at is None)
        event = history.add(case, "reminded", after=room, why=kind, by=by, now=now)
        outbox.owe(case, event, [(kind, user) for user in audience.of(room)], day=today, now=now)
    case.remind_at = reminders.next_at(case, standing, snapshot, now=now)
    case.save(update_fields=["remind_at"])


def _one_a_day(case, due, today):
    """A family gets one reminder a day at most, whatever is missing."""
    told = case.notices.filter(day=today, cancelled_at=None, kind__in=reminders.KINDS).exists()
    family = [kind for kind in due if kind != "physician_reminder"]
    return [kind for kind in due if kind == "physician_reminder" or (not told and kind == family[0])]

"""A very urgent case is said again, every half hour in work hours, until somebody of the staff has opened it."""

from datetime import timedelta

from django.db import transaction

from intake.policies import calendar
from intake.queries import alarms, people, reference

from . import history, outbox, transitions

EVERY = timedelta(minutes=30)


def repeat(*, now):
    """Tell the team again. -> of how many cases"""
    off = calendar.days_off(reference.current())
    if not calendar.is_work_time(now, off):
        return 0
    return sum(_again(case, now) for case in alarms.unheard(said_before=now - EVERY))


@transaction.atomic
def _again(case, now):
    case = transitions.lock(case)
    if not alarms.unheard(said_before=now - EVERY).filter(pk=case.pk).exists():
        return 0  # somebody was faster: opened it, or said it again
    event = history.add(case, "alarm_repeated", after=case.priority, by=people.system(), now=now)
    outbox.tell_team(case, event, again=True, now=now)
    return 1

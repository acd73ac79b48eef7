"""What the clock owes: alarms said again; every day rows and files removed, urgency judged at 05:00, drafts ended."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from intake.domain import alarms, history, outbox, retention, spent, transitions
from intake.models import SecondOpinionRequest, Sweep
from intake.policies import calendar, urgency
from intake.policies import cases as policies
from intake.queries import people
from intake.states import CaseStatus

from . import checklist, orphans, permits, post
from .arriving import end
from .transitions import follow

EVERY = {"alarms": timedelta(minutes=1)}
AT = {
    "spent": time(3), "files": time(4), "permissions": time(4, 30), "priority": time(5), "drafts": time(6),
}  # fmt: skip
BATCH = 200


def run_due(*, now):
    """Run every sweep that is due and set its next time. -> {kind: how many cases it changed}"""
    return {kind: SWEEPS[kind](now) for kind in SWEEPS if _take(kind, now)}


@transaction.atomic
def _take(kind, now):
    """Only one worker runs a sweep; what was missed while all was down is made up once."""
    sweep = Sweep.objects.select_for_update(skip_locked=True).filter(kind=kind, due_at__lte=now).first()
    if sweep is None:
        return False
    sweep.due_at = _next(kind, now)
    sweep.save()
    return True


def _next(kind, now):
    if kind in EVERY:
        return now + EVERY[kind]
    here = calendar.local("", now)
    day = here.date() if here.time() < AT[kind] else here.date() + timedelta(days=1)
    return datetime.combine(day, AT[kind], here.tzinfo)


def priorities(now):
    """Days pass, dates come nearer: the rules look at every case that is not delivered."""
    running = [status for status in CaseStatus if urgency.running(status)]
    cases = SecondOpinionRequest.objects.filter(status__in=running, is_open=True).order_by("pk")
    return sum(judge(case, now=now) for case in cases.iterator(chunk_size=BATCH))


@transaction.atomic
def judge(case, *, now):
    """The rules look at one case anew. -> how many changed, none or one"""
    case = transitions.lock(case)
    before, found = case.priority, case.priority_hits
    raised = checklist.judge(case, policies.facts(case, now), max_age=settings.MAX_AGE)
    changes = checklist.judged(before, case)
    if not changes:
        if case.priority_hits != found:  # other reasons for the same urgency
            case.save(update_fields=["priority_hits", "priority_why", "routing_rule"])
        return 0
    (event,) = history.chain(case, changes, by=people.system(), now=now)
    if raised:
        outbox.tell_team(case, event, again=True, now=now)
    follow(case, now=now)
    return 1


def drafts(now):
    """Warned on day 23, closed on day 30, facts erased on day 60 after the last change."""
    return retention.sweep_drafts(now=now)


def files(now):
    """Uploads that nobody went on with, and bytes that no row knows of."""
    return end.sweep(now=now) + orphans.sweep(now=now)


def permissions(now):
    """Permissions near their end are warned of, those past it end; parcels that are late become somebody's step."""
    return permits.sweep(now=now) + post.sweep(now=now)


def spent_rows(now):
    """Sessions, links, codes and counts that are over."""
    return spent.sweep(now=now)


def unheard(now):
    """Very urgent cases that nobody has opened."""
    return alarms.repeat(now=now)


SWEEPS = {
    "alarms": unheard, "spent": spent_rows, "files": files, "permissions": permissions, "priority": priorities,
    "drafts": drafts,
}  # fmt: skip

"""The only writer of status, of cases and of record items alike."""

from django.db import transaction

from intake import wording
from intake.models import SecondOpinionRequest
from intake.policies import cases as policies
from intake.states import BACK, TRANSITIONS

from . import history, outbox
from .errors import Refused, Stale
from .history import Change


def lock(case):
    """The case's row, fresh and locked. The case comes first, then its rows: always in this order."""
    return SecondOpinionRequest.objects.select_for_update(of=("self",)).select_related("service").get(pk=case.pk)


@transaction.atomic
def advance(case, action, *, why="", words="", version=None, by, now):
    """Take one step with the case: status, version, event and owed notices in one transaction. -> the case"""
    case = lock(case)
    event = move(
        case, TRANSITIONS, action, policies.why_not, case=case, why=why, words=words, version=version, by=by, now=now
    )
    case.save()
    step = TRANSITIONS[action]
    if step.notice:
        outbox.tell(case, event, step.notice, step.tells, now=now)
    return case


def move(row, table, action, why_not, *, case, subject="case", why="", words="", version=None, by, now):
    """Write one status. The only place that does; the caller holds the case's lock and saves row and case.

    Raises Stale if the row is no longer the version that the person saw, Refused with the reason of the policy.
    """
    change = step(row, table, action, why_not, subject=subject, version=version, by=by, now=now)
    (event,) = history.chain(case, [change._replace(why=why, words=words)], by=by, now=now)
    return event


def step(row, table, action, why_not, *, subject, version=None, by, now):
    """One step in memory, for many rows whose changes are then chained together. -> the change"""
    if version not in (None, row.version):
        raise Stale(wording.CHANGED_MEANWHILE)
    if reason := why_not(row, action, by=by, now=now):
        raise Refused(reason)
    rule, before = table[action], row.status
    row.came_from, row.status = before, row.came_from if rule.target == BACK else rule.target
    row.version += 1
    row.since = now
    stamp(row, rule.clears, at=None, by=None)
    stamp(row, rule.stamps, at=now, by=by)
    return Change(action, subject, before, row.status)


def stamp(row, stem, *, at, by):
    """Set `<stem>_at` and `<stem>_by` together."""
    if stem:
        setattr(row, f"{stem}_at", at)
        setattr(row, f"{stem}_by", by)

"""Whether a step may be taken: a reason, or nothing. The same words refuse the step and explain the gray button."""

from datetime import timedelta

from intake import wording
from intake.policies import calendar, conditions
from intake.queries import answers, reference
from intake.queries import cases as queries
from intake.states import TRANSITIONS, CaseStatus, HoldKind, Priority, Role, Room

CONSENTS = {"consent_privacy", "consent_limits", "consent_cross_border"}
UNDO = {
    "undo_withdraw": ("ended_at", timedelta(days=14)),
    "undo_take": ("since", timedelta(minutes=10)),
    "unmerge": ("ended_at", timedelta(days=30)),
    "reopen_closed": ("ended_at", timedelta(days=365)),
}


def why_not(case, action, *, by, now=None):
    """-> the reason why this person cannot take this step now, or None."""
    move = TRANSITIONS[action]
    if by.room not in move.rooms:
        return wording.NOT_YOURS
    if case.status not in move.sources:
        return wording.NOT_NOW
    if not move.allows(case.status, by.room):
        return wording.NOT_YOURS
    if action in UNDO and now is not None:
        column, allowed = UNDO[action]
        if getattr(case, column) + allowed < now:
            return wording.TOO_LATE
    check = CHECKS.get(action)
    return check(case, by, now) if check else None


def facts(case, now):
    """The case's answers and all that follows from them, by the version of the tables it is pinned to."""
    snapshot = reference.at(case.checklist_version)
    sent = case.submitted_at
    return conditions.complete(
        snapshot, answers.facts(case, snapshot), today=calendar.today(case.time_zone, now),
        state=case.status, submitted_on=calendar.today(case.time_zone, sent) if sent else None,
    )  # fmt: skip


def steps(case, *, by, now=None):
    """Every step from here for this person's room, each with the reason why not, or None."""
    return {
        action: why_not(case, action, by=by, now=now)
        for action, move in TRANSITIONS.items()
        if move.allows(case.status, by.room)
    }


def _submit(case, by, now):
    missing = conditions.missing_to_send(reference.at(case.checklist_version), facts(case, now))
    if set(missing) & CONSENTS:
        return wording.CONSENTS_MISSING
    return wording.ANSWERS_MISSING if missing else None


def _held(case, by, now):
    kinds = queries.holds(case)
    if HoldKind.DEATH_REPORTED in kinds:
        return wording.DEATH_REPORTED
    if HoldKind.GUARDIAN_NOT_CONFIRMED in kinds:
        return wording.GUARDIAN_NOT_CONFIRMED
    return None


def _complete(case, by, now):
    if case.records_outstanding and not case.ready_why:
        return wording.RECORDS_OPEN
    return _held(case, by, now)


def _answered(case, by, now):
    if by.room != Room.COORDINATOR and queries.is_asked(case):
        return wording.STILL_ASKED
    return None


def _decline(case, by, now):
    if case.status == CaseStatus.IN_TRIAGE and case.priority == Priority.P1 and by.role != Role.ONCOLOGY:
        return wording.ONCOLOGIST_DECLINES
    return None


def _close(case, by, now):
    if case.status == CaseStatus.NEEDS_INFORMATION and case.priority == Priority.P1:
        return wording.VERY_URGENT_STAYS
    return None


def _death(case, by, now):
    if HoldKind.DEATH_REPORTED not in queries.holds(case):
        return wording.NO_DEATH_REPORT
    return None


def _ask(case, by, now):
    if not queries.is_asked(case):
        return wording.NOTHING_ASKED
    return None


CHECKS = {
    "submit": _submit,
    "accept": _held,
    "complete": _complete,
    "start_review": _held,
    "answered": _answered,
    "ask": _ask,
    "decline": _decline,
    "close": _close,
    "confirm_death": _death,
}

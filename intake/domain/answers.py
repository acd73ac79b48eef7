"""The only writer of answers and of the plain copies that queue, search, rules and the guard read."""

from django.db import transaction

from intake import references, sealing, wording
from intake.facts import UNKNOWN
from intake.models import Answer, SecondOpinionRequest, Service
from intake.queries import answers as queries
from intake.queries import reference
from intake.states import CaseStatus

from . import copies, history, members, transitions
from .errors import Refused, Stale

OPEN_TO_CORRECTION = {
    CaseStatus.DRAFT,
    CaseStatus.SUBMITTED,
    CaseStatus.IN_TRIAGE,
    CaseStatus.NEEDS_INFORMATION,
    CaseStatus.COLLECTING_RECORDS,
    CaseStatus.READY_FOR_REVIEW,
}


@transaction.atomic
def start(data, *, user=None, by=None, form="family", source="online", language, time_zone="", now):
    """Begin a request with the answers of its first pages. -> the case, in state draft

    `user` is the person it belongs to (a new one if none); `by` who types, if somebody else does.
    """
    user = user or members.family(language=language, now=now)
    by = by or user
    code = references.new()
    while SecondOpinionRequest.objects.filter(reference=code).exists():
        code = references.new()
    key, key_id = sealing.new_case_key(code)
    case = SecondOpinionRequest.objects.create(
        reference=code, form=form, source=source, language=language, time_zone=time_zone, sealed_key=key, key_id=key_id,
        service=Service.objects.get(is_default=True), created_at=now, created_by=by, changed_at=now, since=now,
        waiting_since=now, order_on=copies.FAR, checklist_version=reference.current().version,
    )  # fmt: skip
    members.seat(case, user, user.room, contact=members.CONTACT_OF_ROOM[user.room], by=by, now=now)
    history.add(case, "started", after=case.status, by=by, now=now)
    return save(case, data, by=by, now=now)


@transaction.atomic
def save(case, data, *, page="", version=None, by, now):
    """Store what changed of these answers; old ones stay behind, replaced. -> the case, fresh

    `data`: question code, or (code, row), -> text, several texts, UNKNOWN, or nothing ("", (), None) to take an
    answer back. Raises Refused once the review has started, Stale if the person saw an older version.
    """
    case = transitions.lock(case)
    if version not in (None, case.version):
        raise Stale(wording.CHANGED_MEANWHILE)
    if case.status not in OPEN_TO_CORRECTION:
        raise Refused(wording.REVIEW_STARTED if case.submitted_at and case.ended_at is None else wording.ANSWERS_CLOSED)
    snapshot = reference.current()
    changed = _changed(case, copies.implied(case, _plain(data), snapshot))
    if changed:
        _replace(case, changed, snapshot, by, now)
        copies.write(case, snapshot, changed, by=by, now=now)
        if case.submitted_at:
            case.version += 1
            history.chain(case, [history.Change("answers_changed", after=page)], by=by, now=now)
    case.changed_at = now
    case.save()
    return case


def _plain(data):
    """(code, row) -> text, UNKNOWN, or "" for nothing."""
    plain = {}
    for name, value in data.items():
        where = name if isinstance(name, tuple) else (name, 0)
        if value is not UNKNOWN:
            value = ";".join(value) if isinstance(value, list | tuple) else str(value or "")
        plain[where] = value
    return plain


def _changed(case, plain):
    given = queries.given(case)
    return {where: value for where, value in plain.items() if given.get(where, "") != value}


def _replace(case, changed, snapshot, by, now):
    old = [answer.pk for answer in queries.current(case) if (answer.question, answer.row) in changed]
    Answer.objects.filter(pk__in=old).update(replaced_at=now)
    Answer.objects.bulk_create(
        _row(case, where, value, snapshot, by, now) for where, value in changed.items() if value != ""
    )
    queries.forget(case)


def _row(case, where, value, snapshot, by, now):
    (code, row), answer = where, Answer(case=case, question=where[0], row=where[1], at=now, by=by)
    if value is UNKNOWN:
        answer.unknown = True
    elif is_plain(snapshot, code):
        answer.value = value
    else:
        answer.sealed = sealing.seal(case, value, queries.context(code, row))
    return answer


def is_plain(snapshot, code):
    """Only questions of class plain are kept readable; what we do not know is sealed."""
    question = snapshot.questions.get(code)
    return question is not None and question.privacy == "plain"

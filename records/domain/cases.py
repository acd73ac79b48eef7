"""Verbs of a case that its records take part in. Each is one transaction and leaves the case's standing true."""

from django.db import transaction

from intake import wording
from intake.domain import answers, history, holds, outbox, transitions
from intake.domain.errors import Refused, Stale
from intake.policies import cases as policies
from intake.policies import conditions
from intake.policies.notices import ENDS_WITH_CASE
from intake.queries import people
from intake.states import ENDED, TRANSITIONS, CaseStatus, HoldKind, Priority, Role, Room
from records.models import RecordItem
from records.policies import items as item_policies
from records.states import ItemStatus

from . import checklist, permits, place_days
from .transitions import follow, take


@transaction.atomic
def advance(case, action, *, why="", words="", version=None, by, now):
    """One step with the case and what follows from it for its records and its contact. -> the case"""
    case = transitions.lock(case)
    if why and TRANSITIONS[action].stamps == "ended":
        case.ended_why = why
    event = transitions.move(
        case, TRANSITIONS, action, policies.why_not, case=case, why=why, words=words, version=version, by=by, now=now
    )
    case.save()
    if action == "accept":
        _ask_holders(case, now=now)
    if action in {"take", "accept"}:
        permits.prepare(case, by=people.system(), now=now)
    if action == "undo_take":
        case.owner = case.assigned_at = case.assigned_by = None
    if case.status in ENDED:
        permits.close(case, quiet=action == "confirm_death", now=now)
        outbox.cancel(case, kinds=None if action == "confirm_death" else ENDS_WITH_CASE, now=now)
    step = TRANSITIONS[action]
    if step.notice:
        outbox.tell(case, event, step.notice, step.tells, now=now)
    return follow(case, now=now)


def _ask_holders(case, *, now):
    """Accepted: what the family and the treating office hold is asked for. Other places need a signed permission."""
    by = people.system()
    for item in RecordItem.objects.select_for_update().filter(case=case, status=ItemStatus.NEEDED, dropped_at=None):
        office = item.party == "physician" and case.office_mail and item.category != item_policies.LEGAL
        asked = item.necessity == "required" if item.party == "family" else item.necessity != "helpful" and office
        if asked:
            take(case, item, "ask", basis="treatment" if office else "family", by=by, now=now)


@transaction.atomic
def save_answers(case, data, *, page="", version=None, max_age, by, now):
    """Store answers; once sent, list, priority, holds, invitations and open questions follow. -> the case"""
    case = answers.save(case, data, page=page, version=version, by=by, now=now)
    if not case.submitted_at:
        return case
    return _consequences(case, max_age=max_age, by=by, now=now)


def _consequences(case, *, max_age, by, now):
    facts = policies.facts(case, now)
    before = case.priority
    raised = checklist.judge(case, facts, max_age=max_age)
    changes = [*checklist.judged(before, case), *checklist.remake(case, facts, now=now)]
    event, *_ = history.chain(case, [history.Change("list_followed"), *changes], by=people.system(), now=now)
    _holds_follow(case, facts, by=by, now=now)
    audience = people.Audience(case)
    case.covered = audience.covered()
    outbox.tell_team(case, event, again=raised, now=now)
    if case.office_mail:
        invite(case, event, now=now)
    permits.prepare(case, by=people.system(), now=now)
    return follow(case, now=now)


def _holds_follow(case, facts, *, by, now):
    """Authority and papers: set or lifted as the answers say. A guardian's confirmation is a step of its own."""
    wanted = set(conditions.holds(facts)) - {HoldKind.GUARDIAN_NOT_CONFIRMED}
    holds.put(case, wanted, by=by, now=now)
    for kind in {HoldKind.AUTHORITY_NONE_OR_UNSURE, HoldKind.PAPERS_MISSING} - wanted:
        holds.lift(case, kind, by=by, now=now)


def invite(case, event, *, now):
    """Invite the office once its mail is known, and ask it for what it may hold, in the same transaction."""
    audience = people.Audience(case)
    offices = audience.of(Room.PHYSICIAN)
    told = set(case.notices.filter(kind__in=["physician_invited", "receipt"]).values_list("to", flat=True))
    outbox.owe(case, event, [("physician_invited", user) for user in offices if user.pk not in told], now=now)
    by = people.system()
    for item in RecordItem.objects.select_for_update().filter(case=case, status=ItemStatus.NEEDED, dropped_at=None):
        if item_policies.asks_office(item):
            item.party, item.place_key = "physician", place_days.of_office(case)
            take(case, item, "ask", basis="treatment", by=by, now=now)


@transaction.atomic
def start_with_gaps(case, *, why, version=None, by, now):
    """A coordinator makes the case ready although records are missing, with a reason that stays visible."""
    if not why:
        raise Refused(wording.REASON_NEEDED)
    case = transitions.lock(case)
    case.ready_why = why
    event = transitions.move(
        case, TRANSITIONS, "complete", policies.why_not, case=case, why="with_gaps", words=why, version=version,
        by=by, now=now,
    )  # fmt: skip
    case.save()
    outbox.tell(case, event, TRANSITIONS["complete"].notice, TRANSITIONS["complete"].tells, now=now)
    return follow(case, now=now)


@transaction.atomic
def assign(case, owner, *, version=None, by, now):
    """Give the case to a coordinator of its service; taking it is giving it to oneself. -> the case"""
    case = transitions.lock(case)
    if version not in (None, case.version):
        raise Stale(wording.CHANGED_MEANWHILE)
    if not people.assignable(case).filter(pk=owner.pk).exists() and not owner.is_lead:
        raise Refused(wording.NO_SUCH_ASSIGNEE)
    case.owner, case.assigned_at, case.assigned_by = owner, now, by
    case.version += 1
    if case.status == CaseStatus.SUBMITTED:
        transitions.move(case, TRANSITIONS, "take", policies.why_not, case=case, by=by, now=now)
    history.chain(case, [history.Change("assigned", after=str(owner.pk))], by=by, now=now)
    return follow(case, now=now)


@transaction.atomic
def lower_priority(case, to, *, why, version=None, by, now):
    """Only a lead or an oncologist lowers; the same rules with the same facts do not raise it again."""
    if by.role not in {Role.LEAD_COORDINATOR, Role.ONCOLOGY}:
        raise Refused(wording.ONLY_LEADS_LOWER)
    case = transitions.lock(case)
    if version not in (None, case.version):
        raise Stale(wording.CHANGED_MEANWHILE)
    if Priority(to) <= case.priority:
        raise Refused(wording.ONLY_TO_LOWER)
    before, case.priority = case.priority, to
    case.lowered_at, case.lowered_by, case.lowered_why, case.lowered_hits = now, by, why, case.priority_hits
    case.priority_why = ""
    case.version += 1
    history.chain(case, [history.Change("priority_lowered", before=before, after=to, why=why)], by=by, now=now)
    return follow(case, now=now)


@transaction.atomic
def confirm_guardian(case, *, how, words="", consents=(), by, now):
    """By the guardian's link, a recorded paper, or a recorded call (number, time, words read)."""
    case = transitions.lock(case)
    checklist.consent(case, consents, how=how, by=by, now=now)
    if holds.lift(case, HoldKind.GUARDIAN_NOT_CONFIRMED, why=words, by=by, now=now):
        history.chain(case, [history.Change("guardian_confirmed", why=how)], by=by, now=now)
        outbox.cancel(case, kinds={"guardian_confirm"}, now=now)
    return follow(case, now=now)

"""Sending a request: case, consents, priority, checklist, holds and notices are one transaction."""

from django.db import transaction

from intake.domain import holds, outbox, transitions
from intake.domain.history import Change, chain
from intake.models import Consent
from intake.policies import cases as policies
from intake.policies import conditions, routing, urgency
from intake.queries import people, reference
from intake.states import TRANSITIONS, HoldKind, Room
from records.models import RecordItem
from records.policies.items import LEGAL
from records.states import ITEM_TRANSITIONS

from .. import standing
from . import items as checklist


@transaction.atomic
def send(case, *, consents=(), how="online", send_key=None, version=None, max_age, by, now):
    """Send it. Sending twice with the same key is sending once. -> the case

    Raises Refused if an answer or a consent is missing, Stale if the person saw an older version.
    """
    case = transitions.lock(case)
    if send_key and case.send_key == send_key:
        return case
    case.checklist_version = reference.current().version
    consent(case, consents, how=how, by=by, now=now)
    facts = policies.facts(case, now)
    change = transitions.step(
        case, TRANSITIONS, "submit", policies.why_not, subject="case", version=version, by=by, now=now
    )
    case.send_key = send_key
    judge(case, facts, max_age=max_age)
    kinds = holds.first(case, conditions.holds(facts), by=by, now=now)
    items = checklist.make(case, facts, now=now)
    asked = [] if not case.office_mail else _ask_office(items, by=people.system(), now=now)
    (event,) = chain(case, [change], by=by, now=now)
    chain(case, asked, by=people.system(), now=now)
    RecordItem.objects.bulk_create(items)
    _owe(case, event, kinds, now)
    picture = standing.first(items, set(kinds))
    standing.count(case, picture)
    standing.turn(case, picture, now=now)
    case.save()
    return case


def consent(case, kinds, *, how, by, now):
    """Keep which text was agreed to, in which language and how."""
    given = [
        Consent(
            case=case, kind=kind, text_version=case.checklist_version, language=case.language, how=how,
            given_at=now, given_by=by,
        )
        for kind in kinds
    ]  # fmt: skip
    Consent.objects.bulk_create(given, ignore_conflicts=True)


def judge(case, facts, *, max_age):
    """Route and priority by the rules. Rules only raise; what a person lowered with the same facts stays low.

    -> whether the case has become very urgent by this
    """
    snapshot = reference.at(case.checklist_version)
    rule = routing.route(snapshot, facts, max_age=max_age)
    case.routing_rule = str(rule.rule) if rule else ""
    found = urgency.hits(snapshot, facts)
    before = case.priority
    lowered = case.lowered_hits.split(";")
    case.priority = urgency.raised(found, lowered, before)
    case.priority_hits = ";".join(hit.mark for hit in found)
    deciding = [hit for hit in found if hit.priority == case.priority and hit.mark not in lowered]
    if deciding:
        case.priority_why = deciding[0].rule
    return case.priority == "P1" != before


def judged(before, case):
    """What to write down when the rules changed the priority. -> the changes, none or one"""
    if case.priority == before:
        return []
    return [Change("priority_raised", before=before, after=case.priority, why=case.priority_why)]


def _ask_office(items, *, by, now):
    """The office is invited at once, on treatment basis: what it may hold is asked of it. -> the changes"""
    changes = []
    for item in items:
        if item.party == "physician" and item.category != LEGAL and item.status == "needed":
            item.basis = "treatment"
            changes.append(
                transitions.step(item, ITEM_TRANSITIONS, "ask", _free, subject=f"record:{item.number}", by=by, now=now)
            )
    return changes


def _free(item, action, *, by, now):
    return None  # nothing stops asking the treating office


def _owe(case, event, kinds, now):
    audience = people.Audience(case)
    case.covered = audience.covered()
    family, offices = audience.of(Room.FAMILY), audience.of(Room.PHYSICIAN)
    confirm = HoldKind.GUARDIAN_NOT_CONFIRMED in kinds
    pairs = [("guardian_confirm" if confirm else "receipt", user) for user in family]
    word = "receipt" if case.form == "physician" else "physician_invited"
    pairs += [(word, user) for user in offices if case.office_mail]
    team = [*audience.team(), *audience.of(Room.COORDINATOR)]
    outbox.owe(case, event, [*pairs, *(("team_alert", user) for user in team)], now=now)

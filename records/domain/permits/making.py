"""One permission for each place that the family named, or that an office or a coordinator did."""

import json

from django.db import transaction

from intake import folding
from intake.domain import history, outbox
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import cases as case_policies
from intake.queries import people
from intake.sealing import seal, unseal
from intake.states import SENT_AND_OPEN, CaseStatus, Room
from records import wording
from records.models import Authorization, Place
from records.policies import permits as policies
from records.queries import items as item_queries
from records.queries import permits as queries
from records.states import AUTHORIZATION_TRANSITIONS, AuthorizationStatus

from ..transitions import follow

ASKING = SENT_AND_OPEN - {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}
DETAILS = ("city", "record_no", "dates")


def prepare(case, *, by, now):
    """Follow the rows of places: new ones get a permission to sign, unsigned ones follow what is told now.

    Call it holding the case's lock; the caller saves the case.
    """
    rows = policies.rows(case, now)
    every = [each for each in queries.of_case(case) if each.status != AuthorizationStatus.REPLACED]
    have = {each.row: each for each in every if each.row is not None}  # also what was taken back: no means no
    items = item_queries.of_case(case)
    for row, told in rows.items():
        if _is_office(case, told, now):
            continue
        wanted = policies.wanted(items, policies.said(told, "facility_kinds") or ())
        if row not in have:
            place = _place(told, now)
            if not any(each.place_id == place.pk for each in queries.standing(case)):
                add(case, place, wanted, row=row, details=_details(told), by=by, now=now)
        elif have[row].status == AuthorizationStatus.DRAFT:
            _follow(case, have[row], told, wanted, now)
    for row, authorization in have.items():
        if row not in rows and authorization.status == AuthorizationStatus.DRAFT:
            end(case, authorization, "replace", by=people.system(), now=now)
    ask_signature(case, now=now)


def add(case, place, items, *, row=None, details, by, now):
    """A permission to be signed. -> it"""
    last = Authorization.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0
    number = last + 1
    made = Authorization.objects.create(
        case=case, number=number, place=place, row=row, since=now, language=case.language, made_at=now, made_by=by,
        details=seal(case, json.dumps(details), context(number)),
    )  # fmt: skip
    made.items.set(items)
    history.chain(case, [history.Change("permission_made", subject(made))], by=by, now=now)
    return made


@transaction.atomic
def start(case, place, items, *, by, now):
    """A permission that a coordinator prepares; the family is asked to sign. -> it"""
    case = cases.lock(case)
    if any(each.place_id == place.pk for each in queries.standing(case)):
        raise Refused(wording.PERMISSION_TWICE)
    made = add(case, place, items, details=dict.fromkeys(DETAILS, ""), by=by, now=now)
    ask_signature(case, now=now)
    follow(case, now=now)
    return made


def ask_signature(case, *, now):
    """The family is told once for all that it may sign now; what comes later tells it again."""
    if case.status not in ASKING:
        return
    newest = queries.unsigned(case).order_by("-made_at").values_list("made_at", flat=True).first()
    if newest is None:
        return
    told = case.notices.filter(kind="authorization_needed", cancelled_at=None).order_by("-made_at").first()
    if told is not None and told.made_at >= newest:
        return
    (event,) = history.chain(case, [history.Change("permission_asked")], by=people.system(), now=now)
    family = people.Audience(case).of(Room.FAMILY)
    outbox.owe(case, event, [("authorization_needed", user) for user in family], now=now)


def details(authorization):
    """What the family told of this place."""
    return json.loads(unseal(authorization.case, authorization.details, context(authorization.number)))


def context(number):
    return f"permission|{number}"


def subject(authorization):
    return f"permission:{authorization.number}"


def end(case, authorization, action, *, why="", by, now):
    """The one way out of force. -> the event"""
    event = cases.move(
        authorization, AUTHORIZATION_TRANSITIONS, action, policies.why_not, case=case,
        subject=subject(authorization), why=why, by=by, now=now,
    )  # fmt: skip
    authorization.save()
    return event


def _follow(case, authorization, told, wanted, now):
    place = _place(told, now)
    if not any(each.place_id == place.pk for each in queries.standing(case) if each.pk != authorization.pk):
        authorization.place = place
    authorization.details = seal(case, json.dumps(_details(told)), context(authorization.number))
    authorization.save(update_fields=["place", "details"])
    authorization.items.set(wanted)


def _place(told, now):
    """The directory's row of this name and town; made if there is none."""
    name, town = policies.said(told, "facility_name"), policies.said(told, "facility_place")
    folded = folding.fold(f"{name} {town}".strip())[:400]
    return queries.place_named(folded) or Place.objects.create(name=name[:200], name_folded=folded, address=town)


def _details(told):
    names = ("facility_place", "facility_record_no", "facility_dates")
    return dict(zip(DETAILS, (policies.said(told, name) for name in names), strict=True))


def _is_office(case, told, now):
    """The treating office is asked without a permission, once it is invited."""
    if not case.office_mail:
        return False
    hospital = case_policies.facts(case, now).get("doctor_hospital")
    same = folding.fold(hospital) if isinstance(hospital, str) else ""
    return bool(same) and folding.fold(policies.said(told, "facility_name")) == same

"""Incidents with records: another child's file came. It closes at once, its sender is told, a lead sees it through."""

from django.db import transaction

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.sealing import seal, unseal
from records import wording
from records.models import Incident, Upload
from records.policies import incidents as policies

from . import deciding, failing, filing
from .transitions import follow


@transaction.atomic
def another_childs(upload, *, alike=False, by, now):
    """A held file is another child's: it closes for everybody, and what it seemed to answer is missing again.

    `alike`: so are the sender's other held files that name the same person. -> the incident
    """
    case, closed = deciding.close(upload, alike=alike, by=by, now=now)
    return seal_off(case, closed, item=upload.item, by=by, now=now)


def seal_off(case, closed, *, item=None, by, now):
    """Files that are closed already: nobody sees them any more, and an incident begins. -> the incident"""
    number = 1 + (Incident.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0)
    incident = Incident.objects.create(
        case=case, number=number, kind="wrong_patient", item=item, opened_at=now, opened_by=by
    )
    incident.files.set(closed)
    filing.take_away(case, closed, why=deciding.SEALED, by=by, now=now)
    event = history.add(case, "incident_opened", after=incident.kind, why=f"incident:{number}", by=by, now=now)
    for sender in sorted({upload.uploaded_by_id for upload in closed}):
        failing.tell(case, sender, event, now=now)
    return incident


@transaction.atomic
def close(incident, *, outcome, words, by, now):
    """It is seen through, or it was none: then the files come back. -> the incident"""
    if not policies.handles(by):
        raise Refused(wording.NOT_YOURS)
    if not words.strip():
        raise Refused(wording.REASON_NEEDED)
    case = cases.lock(incident.case)
    incident = Incident.objects.select_for_update(of=("self",)).select_related("item").get(pk=incident.pk)
    if incident.closed_at:
        raise Refused(wording.INCIDENT_CLOSED)
    incident.closed_at, incident.closed_by, incident.outcome = now, by, outcome
    incident.words = seal(case, words, f"incident|{incident.number}")
    incident.save()
    if outcome == "mistake":
        files = list(Upload.objects.select_for_update(of=("self",)).select_related("item").filter(incidents=incident))
        deciding.open_again(case, files, words=words, by=by, now=now)
        filing.bring_back(case, files, by=by, now=now)
    history.add(case, "incident_closed", after=outcome, why=f"incident:{incident.number}", words=words, by=by, now=now)
    if case.submitted_at:
        follow(case, now=now)
    return incident


def said(incident):
    """How it was closed, in words."""
    return unseal(incident.case, incident.words, f"incident|{incident.number}") if incident.words else ""

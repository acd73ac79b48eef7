"""What the family knows about its records: it has them, the hospital has them, they were never made, or not sure."""

from django.db import transaction

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import cases as case_policies
from intake.queries import people
from intake.states import SENT_AND_OPEN, CaseStatus
from records import wording
from records.models import RecordItem
from records.policies import items as policies
from records.states import OPEN, ItemStatus

from . import checklist
from .transitions import follow, take

EXISTS = {"have": "yes", "hospital": "yes", "not_done": "no", "not_sure": "unknown"}
ASKING = SENT_AND_OPEN - {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}
TELLABLE = OPEN | {ItemStatus.NOT_APPLICABLE}


@transaction.atomic
def tell(case, told, *, by, now):
    """`told`: number of a record -> have, hospital, not_done or not_sure. -> the case

    The list then follows: what exists is needed, what was never made is set aside unless the review needs it, and
    whoever holds a record is asked for it.
    """
    case = cases.lock(case)
    if case.status not in SENT_AND_OPEN:
        raise Refused(wording.FILES_NOT_NOW)
    items = RecordItem.objects.select_for_update().filter(case=case, number__in=told, dropped_at=None)
    changed = [item for item in items if item.status in TELLABLE and policies.said(item) != told[item.number]]
    for item in changed:
        _note(case, item, told[item.number])
    said = [history.Change("record_told", f"record:{item.number}", after=told[item.number]) for item in changed]
    history.chain(case, said, by=by, now=now)
    history.chain(case, checklist.remake(case, case_policies.facts(case, now), now=now), by=people.system(), now=now)
    for item in RecordItem.objects.select_for_update().filter(pk__in=[item.pk for item in changed]).order_by("number"):
        _step(case, item, told[item.number], by, now)
    return follow(case, now=now)


def _note(case, item, said):
    item.exists = EXISTS[said]
    if said == "have":
        item.party = "family"
    elif said == "hospital" or item.holder != "family":
        item.party = _holder(case, item)
    item.save(update_fields=["exists", "party"])


def _holder(case, item):
    """The treating office is asked first, once it can be."""
    if item.holder == "family":
        return "physician" if case.office_mail else "facility"
    return checklist.party(case, item.holder)


def _step(case, item, said, by, now):
    if said == "not_done":
        if not policies.why_not(item, "not_exist", by=by):
            take(case, item, "not_exist", by=by, now=now)
        return
    if item.status == ItemStatus.NOT_APPLICABLE:
        take(case, item, "want_again", by=by, now=now)
    if item.status == ItemStatus.NEEDED and item.necessity == policies.REQUIRED and (basis := _basis(case, item)):
        take(case, item, "ask", basis=basis, by=people.system(), now=now)


def _basis(case, item):
    """On what ground it may be asked for at once, or "": what other places hold needs a signed permission."""
    if item.party == "family":
        return "family" if case.status in ASKING else ""
    office = item.party == "physician" and case.office_mail and item.category != policies.LEGAL
    return "treatment" if office else ""

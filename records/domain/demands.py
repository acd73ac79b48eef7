"""What staff want beyond the list that the answers make: a record raised to required, or one more record."""

from django.db import transaction

from intake import wording as case_wording
from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused, Stale
from intake.queries import people, reference
from intake.states import SENT_AND_OPEN, CaseStatus, Room
from records import wording
from records.models import RecordItem
from records.policies import items as policies
from records.states import ItemStatus

from . import letters, place_days
from .checklist.items import STAFF_WANT, party
from .transitions import follow, take

ROOMS = {Room.COORDINATOR, Room.ONCOLOGY}
ASKING = SENT_AND_OPEN - {CaseStatus.SUBMITTED, CaseStatus.IN_TRIAGE}


@transaction.atomic
def require(case, number, *, why, version=None, by, now):
    """The review needs this record after all, whatever the answers say. -> the record"""
    case = _in_hand(case, why, by)
    item = RecordItem.objects.select_for_update().get(case=case, number=number)
    if version not in (None, item.version):
        raise Stale(case_wording.CHANGED_MEANWHILE)
    if item.necessity == policies.REQUIRED and item.dropped_at is None:
        raise Refused(wording.NEEDED_ALREADY)
    before, item.necessity, item.why, item.dropped_at = item.necessity, policies.REQUIRED, STAFF_WANT, None
    item.version += 1
    item.save()
    change = history.Change("record_raised", f"record:{number}", before, item.necessity, words=why)
    return _wanted(case, item, change, by, now)


@transaction.atomic
def add(case, kind, *, why, by, now):
    """A record that the list does not have. -> the record"""
    case = _in_hand(case, why, by)
    row = reference.at(case.checklist_version).record_items[kind]
    items = RecordItem.objects.filter(case=case)
    if items.filter(kind=kind, dropped_at=None).exists():
        raise Refused(wording.ON_THE_LIST)
    last = items.order_by("-number").values_list("number", flat=True).first() or 0
    item = RecordItem.objects.create(
        case=case, number=last + 1, kind=kind, category=row.category, necessity=policies.REQUIRED, why=STAFF_WANT,
        since=now, holder=row.usual_holder, party=party(case, row.usual_holder),
    )  # fmt: skip
    return _wanted(case, item, history.Change("record_added", f"record:{item.number}", words=why), by, now)


def _in_hand(case, why, by):
    if by.room not in ROOMS:
        raise Refused(case_wording.NOT_YOURS)
    if not why:
        raise Refused(case_wording.REASON_NEEDED)
    case = cases.lock(case)
    if case.status not in SENT_AND_OPEN:
        raise Refused(case_wording.NOT_NOW)
    return case


def _wanted(case, item, change, by, now):
    history.chain(case, [change], by=by, now=now)
    if item.status in {ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE}:
        take(case, item, "want_again", by=by, now=now)
    if item.status == ItemStatus.NEEDED and (basis := policies.ground(case, item)) and case.status in ASKING:
        place = {"place_key": place_days.by_permission(item)} if basis == "authorization" else {}
        take(case, item, "ask", basis=basis, by=people.system(), now=now, **place)
        follow(case, now=now)
        if place:
            letters.ask_for(item, by=people.system(), now=now)
        return item
    follow(case, now=now)
    return item

"""The paper "signed permission" on the list of a case follows the permissions that stand."""

from intake.queries import people
from intake.states import Room
from records.models import RecordItem
from records.policies import permits as policies
from records.states import ItemStatus

from ..transitions import take

KIND = "authorization"
CAN_RECEIVE = {ItemStatus.NEEDED, ItemStatus.ASKED, ItemStatus.PROMISED}


def follow(case, *, by, now):
    """All signed: it is there and accepted. One run out or unsigned: it is needed again. Holds the case's lock."""
    item = RecordItem.objects.select_for_update().filter(case=case, kind=KIND, dropped_at=None).first()
    if item is None:
        return
    system = people.system()
    if policies.covers_all(case):
        if item.status in CAN_RECEIVE:
            take(case, item, "receive", by=by if by.room in {Room.FAMILY, Room.COORDINATOR} else system, now=now)
        if item.status == ItemStatus.RECEIVED:
            take(case, item, "accept", by=system, now=now)
    elif item.status == ItemStatus.ACCEPTED:
        for action in ("recheck", "unreceive"):
            take(case, item, action, by=system, now=now)
        take(case, item, "ask", basis="family", by=system, now=now)

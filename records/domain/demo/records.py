"""Brings the records of a synthetic case to where they stand, by the steps that people would take."""

import re
from datetime import timedelta

from django.core.files.base import ContentFile

from intake.domain import transitions as cases
from intake.sealing import seal
from records.domain import uploads
from records.domain.transitions import follow, settle, take
from records.models import RecordItem
from records.states import ItemStatus

from . import grammar, pages

ARRIVED = {"received", "accepted", "incomplete", "returned"}
BASIS = {"family": "family", "physician": "treatment", "facility": "authorization"}


def in_order(told, case):
    """The needed ones last: the last of them makes the case ready, so the others must have come before."""
    necessity = dict(RecordItem.objects.filter(case=case).values_list("kind", "necessity"))
    return sorted(told["items"], key=lambda each: necessity[each["item"]] == "required")


def arrive(told, each, people, *, now):
    item = _item(each, people)
    if each["state"] in ARRIVED:
        uploads.add(item.case, item, _file(told, item), by=people.sender(item), now=now)
    elif each["state"] == ItemStatus.NOT_APPLICABLE:
        settle(item, "not_exist", by=people.staff.coordinator, now=now)
    else:
        _ask(item, each, people, now)


def check(each, people, *, now):
    """What a coordinator made of what came in."""
    item, by = _item(each, people), people.staff.coordinator
    if each["state"] in {ItemStatus.ACCEPTED, ItemStatus.RETURNED}:
        settle(item, "accept", by=by, now=now)
    elif each["state"] == ItemStatus.INCOMPLETE:
        _reject(item, each["reject_reason"], by, now)


def _ask(item, each, people, now):
    """Asked for; then perhaps promised, or on its way."""
    if item.status == ItemStatus.NEEDED:
        settle(item, "ask", basis=BASIS[item.party], by=people.staff.coordinator, now=now)
    by, today = people.sender(item), people.today
    if each["state"] == ItemStatus.PROMISED:
        settle(item, "promise", promised_on=grammar.day(each["note"], today), by=by, now=now)
    if each["state"] == ItemStatus.IN_TRANSIT:
        number = re.sub("^tracking ", "", each["note"])
        sealed = seal(item.case, number, f"tracking|{item.number}")
        shipped = now.date() - timedelta(days=1)
        settle(item, "ship", carrier="Demo Parcel", tracking=sealed, shipped_on=shipped, by=by, now=now)


def _reject(item, reason, by, now):
    """Not asked for again yet: the table of cases shows the moment in between."""
    case = cases.lock(item.case)
    take(case, item, "incomplete", reject_reason=reason, by=by, now=now)
    follow(case, now=now)


def send_back(told, people, *, now):
    """Slides go home when all is over."""
    for each in told["items"]:
        if each["state"] == ItemStatus.RETURNED:
            settle(_item(each, people), "send_back", by=people.staff.coordinator, now=now)


def _item(each, people):
    found = RecordItem.objects.filter(case=people.case, kind=each["item"]).select_related("case")
    return found.order_by("number")[:1].get()


def _file(told, item):
    name = item.kind.replace("_", "-")
    return ContentFile(
        pages.pdf(f"{told['id']} {item.kind.replace('_', ' ')}", "All names are invented."), f"{name}.pdf"
    )

"""Slides, blocks, discs and studies: announced, arrived, on a shelf, lent, due back, returned. Each is one step."""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused
from intake.policies import calendar
from intake.queries import people, reference
from intake.sealing import seal, unseal
from records import wording
from records.models import Material, RecordItem
from records.queries import post as queries
from records.states import ItemStatus

from .transitions import follow, take

GRACE = 3  # business days after the expected one
WHAT = {"pathology_slides": "slides", "unstained_slides": "slides", "marrow_slides": "slides",
        "relapse_pathology": "slides", "tissue_block": "blocks"}  # fmt: skip
SENDABLE = {ItemStatus.NEEDED, ItemStatus.ASKED, ItemStatus.PROMISED}


def what(item):
    """What kind of thing the record is, unless somebody says otherwise."""
    return WHAT.get(item.kind) or ("discs" if item.category == "imaging" else "paper")


def number_hash(text):
    """A number of a label or a job, as it is looked for: signs and case do not matter."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    return salted_hmac("parcel", plain, algorithm="sha256").hexdigest() if plain else ""


@transaction.atomic
def announce(item, *, carrier, number, wanted=0, expected_on=None, study=False, by, now):
    """It is on its way: by parcel, or (`study`) through an image exchange under a job number. -> the material"""
    case, item = _in_hand(item)
    if item.status not in SENDABLE:
        raise Refused(wording.NOT_POSSIBLE)
    sealed = seal(case, number, f"tracking|{item.number}") if number else None
    day = calendar.today(case.time_zone, now)
    take(case, item, "ship", carrier=carrier, tracking=sealed, shipped_on=day, by=by, now=now)
    kept = _material(case, item, "study" if study else "")
    kept.wanted, kept.expected_on, kept.job, kept.late_at = wanted, expected_on, number_hash(number), None
    kept.save()
    follow(case, now=now)
    return kept


@transaction.atomic
def arrived(item, *, count, condition, shelf, by, now):
    """It is here: how many, in which condition, where it lies. Fewer than announced shows on the record."""
    case, item = _in_hand(item)
    if item.status == ItemStatus.IN_TRANSIT:
        take(case, item, "arrive", by=by, now=now)
    elif item.status in SENDABLE:
        take(case, item, "receive", by=by, now=now)
    else:
        raise Refused(wording.NOT_POSSIBLE)
    kept = _material(case, item)
    kept.count, kept.condition, kept.shelf = count, condition, shelf
    kept.arrived_at, kept.arrived_by, kept.late_at = now, by, None
    kept.save()
    return _said(case, item, "thing_arrived", condition, by, now)


@transaction.atomic
def lend(item, *, to, due_back_on, by, now):
    """Given to somebody of ours who looks at it."""
    case, item = _in_hand(item)
    kept = _here(item)
    if kept.lent_at:
        raise Refused(wording.THING_LENT)
    kept.lent_to = seal(case, to, f"lent|{item.number}")
    kept.lent_at, kept.lent_by, kept.due_back_on = now, by, due_back_on
    kept.save()
    return _said(case, item, "thing_lent", "", by, now)


@transaction.atomic
def back(item, *, shelf, by, now):
    """It lies with us again."""
    case, item = _in_hand(item)
    kept = _here(item)
    kept.lent_to = kept.lent_at = kept.lent_by = kept.due_back_on = kept.late_at = None
    kept.shelf = shelf
    kept.save()
    return _said(case, item, "thing_back", "", by, now)


@transaction.atomic
def give_back(item, *, carrier, number, by, now):
    """It has left for its owner."""
    case, item = _in_hand(item)
    kept = _here(item)
    if kept.lent_at:
        raise Refused(wording.THING_LENT)
    take(case, item, "send_back", by=by, now=now)
    kept.return_carrier, kept.shelf = carrier, ""
    kept.return_tracking = seal(case, number, f"return|{item.number}") if number else None
    kept.returned_at, kept.returned_by, kept.late_at, kept.due_back_on = now, by, None, None
    kept.save()
    return _said(case, item, "thing_returned", carrier, by, now)


@transaction.atomic
def owe_back(item, *, day, by, now):
    """The owner wants it back by this day."""
    case, item = _in_hand(item)
    kept = _here(item)
    kept.due_back_on, kept.late_at = day, None
    kept.save()
    return _said(case, item, "thing_due", "", by, now)


def sweep(*, now):
    """Once a day: what has not come, or not come back, becomes the coordinator's next step. -> how many"""
    day, off = calendar.today("", now), calendar.days_off(reference.current())
    expected = day
    for _ in range(GRACE):
        expected -= timedelta(days=1)
        while not calendar.is_business_day(expected, off):
            expected -= timedelta(days=1)
    return sum(_late(each, now) for each in queries.overdue(day, expected))


@transaction.atomic
def _late(material, now):
    case = cases.lock(material.case)
    Material.objects.filter(pk=material.pk).update(late_at=now)
    history.add(case, "thing_late", subject=f"record:{material.item.number}", by=people.system(), now=now)
    follow(case, now=now)
    return 1


def seen(material):
    """What is sealed of it, opened."""
    case, number = material.case, material.item.number
    return {
        "lent_to": unseal(case, material.lent_to, f"lent|{number}") if material.lent_to else "",
        "return_tracking": unseal(case, material.return_tracking, f"return|{number}")
        if material.return_tracking
        else "",
        "tracking": unseal(case, material.item.tracking, f"tracking|{number}") if material.item.tracking else "",
    }


def _in_hand(item):
    case = cases.lock(item.case)
    return case, RecordItem.objects.select_for_update().get(pk=item.pk)


def _material(case, item, kind=""):
    kept, _made = Material.objects.get_or_create(item=item, defaults={"case": case, "what": kind or what(item)})
    kept.what = kind or kept.what
    return kept


def _here(item):
    kept = Material.objects.select_for_update().filter(item=item, returned_at=None).exclude(arrived_at=None).first()
    if kept is None:
        raise Refused(wording.THING_NOT_HERE)
    return kept


def _said(case, item, action, why, by, now):
    history.add(case, action, subject=f"record:{item.number}", why=why, by=by, now=now)
    follow(case, now=now)
    return item

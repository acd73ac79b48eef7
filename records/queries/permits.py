"""Permissions of a case: which there are, which stand now, which records they cover."""

from django.db.models import Exists, OuterRef, Q

from records.models import Authorization, Place, RecordItem
from records.states import SETTLED, AuthorizationStatus, ItemStatus

GONE = {AuthorizationStatus.REPLACED, AuthorizationStatus.REVOKED}


def of_case(case):
    """All of the case in their order; place, signature and records are loaded."""
    found = Authorization.objects.filter(case=case).select_related("place", "signature", "own_form")
    return list(found.prefetch_related("items").order_by("number"))


def by_number(case, number):
    found = Authorization.objects.filter(case=case, number=number).select_related("case", "place", "signature")
    return found.prefetch_related("items").first()


def standing(case):
    """Those that count for their place: not taken back, not replaced."""
    return [each for each in of_case(case) if each.status not in GONE]


def unsigned(case):
    return Authorization.objects.filter(case=case, status=AuthorizationStatus.DRAFT)


def waiting(case):
    """-> (ids of records that wait for a signature of the family, whether a signature waits for a coordinator)"""
    signed = AuthorizationStatus.SIGNED
    found = Authorization.objects.filter(case=case, status__in=[AuthorizationStatus.DRAFT, signed])
    rows = list(found.values_list("status", "items"))
    return frozenset(pk for status, pk in rows if status != signed and pk), any(status == signed for status, _ in rows)


def annotated(items):
    """Each record with what `is_covered` and `is_unsigned` ask, so that a page of many costs no more statements."""
    active = Authorization.items.through.objects.filter(
        recorditem=OuterRef("pk"), authorization__status=AuthorizationStatus.ACTIVE
    )
    draft = Authorization.objects.filter(case=OuterRef("case"), status=AuthorizationStatus.DRAFT)
    return items.annotate(covered=Exists(active), unsigned=Exists(draft))


def is_covered(item):
    """Whether a permission in force covers this record."""
    known = item.__dict__.get("covered")
    return covering(item) is not None if known is None else known


def is_unsigned(item):
    """Whether the case of this record has a permission that nobody has signed yet."""
    known = item.__dict__.get("unsigned")
    return unsigned(item.case_id).exists() if known is None else known


def covering(item):
    """The permission in force by which this record is asked for, or None."""
    found = Authorization.objects.filter(case=item.case_id, items=item, status=AuthorizationStatus.ACTIVE)
    return found.select_related("place").order_by("number").first()


def phones(cases):
    """Where these cases' places are called, as far as a second person has checked it: {record: (place, number)}"""
    found = Authorization.objects.filter(case__in=cases, status=AuthorizationStatus.ACTIVE)
    checked = found.exclude(place__checked_at=None).exclude(place__phone="").order_by("-number")
    rows = checked.values_list("items", "place__name", "place__phone")
    return {item: (name, phone) for item, name, phone in rows if item}


def to_ask(authorization):
    """The records of a permission that nobody has been asked for yet."""
    wanted = Q(status=ItemStatus.NEEDED, party="facility", dropped_at=None)
    return RecordItem.objects.filter(wanted, authorizations=authorization).order_by("number")


def still_open(authorization):
    """Whether something that it covers is still to come."""
    return authorization.items.exclude(status__in=SETTLED).filter(dropped_at=None).exists()


def running_out(day):
    """Signed ones that end on this day or before, oldest first."""
    signed = {AuthorizationStatus.SIGNED, AuthorizationStatus.ACTIVE}
    found = Authorization.objects.filter(status__in=signed, expires_on__lte=day)
    return found.select_related("case").order_by("expires_on", "pk")


def place_named(folded):
    return Place.objects.filter(name_folded=folded).order_by("-checked_at", "pk").first()


def place(pk):
    return Place.objects.filter(pk=pk).first()


def directory():
    """Places whose address and numbers somebody has entered."""
    return Place.objects.exclude(told_at=None).order_by("name_folded", "pk")

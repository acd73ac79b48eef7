"""Letters of a case, and what still has to leave."""

from django.db.models.functions import Coalesce

from records.models import Authorization, Letter
from records.states import AuthorizationStatus


def of_case(case):
    """Newest first; permission, place and notice are loaded."""
    found = Letter.objects.filter(case=case).select_related("authorization__place", "notice", "seat", "sent_by")
    return list(found.prefetch_related("items").order_by("-number"))


def by_number(case, number):
    found = Letter.objects.filter(case=case, number=number)
    return found.select_related("case", "authorization__place", "notice", "seat").first()


def to_send(case):
    """Made, and neither mailed, sent nor dropped: a person must act."""
    return Letter.objects.filter(case=case, notice=None, sent_at=None, dropped_at=None)


def of_permission(authorization):
    return Letter.objects.filter(authorization=authorization, dropped_at=None).order_by("number")


def waiting_for(place):
    """Letters that could not leave before somebody had checked the place."""
    waiting = Letter.objects.filter(authorization__place=place, notice=None, sent_at=None, dropped_at=None)
    return waiting.exclude(kind="revocation").select_related("case", "authorization").order_by("case", "number")


def by_right(pks):
    """When the family's own request for a record left: {record: moment}, the first one counts."""
    found = Letter.objects.filter(items__in=pks, basis="access", dropped_at=None)
    left = found.annotate(left=Coalesce("sent_at", "notice__sent_at")).exclude(left=None).order_by("-left")
    return dict(left.values_list("items", "left"))


def seat_of(authorization):
    """The seat that the permission's letters open, or None."""
    found = Letter.objects.filter(authorization=authorization).exclude(seat=None).select_related("seat__user")
    letter = found.order_by("-number").first()
    return letter.seat if letter and letter.seat.removed_at is None else None


def permission_of(case, user):
    """The permission by which this desk was asked, or None for the treating office."""
    letters = Letter.objects.filter(case=case, seat__user=user, seat__kind="facility", seat__removed_at=None)
    found = Authorization.objects.filter(pk__in=letters.values("authorization"), case=case)
    return found.select_related("place", "signature").order_by("-number").first()


def asked_of(case, user):
    """Ids of the records that a place's desk may see: none of them where its permission has ended."""
    found = permission_of(case, user)
    if found is None:
        return None
    if found.status != AuthorizationStatus.ACTIVE:
        return set()
    return set(found.items.values_list("pk", flat=True))

"""Whose seat an address belongs to."""

from django.db.models import F, Q

from intake import folding
from intake.models import CaseMember
from intake.states import Room


def reached_by(room, *, email="", phone=""):
    """The live seats of a room whose contact has this address or number, newest first."""
    digits = folding.digits(phone)
    ways = Q(pk__in=[])
    if email:
        ways |= Q(case__contacts__email__iexact=email)
    if digits:
        country = {digits, f"1{digits}", digits.removeprefix("1")}  # people write their own country's code or not
        ways |= Q(case__contacts__phone_digits__in=country)
    known = ways & Q(kind=room, case__contacts__kind=F("contact"))
    if email and room == Room.PHYSICIAN:
        known |= Q(kind="facility", mail__iexact=email)
    seats = CaseMember.objects.filter(known, removed_at=None)
    return seats.select_related("case", "user").order_by("-case__is_open", "-invited_at", "-pk").distinct()

"""Whose seat an address belongs to."""

from django.db.models import F, Q

from intake import folding
from intake.models import CaseMember


def reached_by(room, *, email="", phone=""):
    """The live seats of a room whose contact has this address or number, newest first."""
    digits = folding.digits(phone)
    ways = Q(pk__in=[])
    if email:
        ways |= Q(case__contacts__email__iexact=email)
    if digits:
        country = {digits, f"1{digits}", digits.removeprefix("1")}  # people write their own country's code or not
        ways |= Q(case__contacts__phone_digits__in=country)
    seats = CaseMember.objects.filter(ways, kind=room, removed_at=None, case__contacts__kind=F("contact"))
    return seats.select_related("case", "user").order_by("-case__is_open", "-invited_at", "-pk").distinct()

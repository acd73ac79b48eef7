"""Seats that somebody asks to open by naming a reference."""

from intake.models import CaseMember
from intake.states import Room


def family_seats(reference):
    """The family's live seats in the case of this reference, the oldest first."""
    seats = CaseMember.objects.filter(case__reference=reference, kind=Room.FAMILY, removed_at=None)
    return list(seats.select_related("case", "user").order_by("pk"))

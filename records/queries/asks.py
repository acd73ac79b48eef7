"""What staff asked for on top."""

from intake.models import Ask
from intake.states import Room


def of_family(case):
    """[(place, question)] that wait for the family; the place among all of the case never changes."""
    every = enumerate(Ask.objects.filter(case=case).order_by("pk"), start=1)
    return [
        (place, ask)
        for place, ask in every
        if ask.room == Room.FAMILY and ask.answered_at is None and ask.dropped_at is None
    ]

"""Very urgent cases that nobody has looked at."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from intake.models import Access, Notice, SecondOpinionRequest
from intake.states import Priority, Role, Room

STAFF = [role for role in Role if role.room in {Room.COORDINATOR, Room.ONCOLOGY}]


def unheard(*, said_before):
    """Open P1 cases that no member of staff has opened or taken since the first alarm; the last one is so long ago."""
    said = Notice.objects.filter(case=OuterRef("pk"), kind="team_alert", priority=Priority.P1)
    opened = Access.objects.filter(case=OuterRef("pk"), by__role__in=STAFF, at__gte=OuterRef("first_said"))
    urgent = SecondOpinionRequest.objects.filter(priority=Priority.P1, is_open=True).exclude(submitted_at=None)
    return (
        urgent.annotate(
            first_said=Subquery(said.order_by("made_at").values("made_at")[:1]),
            last_said=Subquery(said.order_by("-made_at").values("made_at")[:1]),
        )
        .filter(Q(assigned_at=None) | Q(assigned_at__lt=F("first_said")), last_said__lte=said_before)
        .exclude(Exists(opened))
        .order_by("submitted_at", "pk")
    )

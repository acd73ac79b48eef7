"""Files on their way in: whose they are, what is owed to them, how much of a case they take."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from intake.queries import cases
from records.models import Arrival, Upload

OPEN = Q(finished_at=None, ended_at=None)
OWED = Q(finished_at__isnull=False, stored_at=None, refused_at=None, ended_at=None)


def own(user, key):
    """The upload that this person began, of a case that it may still see, or None."""
    mine = Arrival.objects.filter(key=key, begun_by=user, case__in=cases.visible_to(user))
    return mine.select_related("case", "item").first()


def going_on(case, user):
    """What this person began for the case and has not finished."""
    return Arrival.objects.filter(OPEN, case=case, begun_by=user).order_by("-begun_at", "-pk")


def arriving(case, user):
    """What is whole and waits for storage."""
    return Arrival.objects.filter(OWED, case=case, begun_by=user).order_by("-finished_at", "-pk")


def refused(case, user, *, since):
    """What was not taken, of late."""
    late = Arrival.objects.filter(case=case, begun_by=user, refused_at__gte=since, ended_at=None)
    return late.order_by("-refused_at", "-pk")


def of_batches(case, user, batches):
    """How far they are, in numbers."""
    return Arrival.objects.filter(case=case, begun_by=user, batch__in=batches).aggregate(
        arriving=Count("pk", filter=OWED),
        stored=Count("pk", filter=~Q(stored_at=None)),
        refused=Count("pk", filter=~Q(refused_at=None)),
    )


def here(case, user, batches):
    """What is here of them: whole or stored."""
    return list(Arrival.objects.filter(OWED | ~Q(stored_at=None), case=case, begun_by=user, batch__in=batches))


def due(now):
    return Arrival.objects.filter(OWED, due_at__lte=now)


def is_owed(arrival):
    """Whether it still waits for storage."""
    return Arrival.objects.filter(OWED, pk=arrival.pk).exists()


def owed_kinds(now):
    """The kinds of work with something due: what the relay rings for."""
    return {"arrivals"} if due(now).exists() else set()


def weight(case):
    """(bytes, files) that a case has or has been promised."""
    kept = Upload.objects.filter(case=case, removed_at=None).aggregate(size=Coalesce(Sum("size"), 0), count=Count("pk"))
    coming = Arrival.objects.filter(OPEN | OWED, case=case).aggregate(
        size=Coalesce(Sum("length"), 0), count=Count("pk")
    )
    return kept["size"] + coming["size"], kept["count"] + coming["count"]


def known(keys):
    """Which of these uploads still need their bytes under VAR."""
    return set(Arrival.objects.filter(OPEN | OWED, key__in=keys).values_list("key", flat=True))

"""What follows when cover or services change: cases know who sees them, and whoever is new is told."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from intake.models import Cover, SecondOpinionRequest, Service, User
from intake.queries.people import Audience
from intake.states import Role, Room

from . import history, outbox, transitions

MOST = 200  # the most urgent ones are mailed about; the inbox shows them all


@transaction.atomic
def cover_changed(service: Service, group: str, *, by: User, now) -> None:
    """Call it after a cover was added, changed or removed, or a person who covers came or left."""
    cases = _open(service).filter(group=group)
    here = {"service": service, "group": group, "user__role": Role.ONCOLOGY, "user__is_active": True}
    covered = Cover.objects.filter(**here).exists()
    cases.exclude(covered=covered).update(covered=covered)
    _tell(cases, by=by, now=now)


def person_changed(user: User, *, by: User, now) -> None:
    for cover in Cover.objects.filter(user=user).select_related("service"):
        cover_changed(cover.service, cover.group, by=by, now=now)


@transaction.atomic
def services_changed(services: Iterable[Service], *, by: User, now) -> None:
    """Call it after a coordinator came to these services or left them."""
    for service in services:
        _tell(_open(service), by=by, now=now)


def _open(service: Service) -> QuerySet[SecondOpinionRequest]:
    return SecondOpinionRequest.objects.filter(service=service, is_open=True).exclude(submitted_at=None)


def _tell(cases: QuerySet[SecondOpinionRequest], *, by: User, now) -> None:
    for case in cases.order_by("priority", "order_on", "submitted_at", "pk")[:MOST]:
        _tell_new_ones(transitions.lock(case), by=by, now=now)


def _tell_new_ones(case: SecondOpinionRequest, *, by: User, now) -> None:
    told = set(case.notices.filter(kind="team_alert").values_list("to", flat=True))
    audience = Audience(case)
    if all(user.pk in told for user in [*audience.team(), *audience.of(Room.COORDINATOR)]):
        return
    event = history.add(case, "list_followed", why="cover", by=by, now=now)
    outbox.tell_team(case, event, now=now)

"""Incidents that are open, and the files that they closed."""

from django.db.models import Count, Q

from intake.queries import cases
from intake.states import Role
from records.models import Incident, Upload


def seen_by(user):
    """Those of the cases that this person sees; the privacy role has them all."""
    whose = Q() if user.role == Role.PRIVACY else Q(case__in=cases.visible_to(user))
    found = Incident.objects.filter(whose).select_related("case", "item", "opened_by", "closed_by")
    return found.annotate(count=Count("files"))


def listed(user):
    """The open ones first, the oldest on top; then the latest closed ones."""
    found = seen_by(user)
    return list(found.filter(closed_at=None).order_by("opened_at", "pk")), list(
        found.exclude(closed_at=None).order_by("-closed_at", "-pk")[:50]
    )


def opened(user):
    """The open ones, to be counted."""
    return Incident.objects.filter(closed_at=None, case__in=cases.visible_to(user))


def one(user, reference, number):
    return seen_by(user).filter(case__reference=reference, number=number).first()


def of_case(case):
    return list(Incident.objects.filter(case=case).order_by("-number"))


def files(incident):
    kept = Upload.objects.filter(incidents=incident).select_related("item", "uploaded_by", "inspection", "case")
    return kept.order_by("uploaded_at", "pk")


def file(incident, key):
    return files(incident).filter(key=key).first()

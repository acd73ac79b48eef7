"""Things by post: of a case, by a number on a label, and those that are late."""

from django.db.models import Q

from intake.queries import cases
from records.models import Material, Scan
from records.states import ItemStatus


def of_item(item):
    return Material.objects.filter(item=item).select_related("arrived_by", "lent_by").first()


def late(case):
    """Whether a person must look for something: it has not come, or has not come back."""
    return Material.objects.filter(case=case).exclude(late_at=None).exists()


def by_job(user, job):
    """What this number was announced for, in the cases that this person may see."""
    found = Material.objects.filter(job=job, case__in=cases.visible_to(user)).exclude(job="")
    return list(found.select_related("item__case", "case").order_by("pk"))


def overdue(day, expected):
    """Not here by `expected`, or not back by `day`, and nobody was told so far."""
    missing = Q(expected_on__lt=expected, arrived_at=None, item__status=ItemStatus.IN_TRANSIT)
    away = Q(due_back_on__lt=day, returned_at=None) & ~Q(due_back_on=None)
    return Material.objects.filter(missing | away, late_at=None).select_related("case", "item").order_by("pk")


def unsorted():
    return Scan.objects.filter(filed_at=None, dropped_at=None).select_related("arrived_by").order_by("arrived_at", "pk")


def scan(key):
    return unsorted().filter(key=key).first()

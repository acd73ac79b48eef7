"""Counts of what leaves no case behind."""

from django.db import transaction
from django.db.models import F

from intake.models import Counter


@transaction.atomic
def sent_elsewhere(rule, *, now):
    """A family that a rule of routing sends to other places: nothing of it is stored, only that it happened."""
    counter, _ = Counter.objects.get_or_create(what=f"elsewhere_{rule.rule}", day=now.date())
    Counter.objects.filter(pk=counter.pk).update(count=F("count") + 1)

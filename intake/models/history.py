"""What changed, what was looked at. Both only grow; the database itself refuses anything else."""

import pgtrigger
from django.conf import settings
from django.db import models

from .case import SecondOpinionRequest

USER = settings.AUTH_USER_MODEL
ONLY_GROW = [
    pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'history only grows';",
    ),
]


class Event(models.Model):
    """One change. The digests of a case's events form a chain: an edit or a gap shows."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=20, default="case")
    action = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=60, blank=True)
    words = models.BinaryField(null=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    PERSONAL = frozenset({"words"})
    PLAIN = frozenset(
        {"id", "case", "number", "subject", "action", "before", "after", "why", "by", "role", "at", "digest"}
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_event_a_number")]
        triggers = ONLY_GROW

    def __str__(self):
        return f"{self.action} on {self.case_id}"


class Access(models.Model):
    """Who looked at what. `case` is empty for a search page."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.PROTECT, null=True, related_name="accesses")
    what = models.CharField(max_length=60)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "case", "what", "by", "at"})

    class Meta:
        indexes = [models.Index("case", "at", name="access_by_case")]
        triggers = ONLY_GROW

    def __str__(self):
        return f"{self.what} by {self.by_id}"

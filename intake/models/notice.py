"""What is owed to people: one row a message and person. The table is the outbox, staff read it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from .case import SecondOpinionRequest
from .constraints import one_of

USER = settings.AUTH_USER_MODEL


class Notice(models.Model):
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey("intake.Event", on_delete=models.PROTECT, related_name="notices")
    to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, default="email")
    priority = models.CharField(max_length=2, blank=True)
    digest = models.BooleanField(default=False)
    day = models.DateField(null=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=100, blank=True)

    PERSONAL = frozenset()
    PLAIN = frozenset(
        {
            *(
                "id",
                "case",
                "event",
                "to",
                "kind",
                "channel",
                "priority",
                "digest",
                "day",
                "due_at",
                "made_at",
                "claimed_at",
            ),
            *("sent_at", "parked_at", "cancelled_at", "attempts", "last_error"),
        }
    )

    class Meta:
        constraints = [
            one_of("channel", ["email", "call"]),
            models.UniqueConstraint(fields=["event", "to", "kind"], name="told_once"),
            models.UniqueConstraint(
                fields=["case", "to", "kind", "day"], condition=Q(day__isnull=False), name="once_a_day"
            ),
        ]
        indexes = [
            models.Index(
                "due_at",
                condition=Q(sent_at=None, parked_at=None, cancelled_at=None, channel="email"),
                name="notice_owed",
            ),
            models.Index("due_at", condition=Q(sent_at=None, cancelled_at=None, channel="call"), name="notice_calls"),
            models.Index("parked_at", condition=Q(parked_at__isnull=False), name="notice_stuck"),
            models.Index("case", "made_at", name="notice_by_case"),
        ]
        # The doorbell rings with the commit of whatever owes something; nobody can forget it.
        triggers = [
            pgtrigger.Trigger(
                name="ring",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="PERFORM pg_notify('owed', 'notices'); RETURN NULL;",
            )
        ]

    def __str__(self):
        return f"{self.kind} to {self.to_id}"


class Sweep(models.Model):
    """Work the clock owes: when each kind is due next. There is no beat process."""

    kind = models.CharField(max_length=20, unique=True)
    due_at = models.DateTimeField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "kind", "due_at"})

    class Meta:
        constraints = [one_of("kind", ["alarms", "priority", "drafts", "files", "permissions", "spent"])]

    def __str__(self):
        return self.kind


class Counter(models.Model):
    """Counts without a case: requests that routing sent elsewhere."""

    what = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "what", "day", "count"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "day"], name="one_count_a_day")]

    def __str__(self):
        return self.what

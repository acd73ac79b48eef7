"""What people told us, old and new, and what staff asked on top."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .case import SecondOpinionRequest
from .constraints import both_or_neither, one_of

USER = settings.AUTH_USER_MODEL


class Answer(models.Model):
    """One answer. A newer one replaces it; nothing is overwritten. Written only by `answers.save`."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    row = models.PositiveSmallIntegerField(default=0)
    value = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)
    unknown = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    PERSONAL = frozenset({"sealed"})
    PLAIN = frozenset({"id", "case", "question", "row", "value", "unknown", "at", "by", "replaced_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "question", "row"], condition=Q(replaced_at=None), name="one_current_answer"
            ),
            models.CheckConstraint(
                condition=Q(unknown=True, value="", sealed__isnull=True)
                | Q(unknown=False, sealed__isnull=False, value="")
                | Q(unknown=False, sealed__isnull=True),
                name="answer_is_one_thing",
            ),
        ]
        indexes = [models.Index("case", "at", name="answer_by_case")]

    def __str__(self):
        return f"{self.question} of {self.case_id}"


class Ask(models.Model):
    """A question or a record that staff asked a family or an office for; a box on their page until answered."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="asks")
    room = models.CharField(max_length=10)
    question = models.CharField(max_length=60, blank=True)
    item = models.PositiveSmallIntegerField(null=True)
    words = models.BinaryField(null=True)
    reply = models.BinaryField(null=True)
    due_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    PERSONAL = frozenset({"words", "reply"})
    PLAIN = frozenset(
        {
            *("id", "case", "room", "question", "item", "due_on", "asked_at", "asked_by"),
            *("answered_at", "answered_by", "dropped_at", "dropped_by"),
        }
    )

    class Meta:
        constraints = [
            one_of("room", ["family", "physician"]),
            both_or_neither("asked"),
            both_or_neither("answered"),
            both_or_neither("dropped"),
        ]
        indexes = [models.Index("case", condition=Q(answered_at=None, dropped_at=None), name="ask_open")]

    def __str__(self):
        return f"ask of {self.case_id}"


class Consent(models.Model):
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=40)
    text_version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    how = models.CharField(max_length=20, default="online")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    PERSONAL = frozenset()
    PLAIN = frozenset(
        {
            *("id", "case", "kind", "text_version", "language", "how"),
            *("given_at", "given_by", "ended_at", "ended_by"),
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(ended_at=None), name="one_consent_a_kind"),
            both_or_neither("given"),
            both_or_neither("ended"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.case_id}"

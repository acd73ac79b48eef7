"""What stops a case, and what staff write about it for themselves."""

from django.db import models
from django.db.models import Q

from intake.states import HoldKind

from .case import SecondOpinionRequest, by
from .constraints import both_or_neither, one_of


class Hold(models.Model):
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=30, choices=HoldKind.choices)
    set_at = models.DateTimeField()
    set_by = by()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = by()
    lifted_why = models.BinaryField(null=True)

    PERSONAL = frozenset({"lifted_why"})
    PLAIN = frozenset({"id", "case", "kind", "set_at", "set_by", "lifted_at", "lifted_by"})

    class Meta:
        constraints = [
            one_of("kind", HoldKind),
            both_or_neither("set"),
            both_or_neither("lifted"),
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(lifted_at=None), name="one_hold_a_kind"),
        ]

    def __str__(self):
        return f"{self.kind} on {self.case_id}"


class Note(models.Model):
    """What staff write for staff; never shown to a family or a physician."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="notes")
    body = models.BinaryField()
    written_at = models.DateTimeField()
    written_by = by()

    PERSONAL = frozenset({"body"})
    PLAIN = frozenset({"id", "case", "written_at", "written_by"})

    class Meta:
        constraints = [both_or_neither("written")]
        indexes = [models.Index("case", "written_at", name="note_by_case")]

    def __str__(self):
        return f"note on {self.case_id}"

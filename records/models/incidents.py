"""What must not have happened with records, and who saw to it: kept when the file itself is gone."""

from django.db import models
from django.db.models import Q

from intake.models import SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of

from .items import RecordItem, Upload, by

KINDS = ["wrong_patient"]
OUTCOMES = ["confirmed", "mistake"]


class Incident(models.Model):
    """`item`: what it seemed to answer. `files`: closed for everybody but those who handle the incident."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="incidents")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    item = models.ForeignKey(RecordItem, on_delete=models.PROTECT, null=True, related_name="+")
    files = models.ManyToManyField(Upload, related_name="incidents", blank=True)
    opened_at = models.DateTimeField()
    opened_by = by()
    closed_at = models.DateTimeField(null=True)
    closed_by = by()
    outcome = models.CharField(max_length=10, blank=True)
    words = models.BinaryField(null=True)

    PERSONAL = frozenset({"words"})
    PLAIN = frozenset(
        {
            *("id", "case", "number", "kind", "item", "files", "opened_at", "opened_by", "closed_at", "closed_by"),
            "outcome",
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_incident_a_number"),
            one_of("kind", KINDS),
            both_or_neither("opened"),
            both_or_neither("closed"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", words=None)
                | Q(closed_at__isnull=False, outcome__in=OUTCOMES, words__isnull=False),
                name="incident_closed_with_words",
            ),
        ]
        indexes = [models.Index("opened_at", condition=Q(closed_at=None), name="incident_open")]

    def __str__(self):
        return f"incident {self.number} of {self.case_id}"

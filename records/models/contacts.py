"""Whom we called, wrote to or visited about a case, what they said, and when we turn to them again."""

from django.conf import settings
from django.db import models

from intake.models import SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of
from records.states import Outcome, Party, Way


class ContactLog(models.Model):
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="contacts_made")
    party = models.CharField(max_length=20, choices=Party.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    next_on = models.DateField(null=True)
    whom = models.BinaryField(null=True)
    said = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PERSONAL = frozenset({"whom", "said"})
    PLAIN = frozenset({"id", "case", "party", "way", "outcome", "next_on", "made_at", "made_by"})

    class Meta:
        constraints = [
            one_of("party", Party),
            one_of("way", Way),
            one_of("outcome", Outcome),
            both_or_neither("made"),
            models.CheckConstraint(
                condition=~models.Q(outcome="promised") | models.Q(next_on__isnull=False), name="promise_has_its_day"
            ),
        ]
        indexes = [models.Index("case", "made_at", name="contact_by_case")]

    def __str__(self):
        return f"{self.outcome} by {self.way} with {self.party} of {self.case_id}"

"""How long places take to send what we ask for: one row a case, and what they make together."""

from django.db import models

from intake.models import SecondOpinionRequest


class PlaceDays(models.Model):
    """A case's wait for one place: from the first asking to the newest receipt. `place` is a keyed hash of its name."""

    place = models.CharField(max_length=32)
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="place_days")
    asked_on = models.DateField()
    days = models.PositiveIntegerField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "place", "case", "asked_on", "days"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "case"], name="one_wait_a_case")]

    def __str__(self):
        return f"{self.days} days of {self.case_id}"


class PlaceMedian(models.Model):
    """The exact median over the cases of a place, written anew with each receipt."""

    place = models.CharField(max_length=32, unique=True)
    cases = models.PositiveIntegerField()
    days = models.FloatField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "place", "cases", "days"})

    def __str__(self):
        return f"{self.days} days in {self.cases} cases"

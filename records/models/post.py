"""Things that come by post, and studies that come through an image exchange: where each of them is now."""

from django.db import models

from intake.models import SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of

from .items import RecordItem, by

WHAT = ["slides", "blocks", "discs", "paper", "study"]
CONDITIONS = ["", "whole", "damaged", "incomplete"]


class Material(models.Model):
    """What one record consists of as a thing. `job`: keyed hash of the number of the exchange or the parcel."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="materials")
    item = models.OneToOneField(RecordItem, on_delete=models.CASCADE, related_name="material")
    what = models.CharField(max_length=10)
    wanted = models.PositiveSmallIntegerField(default=0)
    expected_on = models.DateField(null=True)
    job = models.CharField(max_length=64, blank=True)
    count = models.PositiveSmallIntegerField(default=0)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = by()
    condition = models.CharField(max_length=12, blank=True)
    shelf = models.CharField(max_length=60, blank=True)
    lent_to = models.BinaryField(null=True)
    lent_at = models.DateTimeField(null=True)
    lent_by = by()
    due_back_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = by()
    return_carrier = models.CharField(max_length=40, blank=True)
    return_tracking = models.BinaryField(null=True)
    late_at = models.DateTimeField(null=True)

    PERSONAL = frozenset({"lent_to", "return_tracking"})
    PLAIN = frozenset(
        {
            *("id", "case", "item", "what", "wanted", "expected_on", "job", "count", "arrived_at", "arrived_by"),
            *("condition", "shelf", "lent_at", "lent_by", "due_back_on", "returned_at", "returned_by"),
            *("return_carrier", "late_at"),
        }
    )

    class Meta:
        constraints = [
            one_of("what", WHAT),
            one_of("condition", CONDITIONS),
            *(both_or_neither(stem) for stem in ("arrived", "lent", "returned")),
        ]
        indexes = [
            models.Index("job", condition=~models.Q(job=""), name="material_by_job"),
            models.Index("expected_on", condition=models.Q(arrived_at=None), name="material_expected"),
            models.Index("due_back_on", condition=models.Q(returned_at=None), name="material_due_back"),
        ]

    def __str__(self):
        return f"{self.what} of {self.case_id}"


class Scan(models.Model):
    """A scan of paper or fax that nobody has filed yet: it belongs to no case, so a key of the site seals it."""

    key = models.UUIDField(unique=True)
    name = models.BinaryField()
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    arrived_by = by()
    filed_at = models.DateTimeField(null=True)
    filed_by = by()
    upload = models.ForeignKey("records.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = by()
    dropped_why = models.CharField(max_length=60, blank=True)

    PERSONAL = frozenset({"name", "content"})
    PLAIN = frozenset(
        {
            *("id", "key", "size", "sha256", "arrived_at", "arrived_by", "filed_at", "filed_by", "upload"),
            *("dropped_at", "dropped_by", "dropped_why"),
        }
    )

    class Meta:
        constraints = [both_or_neither(stem) for stem in ("arrived", "filed", "dropped")]
        indexes = [models.Index("arrived_at", condition=models.Q(filed_at=None, dropped_at=None), name="scan_unsorted")]

    def __str__(self):
        return f"scan {self.key}"

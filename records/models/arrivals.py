"""Files on their way in that may go on after a cut, until storage has them."""

import uuid

from django.db import models
from django.db.models import Q

from intake.models import SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of

from .items import RecordItem, by

REFUSALS = ["kind", "name", "no_ending", "twice"]


class Arrival(models.Model):
    """One upload. Whole (`finished_at`), it waits for storage; then it is an Upload of the same key, or refused."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="arrivals")
    item = models.ForeignKey(RecordItem, on_delete=models.PROTECT, null=True, related_name="+")
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    digest = models.BinaryField(null=True)  # SHA-256 so far, sealed with the file's key
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    sealed_key = models.BinaryField()
    key_id = models.CharField(max_length=40)
    original_name = models.BinaryField()
    folder = models.BinaryField(null=True)
    batch = models.UUIDField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of name, size, time and case, made by the browser
    begun_at = models.DateTimeField()
    begun_by = by()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stored_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True)

    PERSONAL = frozenset({"original_name", "folder"})
    PLAIN = frozenset(
        {
            *("id", "key", "case", "item", "length", "offset", "digest", "sha256", "kind", "sealed_key", "key_id"),
            *("batch", "fingerprint", "begun_at", "begun_by", "expires_at", "finished_at", "due_at", "claimed_at"),
            *("attempts", "stored_at", "refused_at", "refusal", "ended_at"),
        }
    )

    class Meta:
        constraints = [
            both_or_neither("begun"),
            one_of("refusal", ["", *REFUSALS]),
            models.CheckConstraint(
                condition=Q(offset__gte=0, offset__lte=models.F("length")), name="arrival_in_length"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(offset=models.F("length")) & ~Q(sha256=""), name="arrival_whole"
            ),
        ]
        indexes = [
            models.Index(
                "due_at",
                condition=Q(finished_at__isnull=False, stored_at=None, refused_at=None, ended_at=None),
                name="arrival_owed",
            ),
            models.Index("case", "begun_by", name="arrival_by_case"),
            models.Index("expires_at", condition=Q(finished_at=None, ended_at=None), name="arrival_open"),
        ]

    def __str__(self):
        return f"arrival {self.key}"

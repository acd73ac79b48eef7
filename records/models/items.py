"""The checklist of a case, one row a record, and the files that answer it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models import SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of
from records.states import ItemStatus

USER = settings.AUTH_USER_MODEL


def by():
    return models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")


def unscanned():
    """A file waits for its check; a demonstration without a scanner says that there is none."""
    return "waiting" if settings.CLAMD_URL else "not_scanned"


class RecordItem(models.Model):
    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=20)
    necessity = models.CharField(max_length=10)
    why = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, choices=ItemStatus.choices, default=ItemStatus.NEEDED)
    came_from = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    exists = models.CharField(max_length=10, blank=True)
    holder = models.CharField(max_length=40)
    party = models.CharField(max_length=12)
    place = models.BinaryField(null=True)
    place_key = models.CharField(max_length=32, blank=True)
    basis = models.CharField(max_length=15, blank=True)
    due_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    carrier = models.CharField(max_length=40, blank=True)
    tracking = models.BinaryField(null=True)
    shipped_on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = by()
    received_at = models.DateTimeField(null=True)
    received_by = by()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = by()
    rejected_at = models.DateTimeField(null=True)
    rejected_by = by()
    reject_reason = models.CharField(max_length=40, blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = by()
    waived_why = models.CharField(max_length=500, blank=True)
    dropped_at = models.DateTimeField(null=True)
    parts_here = models.PositiveSmallIntegerField(default=0)
    parts_wanted = models.PositiveSmallIntegerField(default=0)  # 0: nobody has counted

    PERSONAL = frozenset({"place", "tracking"})
    PLAIN = frozenset(
        {
            *(
                "id",
                "case",
                "number",
                "kind",
                "category",
                "necessity",
                "why",
                "status",
                "came_from",
                "version",
                "since",
            ),
            *("exists", "holder", "party", "place_key", "basis", "due_on", "promised_on", "carrier", "shipped_on"),
            *("asked_at", "asked_by", "received_at", "received_by", "accepted_at", "accepted_by"),
            *("rejected_at", "rejected_by", "reject_reason", "waived_at", "waived_by", "waived_why", "dropped_at"),
            *("parts_here", "parts_wanted"),
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_item_a_number"),
            one_of("status", ItemStatus),
            one_of("necessity", ["required", "if exists", "helpful"]),
            one_of("party", ["family", "physician", "facility"]),
            *(both_or_neither(stem) for stem in ("asked", "received", "accepted", "rejected", "waived")),
            models.CheckConstraint(condition=~Q(status="waived") | ~Q(waived_why=""), name="item_waived_with_reason"),
        ]
        indexes = [models.Index("case", "kind", name="item_by_kind")]

    def __str__(self):
        return f"{self.kind} of {self.case_id}"


class Upload(models.Model):
    """One file sent for a case. `item` is empty while the sender is not sure which record it is; `also`: other
    records that it answers as well."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="uploads")
    item = models.ForeignKey(RecordItem, on_delete=models.PROTECT, null=True, related_name="uploads")
    also = models.ManyToManyField(RecordItem, related_name="shared_uploads", blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    scan = models.CharField(max_length=15, default=unscanned)
    sealed_form = models.PositiveSmallIntegerField(default=0)  # 0: stored before files were sealed
    sealed_key = models.BinaryField(null=True)
    key_id = models.CharField(max_length=40, blank=True)
    batch = models.UUIDField(null=True)
    folder = models.BinaryField(null=True)
    original_name = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = by()
    removed_at = models.DateTimeField(null=True)
    removed_by = by()
    removed_why = models.CharField(max_length=40, blank=True)

    PERSONAL = frozenset({"original_name", "folder"})
    PLAIN = frozenset(
        {
            *("id", "case", "item", "also", "key", "size", "sha256", "kind", "scan", "uploaded_at", "uploaded_by"),
            *("sealed_form", "sealed_key", "key_id", "batch"),
            *("removed_at", "removed_by", "removed_why"),
        }
    )

    class Meta:
        constraints = [
            one_of("scan", ["not_scanned", "waiting", "clean", "infected", "not_scannable", "held"]),
            both_or_neither("uploaded"),
            both_or_neither("removed"),
            models.CheckConstraint(
                condition=Q(sealed_form=0, sealed_key=None, key_id="")
                | Q(sealed_form__gt=0, sealed_key__isnull=False) & ~Q(key_id=""),
                name="upload_sealed_with_key",
            ),
            models.UniqueConstraint(
                fields=["case", "uploaded_by", "sha256"], condition=Q(removed_at=None), name="one_file_once_a_sender"
            ),
        ]
        indexes = [
            models.Index("case", "uploaded_at", name="upload_by_case"),
            models.Index("uploaded_at", condition=Q(scan="waiting"), name="upload_waiting"),
        ]

    def __str__(self):
        return f"upload {self.key}"

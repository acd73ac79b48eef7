"""What was found in a file, and when it is looked at again. The state itself stands on the upload."""

from django.db import models
from django.db.models import Q

from records.models.items import Upload


class Inspection(models.Model):
    """`source`: the archive it came out of. Facts and preview are as secret as the file, sealed and erased with it."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="inspection")
    source = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, related_name="members")
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    scanned_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=100, blank=True)
    person = models.CharField(max_length=64, blank=True)  # keyed: whether two files name the same one
    facts = models.BinaryField(null=True)
    preview = models.BinaryField(null=True)

    PERSONAL = frozenset({"facts", "preview"})
    PLAIN = frozenset({"id", "upload", "source", "attempts", "claimed_at", "due_at", "scanned_at", "reason", "person"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("upload")), name="no_file_out_of_itself"),
        ]

    def __str__(self):
        return f"inspection of {self.upload_id}"

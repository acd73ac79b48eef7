"""Letters that leave us on paper, by fax or behind a link: made once, kept as they were made."""

from django.db import models

from intake.models import CaseMember, Notice, SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of

from .items import RecordItem, by
from .permissions import Authorization

KINDS = ["request", "revocation"]
BASES = ["treatment", "authorization", "access"]
CHANNELS = ["", "email", "fax", "post", "hand"]


class Letter(models.Model):
    """`seat`: whose page the link and the QR code of the letter open. `basis` access: the family asks for itself."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, default="request")
    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, null=True, related_name="letters")
    basis = models.CharField(max_length=15)
    department = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="en")
    items = models.ManyToManyField(RecordItem, related_name="letters", blank=True)
    seat = models.ForeignKey(CaseMember, on_delete=models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    made_by = by()
    sent_at = models.DateTimeField(null=True)
    sent_by = by()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = by()

    PERSONAL = frozenset({"document"})
    PLAIN = frozenset(
        {
            *("id", "case", "number", "kind", "authorization", "basis", "department", "language", "items", "seat"),
            *("notice", "sha256", "channel", "made_at", "made_by", "sent_at", "sent_by", "dropped_at", "dropped_by"),
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_letter_a_number"),
            one_of("kind", KINDS),
            one_of("channel", CHANNELS),
            one_of("basis", BASES),
            *(both_or_neither(stem) for stem in ("made", "sent", "dropped")),
            models.CheckConstraint(
                condition=models.Q(basis="treatment") | models.Q(authorization__isnull=False),
                name="letter_elsewhere_with_permission",
            ),
        ]

    def __str__(self):
        return f"letter {self.number} of {self.case_id}"

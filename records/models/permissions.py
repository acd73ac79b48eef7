"""Places that hold records, the family's signed permission for each, and the proof of every signature."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models import Consent, SecondOpinionRequest
from intake.models.constraints import both_or_neither, one_of
from records.states import AuthorizationStatus

from .items import RecordItem, Upload, by

USER = settings.AUTH_USER_MODEL


class Place(models.Model):
    """A hospital, lab or scan center of the directory: the same row for every case that asks it."""

    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=400)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = by()
    checked_at = models.DateTimeField(null=True)
    checked_by = by()
    form = models.BinaryField(null=True)
    form_name = models.CharField(max_length=200, blank=True)

    PERSONAL = frozenset()
    PLAIN = frozenset(
        {
            *("id", "name", "name_folded", "address", "phone", "fax", "email", "told_at", "told_by"),
            *("checked_at", "checked_by", "form", "form_name"),
        }
    )

    class Meta:
        constraints = [both_or_neither("told"), both_or_neither("checked")]
        indexes = [models.Index("name_folded", name="place_by_name")]

    def __str__(self):
        return self.name


class Authorization(models.Model):
    """One permission for one place: what it may send, until when. `row` is its row among the answers."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="authorizations")
    number = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="authorizations")
    row = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=10, choices=AuthorizationStatus.choices, default=AuthorizationStatus.DRAFT)
    came_from = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    language = models.CharField(max_length=10, default="en")
    items = models.ManyToManyField(RecordItem, related_name="authorizations", blank=True)
    details = models.BinaryField()
    sensitive = models.CharField(max_length=100, blank=True)
    expires_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = by()
    signed_at = models.DateTimeField(null=True)
    signed_by = by()
    ended_at = models.DateTimeField(null=True)
    ended_by = by()
    own_form = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")

    PERSONAL = frozenset({"details"})
    PLAIN = frozenset(
        {
            *("id", "case", "number", "place", "row", "status", "came_from", "version", "since", "language", "items"),
            *("sensitive", "expires_on", "made_at", "made_by", "signed_at", "signed_by", "ended_at", "ended_by"),
            "own_form",
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_authorization_a_number"),
            models.UniqueConstraint(
                fields=["case", "place"],
                condition=~Q(status__in=["revoked", "replaced"]),
                name="one_authorization_a_place",
            ),
            one_of("status", AuthorizationStatus),
            *(both_or_neither(stem) for stem in ("made", "signed", "ended")),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "replaced"]) | Q(signed_at__isnull=False, expires_on__isnull=False),
                name="authorization_signed_unless_draft",
            ),
        ]
        indexes = [
            models.Index("expires_on", condition=Q(status__in=["signed", "active"]), name="authorization_to_expire")
        ]

    def __str__(self):
        return f"authorization {self.number} of {self.case_id}"


class Signature(models.Model):
    """Everything that proves one signature; the column names are those of the domain's table."""

    authorization = models.OneToOneField(Authorization, on_delete=models.PROTECT, related_name="signature")
    signer_name = models.BinaryField()
    signer_role = models.CharField(max_length=100)
    signed_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    document_version = models.CharField(max_length=120)
    rendered_copy = models.BinaryField()
    rendered_sha256 = models.CharField(max_length=64)
    intent_action = models.CharField(max_length=200)
    consent_electronic = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    authentication = models.CharField(max_length=60)
    network = models.BinaryField(null=True)
    login = models.CharField(max_length=64, blank=True)
    interpreter = models.BinaryField(null=True)
    witness = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.CharField(max_length=64)

    PERSONAL = frozenset({"signer_name", "rendered_copy", "network", "interpreter"})
    PLAIN = frozenset(
        {
            *("id", "authorization", "signer_role", "signed_at", "zone", "document_version", "rendered_sha256"),
            *("intent_action", "consent_electronic", "authentication", "login", "witness", "chain"),
        }
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_electronic__isnull=False) | Q(witness__isnull=False),
                name="signature_online_or_witnessed",
            )
        ]

    def __str__(self):
        return f"signature of {self.authorization_id}"

"""Everybody who acts: staff with a password, families and physicians by membership of a case, the system itself."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from intake.states import ROOM_OF_ROLE, Role

from .constraints import both_or_neither, one_of

SEATS = [("family", "Family"), ("physician", "Physician"), ("facility", "Place")]


class Service(models.Model):
    code = models.SlugField(unique=True)
    name_en = models.CharField(max_length=100)
    name_es = models.CharField(max_length=100, blank=True)
    name_ar = models.CharField(max_length=100, blank=True)
    groups = models.TextField(blank=True, help_text="Disease groups this service takes, with ; between.")
    is_default = models.BooleanField(default=False)

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "code", "name_en", "name_es", "name_ar", "groups", "is_default"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_service")
        ]

    def __str__(self):
        return self.name_en


class User(AbstractBaseUser):
    """One row a person. Has an email if and only if staff; one row is the system, which cannot sign in."""

    class Notify(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day, at 8:00"

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    services = models.ManyToManyField(Service, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, blank=True)
    notify = models.CharField(max_length=10, choices=Notify.choices, default=Notify.AT_ONCE)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    keys_on = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    PERSONAL = frozenset({"email", "name", "password"})
    PLAIN = frozenset("id role services language time_zone notify is_active created_at last_login keys_on".split())

    class Meta:
        constraints = [
            one_of("role", Role),
            models.CheckConstraint(
                condition=Q(role__in=["family", "physician", "system"], email__isnull=True)
                | Q(email__isnull=False) & ~Q(role__in=["family", "physician", "system"]),
                name="user_email_means_staff",
            ),
            models.CheckConstraint(condition=Q(email__isnull=True) | Q(email=Lower("email")), name="user_email_lower"),
            models.UniqueConstraint(fields=["role"], condition=Q(role="system"), name="one_system_user"),
        ]

    def __str__(self):
        return self.email or f"{self.role} {self.pk}"

    @property
    def room(self):
        return ROOM_OF_ROLE[Role(self.role)]

    @property
    def is_staff(self):
        return self.role == Role.ADMIN

    @property
    def is_lead(self):
        return self.role == Role.LEAD_COORDINATOR


class Cover(models.Model):
    """An oncologist sees and is told of the cases of this group in this service."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    group = models.CharField(max_length=40)

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "user", "service", "group"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "service", "group"], name="one_cover_each")]

    def __str__(self):
        return f"{self.user} covers {self.group}"


class CaseMember(models.Model):
    """A family's or a physician's seat in one case; links and codes hang on it."""

    case = models.ForeignKey("intake.SecondOpinionRequest", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=10, choices=SEATS)
    contact = models.CharField(max_length=10, default="guardian")
    mail = models.CharField(max_length=254, blank=True)  # of a place: its records desk, as the directory has it
    passphrase = models.CharField(max_length=200, blank=True)
    code_round = models.PositiveIntegerField(default=0)
    code_from = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    PERSONAL = frozenset({"passphrase"})
    PLAIN = frozenset(
        {
            *("id", "case", "user", "kind", "contact", "mail", "code_round", "code_from", "code_tries"),
            *("invited_at", "invited_by", "removed_at", "removed_by"),
        }
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], condition=Q(removed_at=None), name="one_seat_each"),
            one_of("kind", dict(SEATS)),
            one_of("contact", ["guardian", "guardian2", "patient", "office", "facility"]),
            both_or_neither("invited"),
            both_or_neither("removed"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.case_id}"


class Link(models.Model):
    """A mailed link. The token is HMAC(key, notice); only its digest is stored."""

    member = models.ForeignKey(CaseMember, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ends_others = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    PERSONAL = frozenset()
    PLAIN = frozenset("id member digest made_at expires_at ends_others opened_at ended_at ended_by".split())

    class Meta:
        constraints = [both_or_neither("ended")]

    def __str__(self):
        return f"link of {self.member_id}"


class Code(models.Model):
    """A six digit code read out by a coordinator: ten minutes, once, five tries."""

    member = models.ForeignKey(CaseMember, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "member", "digest", "made_at", "made_by", "expires_at", "used_at", "tries"})

    class Meta:
        constraints = [both_or_neither("made")]

    def __str__(self):
        return f"code of {self.member_id}"


class Bucket(models.Model):
    """A rate limit's token bucket; the key is an HMAC, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"key", "tokens", "filled_at"})

    def __str__(self):
        return self.key[:8]

"""Plain copies of answers that queue, search, rules and the guard need. Written only by `answers.save`."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from .case import SecondOpinionRequest
from .constraints import one_of


class Child(models.Model):
    """Who the records must be about: the names as given and folded. Written only by `answers.save`."""

    case = models.OneToOneField(SecondOpinionRequest, on_delete=models.CASCADE, related_name="child")
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    other_names = models.CharField(max_length=800, blank=True)
    first_folded = models.CharField(max_length=400, blank=True)
    last_folded = models.CharField(max_length=400, blank=True)
    other_folded = models.CharField(max_length=1600, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)

    PERSONAL = frozenset(
        {
            *("first_name", "last_name", "other_names", "first_folded", "last_folded", "other_folded"),
            *("birth_date", "sex"),
        }
    )
    PLAIN = frozenset({"id", "case"})

    def __str__(self):
        return f"child of {self.case_id}"


class Contact(models.Model):
    """How to reach a person of the case. Written only by `answers.save`."""

    class Kind(models.TextChoices):
        GUARDIAN = "guardian"
        GUARDIAN2 = "guardian2"
        OFFICE = "office"
        PATIENT = "patient"

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=410, blank=True)
    name_folded = models.CharField(max_length=820, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_digits = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)

    PERSONAL = frozenset({"name", "name_folded", "phone", "phone_digits", "email"})
    PLAIN = frozenset({"id", "case", "kind"})

    class Meta:
        constraints = [
            one_of("kind", ["guardian", "guardian2", "office", "patient"]),
            models.UniqueConstraint(fields=["case", "kind"], name="one_contact_a_kind"),
        ]
        indexes = [
            models.Index("phone_digits", condition=~Q(phone_digits=""), name="contact_phone"),
            models.Index(Upper("email"), condition=~Q(email=""), name="contact_email"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.case_id}"


class SearchWord(models.Model):
    """One folded word of a name in a case: child, guardians, physician, facility."""

    case = models.ForeignKey(SecondOpinionRequest, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=100)

    PERSONAL = frozenset({"word"})
    PLAIN = frozenset({"id", "case"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "word"], name="one_word_a_case")]
        indexes = [
            models.Index(OpClass("word", "text_pattern_ops"), "case", name="word_prefix"),
            GinIndex(OpClass("word", "gin_trgm_ops"), name="word_likeness"),
        ]

    def __str__(self):
        return f"word of {self.case_id}"

"""What every reference table shares: a row lives from one revision to another and is never overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intake.models.constraints import both_or_neither

DRAFT = "native review needed (es, ar)"


class EveryColumn:
    """Reference rows hold no personal fact, so PLAIN is whatever columns the table has."""

    def __get__(self, row, model):
        return frozenset(field.name for field in model._meta.get_fields() if field.concrete)


class ListField(models.TextField):
    """Values joined by `;` in the database and in forms, a tuple in Python."""

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(";") if part.strip())
        return tuple(value or ())

    def get_prep_value(self, value):
        return ";".join(self.to_python(value))

    def value_from_object(self, obj):
        return ";".join(self.to_python(super().value_from_object(obj)))


class Revision(models.Model):
    """One change of the reference data. A gap in the numbers is a change that was rolled back."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)

    PERSONAL: frozenset[str] = frozenset()
    PLAIN = EveryColumn()


class Row(models.Model):
    since = models.PositiveBigIntegerField(editable=False)
    until = models.PositiveBigIntegerField(null=True, editable=False)
    active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    PERSONAL: frozenset[str] = frozenset()
    PLAIN = EveryColumn()
    SPEC: frozenset[str] = frozenset()  # conditions in words: a tested function stands for each
    FIXED: frozenset[str] = frozenset()  # chosen when the row is added, like its key

    class Meta:
        abstract = True

    def __str__(self):
        return " / ".join(str(getattr(self, column)) for column in key(type(self)))


class TranslatedRow(Row):
    translation_status = models.CharField(max_length=60, blank=True, default=DRAFT)

    class Meta:
        abstract = True


def versioned(*columns):
    """One current row a key; who edited and when go together; a row ends after it began."""
    return [
        models.UniqueConstraint(fields=columns, condition=Q(until=None), name="%(class)s_current"),
        models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="%(class)s_until_after_since"),
        both_or_neither("edited"),
    ]


def key(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that name a row in words."""
    unique = (rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint))
    return next(tuple(rule.fields) for rule in unique)


def word(**options):
    return models.CharField(max_length=60, **options)


def words():
    return models.TextField(blank=True, default="")


def in_three():
    """The same words in English, Spanish and Arabic."""
    return words(), words(), words()


def count(**options):
    return models.PositiveIntegerField(**options)

"""Where families live, what is offered there, whom to call, and days off."""

from django.db import models

from .base import ListField, Row, TranslatedRow, count, in_three, versioned, word, words


class RoutingRule(Row):
    rule = count()
    asker = word()
    country = ListField()
    region = ListField()
    condition = words()
    evaluated_after = word()
    outcome = word()
    opinion_kinds = ListField(blank=True)
    contact = word()
    note = words()

    SPEC = frozenset({"condition"})
    FIXED = frozenset({"evaluated_after"})

    class Meta:
        constraints = versioned("rule")


class ContactPoint(TranslatedRow):
    contact = word()
    label_en, label_es, label_ar = in_three()
    phone = word(blank=True)
    email = models.CharField(max_length=254, blank=True)
    hours_en, hours_es, hours_ar = in_three()
    languages = ListField(blank=True)
    shown_to = ListField(blank=True)
    note = words()

    class Meta:
        constraints = versioned("contact")


class UsState(TranslatedRow):
    code = word()
    name_en, name_es, name_ar = in_three()
    kind = word()
    time_zone = word()
    age_of_majority = count()
    handover_age_default = count()
    note = words()

    class Meta:
        constraints = versioned("code")


class CountryZone(Row):
    country = models.CharField(max_length=2)
    time_zone = word()

    class Meta:
        constraints = versioned("country")


class Holiday(TranslatedRow):
    date = models.DateField()
    name_en, name_es, name_ar = in_three()

    class Meta:
        constraints = versioned("date")

"""Which records a case needs: by group and phase, by answers, by planned change."""

from django.db import models

from .base import ListField, Row, TranslatedRow, count, in_three, versioned, word, words


class ChecklistGroup(TranslatedRow):
    order = count()
    checklist_group = word()
    label_en, label_es, label_ar = in_three()
    iccc3 = word(blank=True)

    class Meta:
        constraints = versioned("checklist_group")


class RecordKind(TranslatedRow):
    order = count()
    item = word()
    category = word()
    label_en, label_es, label_ar = in_three()
    why_en, why_es, why_ar = in_three()
    check_for_en, check_for_es, check_for_ar = in_three()
    channel_default = word()
    channels = ListField(blank=True)
    file_types = words()
    usual_holder = word()
    quantity_en, quantity_es, quantity_ar = in_three()
    fresh_days = count(null=True, blank=True)
    return_to_owner = models.BooleanField(default=False)
    loinc = word(blank=True)
    fhir_resource = word(blank=True)

    class Meta:
        constraints = versioned("item")


class Checklist(Row):
    """One line: in this group and phase this item is required, asked for if it exists, or helpful."""

    checklist_group = word()
    phase = word()
    item = word()
    necessity = word()
    channel = word()
    usual_holder = word()
    fresh_days = count(null=True, blank=True)

    class Meta:
        constraints = versioned("checklist_group", "phase", "item")


class ChecklistTrigger(TranslatedRow):
    """An answer that raises items, adds them or says they do not exist."""

    field = word()
    value = word()
    only_if_sole_answer = models.BooleanField(default=False)
    items = ListField()
    set_to = word()
    why_en, why_es, why_ar = in_three()

    FIXED = frozenset({"only_if_sole_answer", "set_to"})

    class Meta:
        constraints = versioned("field", "value", "items")


class ChecklistChange(TranslatedRow):
    """What a planned step adds."""

    change_type = word()
    item = word()
    raise_to = word()
    only_if = words()
    why_en, why_es, why_ar = in_three()

    SPEC = frozenset({"only_if"})

    class Meta:
        constraints = versioned("change_type", "item")

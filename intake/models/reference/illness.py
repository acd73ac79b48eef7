"""Names of illnesses and the words families use for them."""

from django.db import models

from .base import ListField, Row, TranslatedRow, in_three, versioned, word


class Diagnosis(TranslatedRow):
    diagnosis = word()
    name_en, name_es, name_ar = in_three()
    checklist_group = word()
    icdo3_histology = word(blank=True)
    icdo3_behavior = word(blank=True)
    icdo3_site_typical = word(blank=True)
    icd10cm_typical = word(blank=True)
    iccc3_subgroup = word(blank=True)

    class Meta:
        constraints = versioned("diagnosis")


class FamilyWord(Row):
    term = word()
    lang = word()
    checklist_group = word()
    group_sure = models.BooleanField(default=False)
    diagnosis = word(blank=True)
    ambiguous = models.BooleanField(default=False)
    ask_next = word(blank=True)

    class Meta:
        constraints = versioned("term", "lang")


class FollowUp(TranslatedRow):
    """What to ask when a family's words may mean several diagnoses."""

    ask_next = word()
    text_en, text_es, text_ar = in_three()
    offer_diagnoses = ListField()

    class Meta:
        constraints = versioned("ask_next")

"""What the two forms ask, page by page, and the closed lists of answers."""

from django.db import models

from .base import ListField, TranslatedRow, count, in_three, versioned, word, words


class Question(TranslatedRow):
    order = count()
    code = word()
    step = word()
    page = word(blank=True)
    form = word()
    type = word()
    choices = word(blank=True)
    to_send = word(blank=True)
    to_send_physician = word(blank=True)
    required = word(blank=True)
    unknown_ok = models.BooleanField(default=False)
    show_if = words()
    validation = words()
    visible_to = ListField(blank=True)
    privacy = word()
    label_en, label_es, label_ar = in_three()
    hint_en, hint_es, hint_ar = in_three()

    SPEC = frozenset({"show_if", "validation"})

    class Meta:
        constraints = versioned("code")


class QuestionPage(TranslatedRow):
    order = count()
    page = word()
    title_en, title_es, title_ar = in_three()
    text_en, text_es, text_ar = in_three()
    purpose = words()

    class Meta:
        constraints = versioned("page")


class QuestionStep(TranslatedRow):
    order = count()
    step = word()
    title_en, title_es, title_ar = in_three()
    purpose = words()

    class Meta:
        constraints = versioned("step")


class Choice(TranslatedRow):
    list = word()
    value = word()
    order = count()
    label_en, label_es, label_ar = in_three()

    class Meta:
        constraints = versioned("list", "value")


class Reason(TranslatedRow):
    """Why a family asks."""

    reason = word()
    order = count()
    label_en, label_es, label_ar = in_three()
    help_en, help_es, help_ar = in_three()
    report_bucket = word(blank=True)
    items_stressed = ListField(blank=True)

    class Meta:
        constraints = versioned("reason")


class Timing(TranslatedRow):
    """Where in treatment the child is; picks the phase of the checklist."""

    timing = word()
    order = count()
    label_en, label_es, label_ar = in_three()
    checklist_phase = word()
    floor_priority = word()
    moment = word(blank=True)
    note_en, note_es, note_ar = in_three()

    class Meta:
        constraints = versioned("timing")

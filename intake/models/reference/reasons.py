"""Closed lists of reasons, and where else a family may turn."""

from .base import ListField, TranslatedRow, in_three, versioned, word, words


class RejectReason(TranslatedRow):
    """Why a record cannot be used, with the next step for whoever sent it."""

    reason = word()
    to_state = word()
    label_en, label_es, label_ar = in_three()
    next_step_en, next_step_es, next_step_ar = in_three()

    class Meta:
        constraints = versioned("reason")


class DeclineReason(TranslatedRow):
    reason = word()
    label_en, label_es, label_ar = in_three()
    alternatives = ListField(blank=True)
    who_may_use = ListField(blank=True)

    class Meta:
        constraints = versioned("reason")


class OtherReason(TranslatedRow):
    """Reasons for taking back, waiving and lowering priority."""

    used_for = word()
    reason = word()
    label_en, label_es, label_ar = in_three()

    class Meta:
        constraints = versioned("used_for", "reason")


class Alternative(TranslatedRow):
    alternative = word()
    label_en, label_es, label_ar = in_three()
    contact = words()
    source = words()

    class Meta:
        constraints = versioned("alternative")

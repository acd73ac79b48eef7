"""Longer words: notices, and texts that a named person must approve before live use."""

from django.conf import settings
from django.db import models

from intake.models.constraints import both_or_neither

from .base import TranslatedRow, in_three, versioned, word, words


class NoticeText(TranslatedRow):
    text_key = word()
    channel = word()
    subject_en, subject_es, subject_ar = in_three()
    body_en, body_es, body_ar = in_three()

    class Meta:
        constraints = versioned("text_key", "channel")


class Text(TranslatedRow):
    text_key = word()
    purpose = words()
    title_en, title_es, title_ar = in_three()
    body_en, body_es, body_ar = in_three()
    must_approve = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [*versioned("text_key"), both_or_neither("approved")]

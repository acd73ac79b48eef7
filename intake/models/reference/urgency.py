"""How fast a case must go, and how often we remind."""

from django.db import models

from .base import ListField, Row, TranslatedRow, count, in_three, versioned, word, words


class RedFlag(TranslatedRow):
    order = count()
    flag = word()
    label_en, label_es, label_ar = in_three()
    clinical_concern = words()
    seen_most_in = ListField(blank=True)
    action_en, action_es, action_ar = in_three()
    signoff = word(blank=True)

    class Meta:
        constraints = versioned("flag")


class PriorityRule(Row):
    rule = word()
    order = count()
    when = words()
    threshold = models.IntegerField(null=True, blank=True, help_text="The number of days or months in the condition.")
    priority = word()
    reason_en = words()
    signoff = word(blank=True)

    SPEC = frozenset({"when"})

    class Meta:
        constraints = versioned("rule")


class PriorityTarget(TranslatedRow):
    """Within how much time we promise to act."""

    priority = word()
    label_en, label_es, label_ar = in_three()
    fhir_request_priority = word()
    first_human_contact_en, first_human_contact_es, first_human_contact_ar = in_three()
    contact_hours = count(help_text="Working hours until a person calls.")
    triage_days = count(help_text="Business days until triage is done.")
    opinion_days = count(help_text="Business days from ready to the opinion.")
    signoff = word(blank=True)

    class Meta:
        constraints = versioned("priority")


class ReminderRule(Row):
    waiting_on = word()
    priority = word()
    first_after_business_days = count()
    then_every_business_days = count()
    max_reminders = count()
    escalate_after_business_days = count()
    escalate_to = words()
    stop_rule = words()

    SPEC = frozenset({"stop_rule"})

    class Meta:
        constraints = versioned("waiting_on", "priority")

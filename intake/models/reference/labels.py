"""The words families read for states, parties and roles."""

from .base import TranslatedRow, count, in_three, versioned, word, words


class CaseLabel(TranslatedRow):
    state = word()
    order = count()
    kind = word()
    family_label_en, family_label_es, family_label_ar = in_three()
    waiting_on = word(blank=True)

    class Meta:
        constraints = versioned("state")


class ItemLabel(TranslatedRow):
    state = word()
    order = count()
    kind = word()
    family_label_en, family_label_es, family_label_ar = in_three()
    waiting_on = word(blank=True)
    score = count(null=True, blank=True)

    class Meta:
        constraints = versioned("state")


class WaitingLabel(TranslatedRow):
    waiting_on = word()
    meaning = words()
    label_en, label_es, label_ar = in_three()
    derived_from = words()

    SPEC = frozenset({"derived_from"})

    class Meta:
        constraints = versioned("waiting_on")


class RoleLabel(TranslatedRow):
    role = word()
    label_en, label_es, label_ar = in_three()
    who = words()
    sees = words()
    room = word(blank=True)

    class Meta:
        constraints = versioned("role")

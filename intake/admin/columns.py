"""How the columns of reference tables look in the admin: three languages side by side, closed lists as boxes."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models

from intake.models.reference import Row, key
from intake.policies.routing import CHILD, PLACE
from intake.queries.reference import Snapshot
from intake.states import CaseStatus, Priority

LANGUAGES = ("en", "es", "ar")
NECESSITIES = ("required", "if exists", "helpful")
FILTERS = (
    *("form", "step", "page", "list", "category", "checklist_group", "phase", "necessity", "channel"),
    *("change_type", "used_for", "to_state", "waiting_on", "priority", "lang", "kind", "outcome", "must_approve"),
)
CLOSED: dict[str, Callable[[Snapshot], Iterable[str]]] = {
    "checklist_group": lambda now: now.checklist_groups,
    "phase": lambda now: sorted({row.checklist_phase for row in now.timings.values()}),
    "checklist_phase": lambda now: sorted({row.checklist_phase for row in now.timings.values()}),
    "item": lambda now: now.record_items,
    "change_type": lambda now: [row.value for row in now.choices.get("change_types", ())],
    "necessity": lambda now: NECESSITIES,
    "raise_to": lambda now: NECESSITIES[:2],
    "set_to": lambda now: (*NECESSITIES[:2], "not applicable"),
    "priority": lambda now: (*Priority.values, "any"),
    "floor_priority": lambda now: Priority.values,
    "asker": lambda now: ("*", "family", "physician"),
    "evaluated_after": lambda now: (PLACE, CHILD),
    "outcome": lambda now: ("accept_online", "international_office", "refer_elsewhere"),
    "contact": lambda now: now.contacts,
    "diagnosis": lambda now: now.diagnoses,
    "ask_next": lambda now: now.family_word_followups,
    "lang": lambda now: LANGUAGES,
    "form": lambda now: ("family", "physician", "both"),
    "step": lambda now: now.question_steps,
    "privacy": lambda now: ("personal", "health", "plain"),
    "state": lambda now: CaseStatus.values,
}


def closed(model: type[Row], column: str) -> Callable[[Snapshot], Iterable[str]] | None:
    """The values a column may hold, unless the column is what names the row."""
    return None if key(model) == (column,) else CLOSED.get(column)


def box(field: models.Field, values: Iterable[str]) -> forms.ChoiceField:
    pairs = [(value, value) for value in values]
    return forms.ChoiceField(
        choices=[("", "-"), *pairs] if field.blank else pairs, required=not field.blank, help_text=field.help_text
    )


def rows_of(model: type[Row]) -> list[str | tuple[str, ...]]:
    """The fields in order, the languages of one text in one row."""
    rows: list[str | tuple[str, ...]] = []
    for name in editable(model):
        if name.endswith("_en") and f"{name[:-3]}_es" in editable(model):
            rows.append(tuple(f"{name[:-3]}_{language}" for language in LANGUAGES))
        elif name[-3:] not in ("_es", "_ar"):
            rows.append(name)
    return rows


def editable(model: type[Row]) -> list[str]:
    return [field.name for field in model._meta.fields if field.editable and not field.primary_key]


def searched(model: type[Row]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.CharField | models.TextField)]


def listed(model: type[Row]) -> list[str]:
    """Key, first English text, and what most often changes."""
    names = editable(model)
    text = [name for name in names if name.endswith("_en")][:1]
    extra = [name for name in ("threshold", "necessity", "order", "must_approve") if name in names]
    return [*key(model), *(name for name in [*text, *extra] if name not in key(model)), "active", "since"]


def told(before: Any, after: Any, names: Iterable[str]) -> str:
    """What changed from one version to the next."""
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return "; ".join(f"{name} was “{_short(getattr(before, name))}”" for name in changed)


def _short(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"

"""The reference data as one frozen picture a version: read once, then held by the process."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any

from django.utils.translation import get_language

from intake.models.reference import TABLES, Revision, Row, key

IN_ORDER = {"checklist_triggers", "checklist_changes", "routing", "priority_rules", "family_words"}
GROUPED = {"choices": ("list",), "other_reasons": ("used_for",), "record_checklist": ("checklist_group", "phase")}
BOOKKEEPING = {"id", "edited_at", "edited_by"}
KEPT = 16  # versions in memory, 2 MB each

_pictures: dict[int, "Snapshot"] = {}
_lock = threading.Lock()
_mine = threading.local()


class Snapshot(SimpleNamespace):
    """All tables at one version. A table is a dict by its key, a dict of tuples by group, or a tuple in order."""

    version: int
    questions: Mapping[str, Any]
    question_pages: Mapping[str, Any]
    question_steps: Mapping[str, Any]
    choices: Mapping[str, tuple[Any, ...]]
    reasons: Mapping[str, Any]
    timings: Mapping[str, Any]
    checklist_groups: Mapping[str, Any]
    record_items: Mapping[str, Any]
    record_checklist: Mapping[tuple[str, str], tuple[Any, ...]]
    checklist_triggers: tuple[Any, ...]
    checklist_changes: tuple[Any, ...]
    case_states: Mapping[str, Any]
    item_states: Mapping[str, Any]
    waiting_on: Mapping[str, Any]
    roles: Mapping[str, Any]
    reject_reasons: Mapping[str, Any]
    decline_reasons: Mapping[str, Any]
    other_reasons: Mapping[str, tuple[Any, ...]]
    alternatives: Mapping[str, Any]
    contacts: Mapping[str, Any]
    routing: tuple[Any, ...]
    us_states: Mapping[str, Any]
    country_zones: Mapping[str, Any]
    holidays: Mapping[Any, Any]
    red_flags: Mapping[str, Any]
    priority_rules: tuple[Any, ...]
    priority_targets: Mapping[str, Any]
    chasing: Mapping[tuple[str, str], Any]
    diagnoses: Mapping[str, Any]
    family_words: tuple[Any, ...]
    family_word_followups: Mapping[str, Any]
    notice_texts: Mapping[tuple[str, str], Any]
    texts: Mapping[str, Any]


def refresh() -> Snapshot:
    """One statement: make the newest version this thread's current one."""
    newest = Revision.objects.order_by("-number").values_list("number", flat=True).first()
    _mine.current = at(newest or 0)
    return _mine.current


def forget() -> None:
    """Read it again only when it is asked for: a page that has not changed needs none of it."""
    _mine.current = None


def current() -> Snapshot:
    """What the last refresh of this thread found, so that one piece of work sees one version."""
    return getattr(_mine, "current", None) or refresh()


def at(version: int) -> Snapshot:
    """The tables exactly as they were at a version; a case keeps the one it is pinned to."""
    with _lock:
        picture = _pictures.pop(version, None) or _read(version)
        _pictures[version] = picture  # the one that was used last is the last to go
        while len(_pictures) > KEPT:
            del _pictures[next(iter(_pictures))]
        return picture


def text(row: Any, name: str, language: str | None = None) -> str:
    """The column in a language, the active one unless told; English where it has no words."""
    code = (language or get_language() or "en")[:2]
    return getattr(row, f"{name}_{code}", "") or getattr(row, f"{name}_en")


def language_of(row: Any, name: str, language: str | None = None) -> str:
    """In which language `text` answers, for the `lang` attribute of a fallback."""
    code = (language or get_language() or "en")[:2]
    return code if getattr(row, f"{name}_{code}", "") else "en"


def label(snapshot: Snapshot, choices: str, value: str) -> Any:
    """The row of a closed list that stands for a stored value, or None."""
    return next((row for row in snapshot.choices.get(choices, ()) if row.value == value), None)


def unapproved(snapshot: Snapshot) -> list[str]:
    """Texts that a named person must approve before live use, and nobody has."""
    return [code for code, row in snapshot.texts.items() if row.must_approve and row.approved_by_id is None]


def unsigned(snapshot: Snapshot) -> list[str]:
    """Clinical tables of which a row still waits for a clinician's name."""
    tables = {
        "red_flags": snapshot.red_flags.values(),
        "priority_rules": snapshot.priority_rules,
        "priority_targets": snapshot.priority_targets.values(),
    }
    return [name for name, rows in tables.items() if any(row.signoff == "needed" for row in rows)]


def versions(model: type[Row], **name: Any) -> Any:
    """Every version of one row, newest first."""
    return model._default_manager.filter(**name).select_related("edited_by").order_by("-since")


def arrange(name: str, rows: Iterable[Any]) -> Any:
    """Rows in the shape that a snapshot has them in."""
    if name == "routing":
        rows = sorted(rows, key=lambda row: row.rule)
    if name in IN_ORDER:
        return tuple(rows)
    if name in GROUPED:
        return _grouped(rows, GROUPED[name])
    return MappingProxyType({_name(row, key(TABLES[name])): row for row in rows})


def columns(model: type[Row]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]


def _read(version: int) -> Snapshot:
    return Snapshot(version=version, **{name: arrange(name, _rows(model, version)) for name, model in TABLES.items()})


def _rows(model: type[Row], version: int) -> list[Any]:
    """A newer version of a row stands where its oldest one stood."""
    found = model._default_manager.filter(since__lte=version).order_by("id").values_list(*columns(model), named=True)
    latest = {_name(row, key(model)): row for row in found}
    alive = [row for row in latest.values() if row.until is None or row.until > version]
    return sorted(alive, key=lambda row: row.order) if "order" in columns(model) else alive


def _grouped(rows: Iterable[Any], names: tuple[str, ...]) -> Mapping[Any, tuple[Any, ...]]:
    groups = defaultdict(list)
    for row in rows:
        groups[_name(row, names)].append(row)
    return MappingProxyType({name: tuple(group) for name, group in groups.items()})


def _name(row: Any, columns: tuple[str, ...]) -> Any:
    return getattr(row, columns[0]) if len(columns) == 1 else tuple(getattr(row, column) for column in columns)

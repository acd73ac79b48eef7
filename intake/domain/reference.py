"""The only writer of reference data: a change closes the old row and opens a new one at a new revision."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from intake.models import Service, User
from intake.models.reference import TABLES, Revision, Row, Text, key

from .errors import Stale

DATA = Path(__file__).parent.parent / "data"
BOOKKEEPING = {"id", "since", "until", "edited_at", "edited_by"}
APPROVAL = {"approved_at", "approved_by"}


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Bring in the shipped tables: new rows and newer texts, never over a row that a person edited or retired."""
    counts = {"added": 0, "renewed": 0, "kept": 0, "services": _load_services()}
    _one_at_a_time()
    news = {model: _news(model, read(name), counts) for name, model in TABLES.items()}
    if any(fresh for fresh, _ in news.values()):
        revision = Revision.objects.create(at=now, why="Shipped tables")
        for model, (fresh, stale) in news.items():
            model._default_manager.filter(pk__in=stale).update(until=revision.number)
            model._default_manager.bulk_create([model(since=revision.number, **values) for values in fresh])
    return counts


@transaction.atomic
def change(row: Row, values: Mapping[str, Any], *, by: User, now: datetime, why: str = "") -> Row:
    """A new version of a row. Words that were approved lose the approval when they change."""
    model, revision = type(row), _revise(by=by, now=now, why=why)
    closed = model._default_manager.select_for_update().filter(pk=row.pk, until=None).update(until=revision.number)
    if not closed:
        raise Stale("Someone else changed this row. Open it again.")
    kept = content(row)
    if APPROVAL & kept.keys() and not APPROVAL & values.keys():
        kept |= dict.fromkeys(APPROVAL)
    return _open(model, {**kept, **values}, revision, by=by, now=now)


@transaction.atomic
def add(model: type[Row], values: Mapping[str, Any], *, by: User, now: datetime) -> Row:
    return _open(model, values, _revise(by=by, now=now), by=by, now=now)


@transaction.atomic
def retire(row: Row, *, by: User, now: datetime) -> None:
    """The row ends. Cases pinned to an older version still have it, and no later load brings it back."""
    revision = _revise(by=by, now=now)
    type(row)._default_manager.filter(pk=row.pk, until=None).update(until=revision.number, edited_at=now, edited_by=by)


def approve(text: Text, *, by: User, now: datetime) -> Row:
    return change(text, {"approved_at": now, "approved_by": by}, by=by, now=now, why="Approved")


def content(row: Row) -> dict[str, Any]:
    """What a row says, without its versions and editors."""
    return {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in BOOKKEEPING
    }


def read(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def typed(model: type[Row], column: str, cell: str) -> Any:
    """What a cell of a table means in its column."""
    field = {field.name: field for field in model._meta.fields}[column]
    if isinstance(field, models.BooleanField):
        return cell == "yes"
    return None if cell == "" and field.null else field.to_python(cell)


def _revise(*, by: User, now: datetime, why: str = "") -> Revision:
    _one_at_a_time()
    return Revision.objects.create(at=now, by=by, why=why)


def _one_at_a_time() -> None:
    # Numbers must be committed in their order, else a refresh could see a version before all its rows.
    list(Revision.objects.order_by("number").select_for_update()[:1])


def _open(model: type[Row], values: Mapping[str, Any], revision: Revision, *, by: User, now: datetime) -> Row:
    return model._default_manager.create(**values, since=revision.number, edited_at=now, edited_by=by)


def _news(
    model: type[Row], lines: Iterable[Mapping[str, str]], counts: dict[str, int]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Values to write anew, and the keys of the rows they replace."""
    name = key(model)
    known = {tuple(getattr(row, column) for column in name): row for row in model._default_manager.order_by("since")}
    fresh, stale = [], []
    for line in lines:
        values = {column: typed(model, column, cell) for column, cell in line.items()}
        row = known.get(tuple(values[column] for column in name))
        if row is None:
            counts["added"] += 1
        elif row.until or row.edited_at or all(getattr(row, column) == value for column, value in values.items()):
            counts["kept"] += 1
            continue
        else:
            counts["renewed"] += 1
            stale.append(row.pk)
        fresh.append(values)
    return fresh, stale


def _load_services() -> int:
    known = set(Service.objects.values_list("code", flat=True))
    fresh = [
        Service(
            code=line["service"],
            groups=line["groups"],
            is_default=line["is_default"] == "yes",
            **{column: line[column] for column in ("name_en", "name_es", "name_ar")},
        )
        for line in read("services")
        if line["service"] not in known
    ]
    return len(Service.objects.bulk_create(fresh))

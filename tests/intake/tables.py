"""The shipped tables as a snapshot, made from the files alone: rules are tested without a database."""

import json
from collections import namedtuple
from datetime import date
from functools import cache

from intake.domain import reference as domain
from intake.models.reference import TABLES
from intake.policies import conditions
from intake.queries import reference
from intake.queries.reference import Snapshot

TODAY = date(2026, 11, 24)  # a Tuesday; Thursday is a holiday


@cache
def snapshot():
    return Snapshot(version=1, **{name: reference.arrange(name, rows(name)) for name in TABLES})


@cache
def rows(name):
    model = TABLES[name]
    columns = reference.columns(model)
    blank = {column: getattr(model(since=1), column) for column in columns}
    shape = namedtuple("Row", columns)
    return [
        shape(**(blank | {column: domain.typed(model, column, cell) for column, cell in line.items()}))
        for line in domain.read(name)
    ]


def changed(name, row, **values):
    """The shipped tables, but one row is different."""
    fresh = [row._replace(**values) if old is row else old for old in rows(name)]
    return Snapshot(**(vars(snapshot()) | {name: reference.arrange(name, fresh)}))


def row(name, **values):
    return next(row for row in rows(name) if all(getattr(row, column) == value for column, value in values.items()))


def facts(today=TODAY, **answers):
    """Facts as the rules get them; what is not about an answer goes to `conditions.complete`."""
    extra = {name: answers.pop(name) for name in ("state", "submitted_on", "ended_on") if name in answers}
    return conditions.complete(snapshot(), answers, today=today, **extra)


@cache
def demo_cases():
    return json.loads((domain.DATA / "demo_cases.json").read_text(encoding="utf-8"))["cases"]

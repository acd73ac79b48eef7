"""Keyset pages: rows in an order, and sealed cursors that go on from a row, both ways. No OFFSET anywhere."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from django.db.models import BooleanField, F, Func, OrderBy, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from intake.sealing import seal_for_site, unseal_for_site

SIZE = 50
LAST = "last"  # the token of the last page


class Key(NamedTuple):
    """One column of an order: never null, always rising. `read` turns its text in a cursor into a value again."""

    column: Any  # a name or an expression
    read: Any


class Order(NamedTuple):
    name: str
    keys: tuple[Key, ...]  # together they name one row


class Page(NamedTuple):
    rows: list[Any]
    prev: str  # tokens of the neighbors, empty at either end
    next: str
    lost: bool  # the token was none of ours: this is the first page instead


class _At(NamedTuple):
    """Where a page begins: after this row or, going back, before it; None at the ends."""

    back: bool
    values: list[Any] | None


class _Together(Func):
    """Columns compared as one: PostgreSQL walks an index of them from there."""

    function = "ROW"
    output_field = BooleanField()  # any: a row has no type of its own


def page(
    arms: list[QuerySet], rows: QuerySet, columns: Iterable[str], order: Order, token: str = "", *, size: int = SIZE
) -> Page:
    """The page at a token, in one statement: named tuples of these columns.

    `arms` are disjoint sets of rows, each of them the prefix of an index, and they alone decide which rows there are;
    `rows` only says what is read of them.
    """
    at = _opened(order, token)
    lost, at = at is None, at or _At(False, None)
    read = _read(arms, rows.annotate(**_columns(order)), order, at, size)
    found = list(read.values_list(*columns, *_names(order), named=True))
    more, found = len(found) > size, found[:size]
    if at.back:
        found.reverse()
    before, after = (more, at.values is not None) if at.back else (at.values is not None, more)
    return Page(
        found,
        _token(order, found[0], back=True) if before and found else "",
        _token(order, found[-1], back=False) if after and found else "",
        lost,
    )


def _read(arms, rows, order, at, size):
    """Two steps in one statement: the keys of the page out of an index alone, then the rows themselves."""
    cut = [_cut(arm, order, at, size).values("pk") for arm in arms]
    keys = cut[0] if len(cut) == 1 else cut[0].union(*cut[1:], all=True)
    return _sorted(rows.filter(pk__in=keys), order, at)[: size + 1]


def _cut(arm, order, at, size):
    marked = _sorted(arm.annotate(**_columns(order)), order, at)
    if at.values is not None:
        here = _Together(*_names(order)), _Together(*(Value(value) for value in at.values))
        marked = marked.filter(LessThan(*here) if at.back else GreaterThan(*here))
    return marked[: size + 1]


def _sorted(rows, order, at):
    return rows.order_by(*(OrderBy(F(name), descending=at.back) for name in _names(order)))


def _columns(order):
    return {
        name: F(key.column) if isinstance(key.column, str) else key.column
        for name, key in zip(_names(order), order.keys, strict=True)
    }


def _names(order):
    return [f"key{place}" for place in range(len(order.keys))]


def _token(order, row, *, back):
    """Sealed, because an order may go by a name, and no name stands in an address."""
    values = [str(getattr(row, name)) for name in _names(order)]
    return seal_for_site(json.dumps([back, *values]), f"page|{order.name}")


def _opened(order, token):
    """-> where the page begins, or None if this token was not made here for this order"""
    if token in ("", LAST):
        return _At(token == LAST, None)
    try:
        back, *texts = json.loads(unseal_for_site(token, f"page|{order.name}"))
        return _At(back, [key.read(text) for key, text in zip(order.keys, texts, strict=True)])
    except (InvalidTag, KeyError, ValueError):
        return None

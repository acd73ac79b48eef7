"""Keyset pages: both ways, through ties, over what comes and goes, and with tokens of others."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake import paging
from intake.models.reference import Holiday
from intake.paging import LAST, Key, Order

TIES = Order("ties", (Key("name_en", str), Key("pk", int)))
DAYS = Order("days", (Key("date", date.fromisoformat), Key("pk", int)))


@pytest.fixture
def rows(db):
    """Eleven days of three names; the names tie on purpose."""
    days = [date(2031, 5, place) for place in range(1, 12)]
    Holiday.objects.bulk_create(
        Holiday(since=1, until=2 + place, date=day, name_en="abc"[place % 3] * 3) for place, day in enumerate(days)
    )
    return Holiday.objects.filter(date__year=2031)


def page(rows, order, token="", size=4, arms=None):
    return paging.page(arms or [rows], Holiday.objects.all(), ("pk", "date", "name_en"), order, token, size=size)


def walk(rows, order, way, token="", **options):
    """Every page from a token in one direction."""
    pages = [page(rows, order, token, **options)]
    while token := getattr(pages[-1], way):
        pages.append(page(rows, order, token, **options))
    return pages


def keys(pages):
    return [row.pk for each in pages for row in each.rows]


@pytest.mark.parametrize("order", [TIES, DAYS])
@pytest.mark.parametrize("size", [1, 2, 4, 10, 11, 12])
def test_forward_gives_every_row_once_in_order(rows, order, size):
    names = [key.column for key in order.keys]

    assert keys(walk(rows, order, "next", size=size)) == list(rows.order_by(*names).values_list("pk", flat=True))


@pytest.mark.parametrize("order", [TIES, DAYS])
@pytest.mark.parametrize("size", [1, 2, 4, 10, 11, 12])
def test_backward_from_the_end_gives_every_row_once(rows, order, size):
    pages = walk(rows, order, "prev", LAST, size=size)

    assert keys(reversed(pages)) == keys(walk(rows, order, "next", size=size))


def test_the_page_before_the_second_is_the_first(rows):
    first, second, *_ = walk(rows, TIES, "next")

    assert page(rows, TIES, second.prev).rows == first.rows
    assert (first.prev, page(rows, TIES, second.prev).prev) == ("", "")


def test_there_is_nothing_after_the_last_page(rows):
    assert page(rows, TIES, LAST).next == ""
    assert walk(rows, TIES, "next")[-1].next == ""


def test_a_row_that_goes_or_comes_moves_no_other_row(rows):
    first = page(rows, DAYS)
    rows.filter(pk=first.rows[-1].pk).delete()
    Holiday.objects.create(since=1, until=99, date=date(2031, 4, 30), name_en="new")

    assert page(rows, DAYS, first.next).rows[0].date == date(2031, 5, 5)


def test_several_arms_are_one_list(rows):
    arms = [rows.filter(name_en="aaa"), rows.filter(name_en="bbb"), rows.filter(name_en="ccc")]

    assert keys(walk(rows, DAYS, "next", arms=arms)) == keys(walk(rows, DAYS, "next"))
    assert keys(walk(rows, DAYS, "prev", LAST, arms=arms)) == keys(walk(rows, DAYS, "prev", LAST))


def test_nothing_to_page_through(rows):
    assert page(rows.none(), DAYS) == paging.Page([], "", "", False)


@pytest.mark.parametrize("token", ["x", "k.x", "\0", "last ", "0" * 500, "é", ".", "..", "null"])
def test_a_token_of_nobody_is_the_first_page_and_says_so(rows, token):
    lost = page(rows, DAYS, token)

    assert (lost.rows, lost.lost) == (page(rows, DAYS).rows, True)


def test_a_changed_token_is_lost(rows):
    token = page(rows, DAYS).next
    for place in (3, len(token) // 2, -2):
        letter = "A" if token[place] != "A" else "B"
        changed = token[:place] + letter + token[place + 1 or len(token) :]
        assert page(rows, DAYS, changed).lost


def test_a_token_of_another_order_is_lost(rows):
    assert page(rows, TIES, page(rows, DAYS).next).lost
    assert not page(rows, DAYS, page(rows, DAYS).next).lost


def test_no_name_stands_in_a_token(rows):
    rows.update(name_en="Kanariengelb")

    token = page(rows, TIES).next

    assert token
    assert "Kanari" not in token
    assert token.isascii()


def test_a_page_is_one_statement_without_offset(rows):
    token = page(rows, TIES).next
    with CaptureQueriesContext(connection) as caught:
        page(rows, TIES, token)

    assert len(caught) == 1
    assert "OFFSET" not in caught[0]["sql"]

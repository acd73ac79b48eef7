from datetime import date

from intake.facts import UNKNOWN
from intake.policies.conditions import reading


def test_not_knowing_is_an_answer_but_no_knowledge():
    facts = {"told": "x", "unknown": UNKNOWN, "listed": "unknown", "boxes": ("unknown",), "empty": "", "none": ()}

    assert [code for code in facts if reading.filled(facts, code)] == ["told", "unknown", "listed", "boxes"]
    assert [code for code in facts if reading.known(facts, code)] == ["told"]
    assert [code for code in facts if reading.unknown(facts, code)] == ["unknown", "listed", "boxes"]


def test_one_answer_and_several_are_read_alike():
    assert reading.values({"x": "a"}, "x") == ("a",)
    assert reading.values({"x": ["a", "b"]}, "x") == ("a", "b")
    assert reading.values({"x": UNKNOWN}, "x") == ("unknown",)
    assert reading.values({}, "x") == ()


def test_a_missing_answer_makes_every_test_false():
    assert not reading.has({}, "x", "a")
    assert not reading.lacks({}, "x", "a")
    assert reading.lacks({"x": "b"}, "x", "a")
    assert reading.lacks({"x": UNKNOWN}, "x", "a")
    assert not reading.lacks({"x": ("b", "a")}, "x", "a")


def test_a_day_is_a_date_or_nothing():
    assert reading.day({"x": "2026-11-24"}, "x") == date(2026, 11, 24)
    assert [reading.day({"x": value}, "x") for value in (UNKNOWN, "", "soon", "2026-02-30")] == [None] * 4
    assert reading.day({}, "x") is None

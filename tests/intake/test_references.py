import pytest
from hypothesis import given
from hypothesis import strategies as some

from intake import references

SYMBOLS = some.text(references.ALPHABET, min_size=8, max_size=8)


@given(SYMBOLS)
def test_a_reference_reads_back_as_people_write_it(drawn):
    reference = references.shown(drawn + references.check(drawn))

    typed = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert references.clean(typed) == reference


@given(SYMBOLS, some.integers(0, 8), some.sampled_from(references.ALPHABET))
def test_one_wrong_symbol_is_noticed(drawn, place, wrong):
    whole = drawn + references.check(drawn)
    slipped = whole[:place] + wrong + whole[place + 1 :]

    assert references.clean(slipped) == (references.shown(whole) if slipped == whole else "")


@given(SYMBOLS, some.integers(0, 7))
def test_two_swapped_neighbors_are_noticed(drawn, place):
    whole = drawn + references.check(drawn)
    a, b = whole[place], whole[place + 1]
    swapped = whole[:place] + b + a + whole[place + 2 :]

    # The first and the last symbol of the alphabet are the one pair that the rule does not tell apart.
    if a != b and {a, b} != {"0", "Z"}:
        assert references.clean(swapped) == ""


@pytest.mark.parametrize("typed", ["", "SO-", "SO-7F3K-2QXM", "hello", "SO-7F3K-2QXM-44", "\x00", "é" * 9])
def test_what_cannot_be_one_is_empty(typed):
    assert references.clean(typed) == ""


def test_references_are_drawn_apart():
    assert len({references.new() for _ in range(1000)}) == 1000

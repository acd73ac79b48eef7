import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import fields

TODAY = datetime.date(2026, 3, 1)
BORN = fields.PartDate(
    label="Date of birth",
    latest=TODAY,
    asks={"object": "your child's date of birth", "late": "Date of birth must be in the past"},
)


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages, caught.value.error_list[0].code


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        (["2", "29", "2016"], "2016-02-29"),
        (["4", "27", "2016"], "2016-04-27"),
        (["04", "07", "2016"], "2016-04-07"),
        (["٤", "٢٧", "٢٠١٦"], "2016-04-27"),
        (["April", "27", "2016"], "2016-04-27"),
        (["apr.", "27", "2016"], "2016-04-27"),
        (["SEPTIEMBRE", "1", "2016"], "2016-09-01"),
        (["ene", "1", "2016"], "2016-01-01"),
        (["أبريل", "27", "2016"], "2016-04-27"),
        (["ابريل", "27", "2016"], "2016-04-27"),
        (["كانون الثاني", "5", "2016"], "2016-01-05"),
        ([" 4 ", "27\u200b", "\u202a2016"], "2016-04-27"),
        (["1", "1", "1900"], "1900-01-01"),
        (["3", "1", "2026"], "2026-03-01"),
    ],
)
def test_a_date_is_read_kindly(typed, iso):
    assert BORN.clean(typed) == iso


@pytest.mark.parametrize(
    ("typed", "message", "code"),
    [
        (["", "", ""], "Enter your child's date of birth", "required"),
        ([], "Enter your child's date of birth", "required"),
        (["2", "30", "2016"], "Date of birth must be a real date", "unreal"),
        (["13", "27", "2016"], "Date of birth must be a real date", "bad_month"),
        (["27", "4", "2016"], "Date of birth must be a real date", "bad_month"),
        (["Aprilis", "4", "2016"], "Date of birth must be a real date", "bad_month"),
        (["4", "x", "2016"], "Date of birth must be a real date", "bad_day"),
        (["4", "0", "2016"], "Date of birth must be a real date", "unreal"),
        (["4", "27", "16"], "Date of birth must have a year with 4 numbers, like 2016", "bad_year"),
        (["4", "27", "10000"], "Date of birth must have a year with 4 numbers, like 2016", "bad_year"),
        (["4", "27", "201x"], "Date of birth must have a year with 4 numbers, like 2016", "bad_year"),
        (["3", "2", "2026"], "Date of birth must be in the past", "late"),
        (["1", "1", "9999"], "Date of birth must be in the past", "late"),
        (["1", "1", "0001"], "Date of birth must be on or after Jan. 1, 1900", "early"),
        (["12", "31", "1899"], "Date of birth must be on or after Jan. 1, 1900", "early"),
        (["", "27", "2016"], "Date of birth must include a month", "missing_month"),
        (["4", "", "2016"], "Date of birth must include a day", "missing_day"),
        (["4", "27", ""], "Date of birth must include a year", "missing_year"),
        (["", "", "2016"], "Date of birth must include a month and day", "missing_month_day"),
        (["", "27", ""], "Date of birth must include a month and year", "missing_month_year"),
        (["4", "", ""], "Date of birth must include a day and year", "missing_day_year"),
        (["4", "27", "2016\x00"], "Date of birth has letters that we cannot read. Type it again", "broken"),
        (["4" * 1_000_000, "27", "2016"], "Date of birth must be a real date", "bad_month"),
        (["4", "9" * 11, "2016"], "Date of birth must be a real date", "bad_day"),
    ],
)
def test_a_wrong_date_says_which_part_is_wrong(typed, message, code):
    assert refused(BORN, typed) == ([message], code)


def test_a_far_year_is_refused_where_no_bound_was_given():
    field = fields.PartDate(label="The date")

    assert refused(field, ["1", "1", "9999"])[1] == "late"
    assert refused(field, ["1", "1", "0001"])[1] == "early"


def test_the_day_may_be_left_out_where_the_month_is_enough():
    field = fields.PartDate(label="Start", earliest=datetime.date(2016, 4, 27), latest=TODAY, day_optional=True)

    assert field.clean(["4", "", "2016"]) == "2016-04"
    assert field.clean(["4", "27", "2016"]) == "2016-04-27"
    assert refused(field, ["4", "26", "2016"])[1] == "early"
    assert refused(field, ["", "27", "2016"])[1] == "missing_month"


def test_a_month_is_a_month_and_a_year():
    field = fields.Month(label="When did it start?", latest=TODAY, asks={"noun": "The start"})

    assert field.clean(["April", "2016"]) == "2016-04"
    assert refused(field, ["4", ""]) == (["The start must include a year"], "missing_year")
    assert refused(field, ["14", "2016"]) == (["The start must be a real month and year"], "bad_month")
    assert refused(field, ["4", "2026"])[1] == "late"


def test_an_answer_comes_back_in_its_parts():
    assert BORN.widget.decompress("2016-04-07") == ["4", "7", "2016"]
    assert BORN.widget.decompress("2016-04") == ["4", "", "2016"]
    assert BORN.widget.decompress(None) == ["", "", ""]


@given(st.lists(st.text(max_size=12), max_size=4))
def test_any_three_parts_are_taken_or_refused_in_words(parts):
    try:
        iso = BORN.clean(parts)
    except ValidationError as error:
        assert all(error.messages)
    else:
        assert datetime.date(1900, 1, 1) <= datetime.date.fromisoformat(iso) <= TODAY

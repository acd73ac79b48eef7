import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import fields

NAME = fields.Name(label="Child's first name", asks={"object": "your child's first name"})
LAST = fields.Name(label="Child's last name", required=False)
LINE = fields.Line(label="Name of the plan", max_length=160)
TEXT = fields.Paragraph(label="What did you notice first?", max_length=2000, required=False)


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "محمد",
        "小龍",
        "О",
        "O'Neil",
        "D\u2019Angelo-Ruiz",
        "Null",
        "None",
        "undefined",
        "Test",
        "👩\u200d👦",
        "می\u200cخواهم",
        "{{7*7}}",
        "${7*7}",
        "%(x)s",
        "' OR 1=1--",
        '"; DROP TABLE intake_user',
        "<script>alert(1)</script>",
        "<img onerror=1>",
        "=cmd|' /C calc'!A0",
        "x" * 200,
    ],
)
def test_a_name_is_kept_as_it_was_typed(name):
    assert NAME.clean(name) == name


def test_combining_marks_become_one_letter():
    assert NAME.clean("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   Ruiz ", "Ana Ruiz"),
        ("Ana\r\nRuiz", "Ana Ruiz"),
        ("Ana\tRuiz", "Ana Ruiz"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066Ana\u2069", "Ana"),
        ("A\u200bna\ufeff", "Ana"),
        ("A\u00adna\x1b", "Ana"),
        ("Ana\u3000Ruiz", "Ana Ruiz"),
    ],
)
def test_spaces_and_what_nobody_sees_are_tidied(typed, kept):
    assert NAME.clean(typed) == kept


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u200b \u200d", "\u3164", "\u2800", "\u0301"])
def test_a_name_that_nobody_can_see_is_no_name(unseen):
    assert refused(NAME, unseen) == ["Enter your child's first name"]
    assert refused(LAST, unseen) == ["Enter a name, or leave this empty"]


@pytest.mark.parametrize("empty", ["", None, "   ", "\r\n"])
def test_an_optional_name_may_be_empty(empty):
    assert LAST.clean(empty) == ""


@pytest.mark.parametrize("lost", ["\x00", "\ufffd" * 3, "\ud83d", "Ana\x00Ruiz"])
@pytest.mark.parametrize("field", [NAME, LAST, LINE, TEXT])
def test_letters_lost_on_the_way_are_an_error_at_the_field(field, lost):
    [message] = refused(field, lost)

    assert message.endswith("has letters that we cannot read. Type it again")


def test_a_name_of_201_letters_is_too_long():
    assert refused(NAME, "x" * 201) == ["Child's first name must be 200 characters or less"]


@pytest.mark.parametrize("field", [NAME, LINE, TEXT])
@pytest.mark.parametrize("megabyte", ["x" * 1_000_000, "\u0301\u0316" * 500_000])
def test_a_megabyte_is_an_error_at_the_field(field, megabyte):
    [message] = refused(field, megabyte)

    assert "characters or less" in message


def test_the_length_counts_what_is_kept():
    assert LINE.clean("  " + "x" * 160 + "\u200b ") == "x" * 160


def test_several_lines_stay_several_lines():
    assert TEXT.clean(" a  b \r\n\r\nc\u202e\n") == "a b\n\nc"


def test_the_question_is_named_where_it_has_no_words_of_its_own():
    assert refused(fields.Name(label="Middle name"), "") == ["Enter “Middle name”"]
    assert refused(fields.Line(label="Why now?"), "") == ["Answer the question “Why now?”"]


def test_a_questions_own_sentence_wins():
    field = fields.Line(label="Why now?", asks={"required": "Tell us why"})

    assert refused(field, "") == ["Tell us why"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("123456", "123456"), (" 123-456 ", "123456"), ("١٢٣ ٤٥٦", "123456"), ("", None), ("12345", None)],
)
def test_a_code_is_its_digits(typed, code):
    field = fields.Code(label="Code", length=6)

    if code:
        assert field.clean(typed) == code
    else:
        refused(field, typed)


def test_the_last_digit_of_an_npi_proves_the_others():
    field = fields.Npi(label="NPI number", required=False)

    assert field.clean("1234567893") == "1234567893"
    assert refused(field, "1234567890") == ["Check the NPI number. One of its numbers is wrong"]
    assert refused(field, "123456789") == ["Enter the NPI number with 10 numbers"]


def test_a_password_is_taken_to_the_letter():
    field = fields.Password(label="Password")

    assert field.clean("  cafe\u0301 \u200b") == "  cafe\u0301 \u200b"
    assert refused(field, "a\x00b") == ["Password has letters that we cannot read. Type it again"]


def test_what_a_machine_wrote_into_the_trap_comes_out():
    assert fields.Trap().clean("buy") == "buy"
    assert fields.Trap().clean(None) == ""


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused_in_words(text):
    for field in (NAME, LAST, LINE, TEXT):
        try:
            kept = field.clean(text)
        except ValidationError as error:
            assert all(error.messages)
        else:
            assert kept == unicodedata.normalize("NFC", kept) == field.clean(kept)

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import fields

EMAIL = fields.Email(label="Email")
PHONE = fields.Phone(label="Phone number")
EITHER = fields.TelOrEmail(label="Direct phone or email")
LONG = "@" + "d" * 63 + "." + "e" * 63 + "." + "f" * 57 + ".org"


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@example.org", "ana@example.org"),
        (" ana@Example.ORG ", "ana@example.org"),
        ("o'neil@x.org", "o'neil@x.org"),
        ("eltern@bücher.example", "eltern@xn--bcher-kva.example"),
        ("a\u200bna@example.org", "ana@example.org"),
        ("a" * 64 + LONG, "a" * 64 + LONG),
    ],
)
def test_an_address_is_kept_in_the_form_that_mail_can_use(typed, kept):
    assert EMAIL.clean(typed) == kept


def test_the_longest_address_has_254_letters():
    assert len("a" * 64 + LONG) == 254
    assert refused(EMAIL, "a" * 64 + "@x" + LONG[1:]) == ["Email address must be 254 characters or less"]


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "ana@",
        "@example.org",
        "ana@example",
        "a b@example.org",
        '"a b"@example.org',
        "ana@[127.0.0.1]",
        "ana@example.org\r\nBcc: x@example.org",
        "ana@example.org\nx",
        "b" * 65 + "@example.org",
        "ana@" + "x" * 64 + ".org",
        "ana@xn--.example\u2024.org",
        "ana@exa\ud800mple.org",
    ],
)
def test_what_is_no_address_is_refused(typed):
    [message] = refused(EMAIL, typed)

    assert "name@example.com" in message or "cannot read" in message


def test_300_letters_before_the_at_are_an_error_at_the_field():
    assert refused(EMAIL, "a" * 300 + "@example.org") == ["Email address must be 254 characters or less"]


def test_special_letters_before_the_at_are_refused_with_advice():
    assert refused(EMAIL, "élodie@example.org") == [
        "We cannot write to an email address with special letters before the @. "
        "Enter another one, like name@example.com"
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+49 (0)30 123-45", "+493012345"),
        ("202 555 0142", "+12025550142"),
        ("(202) 555.0142 x12", "+12025550142"),
        ("2025550142 ext. 9", "+12025550142"),
        ("٢٠٢ ٥٥٥ ٠١٤٢", "+12025550142"),
        ("+966 11 555 0142", "+966115550142"),
        ("202\u2011555\u20110142", "+12025550142"),
    ],
)
def test_a_phone_number_is_kept_as_typed_and_known_to_machines(typed, number):
    assert PHONE.clean(typed) == typed
    assert fields.e164(typed) == number


@pytest.mark.parametrize("typed", ["call me", "555-0142", "202-555-CALL", "+1", "+", "1" * 17, "2025550142; DROP"])
def test_letters_and_numbers_without_area_code_are_refused(typed):
    assert refused(PHONE, typed) == ["Enter a phone number with area code, like 202 555 0142"]


def test_a_number_of_another_country_needs_no_plus_there():
    assert fields.Phone(label="Phone", region="MX").clean("55 1234 5678") == "55 1234 5678"
    assert fields.e164("55 1234 5678", "MX") == "+525512345678"
    assert fields.e164("not a number", "MX") == ""


def test_without_a_country_any_number_of_phone_length_is_taken():
    field = fields.Phone(label="Phone", region="")

    assert field.clean("030 123456") == "030 123456"
    refused(field, "+1 555")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("202 555 0142", "202 555 0142"),
        ("ana@example.org", "ana@example.org"),
        ("202 555 0142; ana@example.org", "202 555 0142;ana@example.org"),
    ],
)
def test_a_phone_number_or_an_address_or_both(typed, kept):
    assert EITHER.clean(typed) == kept


@pytest.mark.parametrize("typed", ["ana", ";", "a@b.org;c@d.org;e@f.org", "202 555 0142, ana@example.org"])
def test_neither_number_nor_address_is_refused(typed):
    [message] = refused(EITHER, typed)

    assert message.startswith("Enter a phone number with area code or an email address")


@given(st.text(max_size=80))
def test_any_text_is_taken_or_refused_in_words(text):
    for field in (EMAIL, PHONE, EITHER):
        try:
            kept = field.clean(text)
        except ValidationError as error:
            assert all(error.messages)
        else:
            assert "\n" not in kept
            assert "\r" not in kept

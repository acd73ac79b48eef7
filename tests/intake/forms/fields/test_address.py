import pytest
from django.core.exceptions import ValidationError

from intake.forms import fields

ADDRESS = fields.Address(label="Where does your child live?", required=False)
GIVEN = {
    "line1": "12 Main St",
    "line2": "",
    "city": "Philadelphia",
    "region": "PA",
    "postal": "19104",
    "country": "US",
}


def refused(field, **values):
    with pytest.raises(ValidationError) as caught:
        field.clean([(GIVEN | values)[part] for part in field.parts])
    return [(error.code, error.messages[0]) for error in caught.value.error_list]


def test_an_address_is_its_six_parts():
    assert ADDRESS.clean(list(GIVEN.values())) == GIVEN


def test_the_country_alone_is_no_address():
    assert ADDRESS.clean(["", "", "", "", "", "US"]) == {}
    assert ADDRESS.clean(None) == {}


@pytest.mark.parametrize(
    ("country", "code"),
    [("US", "19104"), ("US", "19104-1234"), ("US", "١٩١٠٤"), ("CA", "k1a 0b1"), ("GB", "SW1A 1AA"), ("", "19104")],
)
def test_a_postal_code_goes_by_the_country(country, code):
    found = ADDRESS.clean(list((GIVEN | {"country": country, "postal": code}).values()))

    assert found["postal"] == code.translate(str.maketrans("١٩٠٤", "1904"))


@pytest.mark.parametrize(
    ("country", "code", "message"),
    [
        ("US", "1910", "Enter a ZIP code with 5 numbers, like 19104"),
        ("US", "SW1A 1AA", "Enter a ZIP code with 5 numbers, like 19104"),
        ("CA", "19104", "Enter a postal code like K1A 0B1"),
        ("GB", "<b>", "Enter a postal code with letters and numbers only"),
    ],
)
def test_a_wrong_postal_code_is_an_error_of_that_part(country, code, message):
    assert refused(ADDRESS, country=country, postal=code) == [("postal", message)]


def test_each_missing_part_is_named():
    field = fields.Address(label="Address")

    assert refused(field, line1="", city="") == [
        ("line1", "Enter the street and house number"),
        ("city", "Enter the town or city"),
    ]


def test_lost_letters_are_an_error_of_their_part():
    [(part, message)] = refused(ADDRESS, city="\ufffd")

    assert part == "city"
    assert "letters that we cannot read" in message


def test_a_required_address_must_be_given():
    with pytest.raises(ValidationError) as caught:
        fields.Address(label="Where does your child live?").clean([])

    assert caught.value.messages == ["Answer the question “Where does your child live?”"]

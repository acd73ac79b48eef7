import pytest
from django.core.exceptions import ValidationError

from intake.forms import fields

WEIGHT = fields.Weight(label="About how much does your child weigh?")
SCORE = fields.Integer(label="Performance score", least=0, most=100, step=10)


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    ("typed", "kilograms"),
    [
        ("18.5", "18.5"),
        ("18,5", "18.5"),
        ("١٨٫٥", "18.5"),
        ("20", "20"),
        ("20.0 kg", "20"),
        ("18.5kg", "18.5"),
        ("40 lb", "18.1"),
        ("40 Lbs.", "18.1"),
        ("0.5", "0.5"),
        ("250", "250"),
    ],
)
def test_a_weight_is_kilograms(typed, kilograms):
    assert WEIGHT.clean(typed) == kilograms


@pytest.mark.parametrize("typed", ["heavy", "18.5.2", "1e3", "NaN", "Infinity", "18 stone", "9" * 30, "1,000.5"])
def test_what_is_no_number_is_refused(typed):
    assert refused(WEIGHT, typed) == ["Weight must be a number, like 18.5"]


@pytest.mark.parametrize("typed", ["0", "0.4", "250.1", "600 lb", "-5"])
def test_a_weight_no_child_has_is_refused(typed):
    [message] = refused(WEIGHT, typed)

    assert message.endswith("must be between 0.5 and 250")


def test_a_whole_number_in_steps():
    assert SCORE.clean("٨٠") == "80"
    assert refused(SCORE, "85") == ["Performance score must be a whole number, like 80"]
    assert refused(SCORE, "80.5") == ["Performance score must be a whole number, like 80"]
    assert refused(SCORE, "110") == ["Performance score must be between 0 and 100"]

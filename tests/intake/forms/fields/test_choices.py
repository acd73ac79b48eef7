import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from intake.forms import fields

PROBLEMS = [("none", "None of these"), ("breathing", "Trouble breathing"), ("seizure", "A seizure")]


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


def test_an_answer_of_the_list_is_its_value():
    assert fields.Choice(label="Why?", choices=PROBLEMS).clean("seizure") == "seizure"


def test_an_empty_or_invented_answer_is_refused():
    field = fields.Choice(label="Why?", choices=PROBLEMS, asks={"object": "a reason"})

    assert refused(field, "") == ["Select a reason"]
    assert refused(field, "x' OR 1=1") == ["Select an answer from the list"]
    assert refused(field, "none\x00") == ["Select an answer from the list"]


def test_not_knowing_is_the_last_answer_of_a_list():
    field = fields.Choice(label="Why?", choices=[*PROBLEMS], unknown=True)

    assert [value for value, _label in field.choices] == ["breathing", "seizure", "none", "unknown"]
    assert field.clean("unknown") == "unknown"
    assert not field.unknown


def test_a_list_that_has_unknown_gets_no_second_one():
    field = fields.Choice(label="Why?", choices=[("unknown", "Not sure"), ("yes", "Yes")], unknown=True)

    assert field.choices == [("yes", "Yes"), ("unknown", "Not sure")]


def test_answers_come_out_once_and_in_the_lists_order():
    field = fields.MultiChoice(label="Problems", choices=PROBLEMS)

    assert field.clean(["seizure", "breathing", "seizure"]) == ["breathing", "seizure"]


@pytest.mark.parametrize("alone", ["none", "unknown"])
def test_what_stands_alone_goes_with_nothing_else(alone):
    field = fields.MultiChoice(label="Problems", choices=PROBLEMS, unknown=True)

    assert field.clean([alone]) == [alone]
    [message] = refused(field, ["seizure", alone])
    assert message == f"Select either “{dict(field.choices)[alone]}” or other answers, not both"


def test_too_many_and_invented_answers_are_refused():
    field = fields.MultiChoice(label="Problems", choices=PROBLEMS, max_count=1)

    assert refused(field, ["seizure", "breathing"]) == ["Select 1 answers or fewer"]
    assert refused(field, ["seizure", "x"]) == ["Select an answer from the list"]
    assert refused(field, []) == ["Select “Problems”"]


def test_a_select_says_first_what_to_do():
    field = fields.State(label="State", choices=[("NY", "New York")])

    assert list(field.widget.choices) == [("", "Select a state"), ("NY", "New York")]
    assert refused(field, "") == ["Select a state"]


def test_countries_are_named_in_the_readers_language():
    with translation.override("es"):
        names = dict(fields.Country(label="País").widget.choices)

    assert str(names["DE"]) == "Alemania"
    assert fields.Country(label="Country").clean("DE") == "DE"
    assert refused(fields.Country(label="Country"), "XX") == ["Select an answer from the list"]


def test_a_tick_is_yes_or_nothing():
    assert fields.Tick(label="I agree").clean(True) == "yes"
    assert fields.Tick(label="I agree", required=False).clean(False) == ""
    assert refused(fields.Tick(label="I agree"), False) == ["Select the box to agree, or call us if you have questions"]

from django.http import QueryDict

from intake.forms import Form, fields

from .sample.forms import Facilities


class Weighing(Form):
    child_weight = fields.Weight(label="Weight", unknown=True)
    child_knows = fields.Choice(label="Does your child know?", choices=[("yes", "Yes")], unknown=True)


def test_not_knowing_answers_a_needed_question():
    form = Weighing({"child_weight": "", "child_weight_unknown": "on", "child_knows": "unknown"})

    assert form.errors == {}
    assert form.cleaned_data == {"child_weight": "", "child_weight_unknown": True, "child_knows": "unknown"}


def test_an_answer_and_not_knowing_fight():
    form = Weighing({"child_weight": "18", "child_weight_unknown": "on", "child_knows": "yes"})

    assert form.errors == {"child_weight": ["Weight: enter an answer or select “I do not know”, not both"]}


def test_without_answer_and_without_box_the_question_stays_open():
    assert Weighing({"child_knows": "yes"}).errors == {"child_weight": ["Enter “Weight”"]}


def test_a_box_comes_with_a_field_that_is_asked_later():
    form = Form({"dx_text_unknown": "on"})
    form.ask("dx_text", fields.Line(label="What is it?", unknown=True))

    assert form.is_valid()
    assert list(form.fields) == ["dx_text", "dx_text_unknown"]


def test_beside_a_ticked_box_stands_an_empty_field():
    form = Weighing(initial={"child_weight": "unknown", "child_weight_unknown": True, "child_knows": "unknown"})

    assert form["child_weight"].value() is None
    assert form["child_weight_unknown"].value() is True
    assert form["child_knows"].value() == "unknown"


def test_the_first_of_two_values_counts_and_strangers_are_ignored():
    form = Weighing(QueryDict("child_weight=18&child_weight=99&child_knows=yes&child_knows=no&admin=1"))

    assert form.is_valid()
    assert form.cleaned_data == {"child_weight": "18", "child_weight_unknown": False, "child_knows": "yes"}


def test_rows_need_no_counter():
    rows = Facilities(
        QueryDict("facilities-0-facility_name=Mercy&facilities-0-facility_kinds=scan&facilities-0-facility_kinds=lab"),
        prefix="facilities",
    )

    assert rows.is_valid()
    assert rows.cleaned_data == [{"facility_name": "Mercy", "facility_kinds": ["scan", "lab"]}]


def test_more_rows_than_allowed_are_an_error_of_the_page():
    rows = Facilities(QueryDict("facilities-999-facility_name=x"), prefix="facilities")

    assert not rows.is_valid()
    assert len(rows.forms) <= 1012


def test_no_rows_are_no_error():
    assert Facilities(QueryDict("x=1"), prefix="facilities").is_valid()

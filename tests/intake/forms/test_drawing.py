from django import forms as stock

from intake.forms import Form, drawing, fields

from .sample.forms import Everything, Facilities


class Stock(stock.Form):
    text = stock.CharField()
    notes = stock.CharField(widget=stock.Textarea)
    secret = stock.CharField(widget=stock.PasswordInput)
    one = stock.ChoiceField(choices=[("a", "A")])
    radio = stock.ChoiceField(choices=[("a", "A")], widget=stock.RadioSelect)
    many = stock.MultipleChoiceField(choices=[("a", "A")], widget=stock.CheckboxSelectMultiple)
    box = stock.BooleanField()
    file = stock.FileField()
    version = stock.IntegerField(widget=stock.HiddenInput)


def links(form):
    return [item["id"] for item in drawing.error_items(form)]


def test_djangos_own_fields_have_a_component_too():
    assert {bound.name: drawing.component(bound) for bound in Stock()} == {
        "text": "input",
        "notes": "textarea",
        "secret": "password",
        "one": "select",
        "radio": "radios",
        "many": "checkboxes",
        "box": "tick",
        "file": "file_upload",
        "version": "hidden",
    }


def test_an_error_leads_to_the_first_wrong_part_of_a_date():
    class Birth(Form):
        day = fields.PartDate(label="Date of birth")

    typed = {"day_month": "4", "day_day": "27", "day_year": "2016"}

    assert links(Birth(typed | {"day_year": ""})) == ["id_day_2"]
    assert links(Birth(typed | {"day_day": "", "day_year": ""})) == ["id_day_1"]
    assert links(Birth(typed | {"day_month": "", "day_year": ""})) == ["id_day_0"]
    assert links(Birth(typed | {"day_day": "31"})) == ["id_day_0"]


def test_an_error_of_the_whole_form_leads_nowhere():
    class Contact(Form):
        phone = fields.Phone(label="Phone", required=False)

        def clean(self):
            raise stock.ValidationError("Give one of them")

    assert drawing.error_items(Contact({})) == [{"id": "", "text": "Give one of them"}]
    assert drawing.error_items(None) == []


def test_an_error_of_a_row_leads_into_that_row():
    rows = Facilities({"facilities-0-facility_name": "Mercy"}, prefix="facilities")

    assert links(rows) == ["id_facilities-0-facility_kinds_0"]


def test_what_another_field_draws_is_not_drawn_twice():
    form = Everything()

    elsewhere = {bound.name for bound in form if drawing.drawn_elsewhere(bound)}
    boxes = {name for name in form.fields if name.endswith("_unknown")}
    assert elsewhere == boxes | {"region", "reason_other", "red_flag_action"}
    assert boxes

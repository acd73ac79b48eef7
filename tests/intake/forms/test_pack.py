"""What the crispy pack draws, component by component."""

import pytest
from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django.utils import translation

from .sample.forms import Facility
from .sample.page import Page, draw

pytestmark = pytest.mark.usefixtures("samples")
SENT = {"csrfmiddlewaretoken": "x"}  # an empty form


def test_a_form_says_nothing_in_the_browsers_words():
    page = draw("/family/form/")

    form = page.one("form", id="page-form")
    assert "novalidate" in form.attrs
    assert form["enctype"] == "multipart/form-data"
    assert [element for element in page.elements if "required" in element.attrs] == []
    assert page.find("input", name="csrfmiddlewaretoken")[-1].is_in("form", id="page-form") or form


def test_a_form_without_files_is_not_multipart():
    assert draw("/family/heading/").one("form", id="page-form")["enctype"] is None


def test_every_control_has_a_label_hint_and_error_by_its_own_ids():
    page = draw("/family/form/", SENT)

    name = page.one("input", name="child_first_name")
    assert name["aria-describedby"] == "id_child_first_name_helptext id_child_first_name_error"
    assert name["aria-invalid"] == "true"
    assert name["class"] == "govuk-input govuk-input--error"
    assert page.one("label", for_="id_child_first_name").text == "Child's first name"
    assert page.one("div", id="id_child_first_name_helptext").text == "Write it as on the medical records."
    assert page.one("div", id="id_child_first_name_error").text == "Error: Enter your child's first name"


def test_every_id_a_control_points_to_exists():
    for page in (draw("/family/form/", SENT), draw("/family/form/"), draw("/family/rows/", {"x": "1"})):
        ids = [element["id"] for element in page.elements if element["id"]]
        used = [name for element in page.elements for name in (element["aria-describedby"] or "").split()]
        used += [element["for"] for element in page.find("label")]
        used += [element["href"][1:] for element in page.find("a") if (element["href"] or "").startswith("#")]
        assert sorted(set(used) - set(ids)) == []
        assert len(ids) == len(set(ids))


def test_the_summary_links_each_error_in_page_order():
    page = draw("/family/form/", {"child_dob_month": "4", "child_dob_day": "27", "phy_npi": "1"})

    links = [link for link in page.find("a") if link.is_in("div", role="alert")]
    assert [(link["href"], link.text) for link in links][:6] == [
        ("#id_red_flags_0", "Select each problem your child has, or “None of these”"),
        ("#id_country", "Answer the question “What country does your child live in?”"),
        ("#id_reasons_0", "Answer the question “Why do you want a second opinion?”"),
        ("#id_child_first_name", "Enter your child's first name"),
        ("#id_child_dob_2", "Date of birth must include a year"),
        ("#id_decision_date_0", "Answer the question “By what date must you decide?”"),
    ]
    assert page.one("title").text.startswith("Error: ")
    assert page.elements.index(links[0]) < page.elements.index(page.one("h1"))


def test_only_the_wrong_part_of_a_date_is_marked():
    page = draw("/family/form/", {"child_dob_month": "4", "child_dob_day": "27", "child_dob_year": "16"})

    marked = [page.one("input", name=f"child_dob_{part}")["aria-invalid"] for part in ("month", "day", "year")]
    assert marked == [None, None, "true"]
    assert page.one("input", name="child_dob_day")["value"] == "27"


def test_only_the_wrong_part_of_an_address_is_marked_and_says_why():
    page = draw(
        "/family/form/", {"child_address_line1": "1 A St", "child_address_city": "B", "child_address_postal": "x"}
    )

    postal, city = page.one("input", name="child_address_postal"), page.one("input", name="child_address_city")
    assert (postal["aria-invalid"], city["aria-invalid"]) == ("true", None)
    assert page.one("div", id=postal["aria-describedby"]).text == "Error: Enter a ZIP code with 5 numbers, like 19104"


def test_one_question_can_be_the_heading_of_its_page():
    page = draw("/family/heading/")

    assert page.one("h1").is_in("legend", class_="govuk-fieldset__legend govuk-fieldset__legend--l")
    assert page.one("h1").text == "Where is your child in treatment?"
    assert draw("/family/password/").one("label", for_="id_password").is_in("h1", class_="govuk-label-wrapper")


def test_not_knowing_is_a_box_beside_the_field_and_keeps_its_tick():
    page = draw("/family/form/", {"child_weight": "", "child_weight_unknown": "yes"})

    box = page.one("input", name="child_weight_unknown")
    assert "checked" in box.attrs
    assert page.one("label", for_=box["id"]).text == "I do not know: About how much does your child weigh?"
    assert page.find("div", id="id_child_weight_error") == []


def test_what_stands_alone_comes_last_after_or():
    page = draw("/family/form/")

    boxes = [box for box in page.find("input") if box["name"] == "red_flags"]
    assert [box["value"] for box in boxes] == ["breathing", "seizure", "none"]
    assert [box["data-behaviour"] for box in boxes] == [None, None, "exclusive"]
    assert page.find("div", class_="govuk-checkboxes__divider")[0].text == "or"


def test_a_question_that_follows_stands_once_and_under_its_answer():
    page = draw("/family/form/")

    assert page.one("input", name="reason_other").is_in("div", class_="govuk-radios__conditional so-reveal")
    assert page.one("select", name="region").is_in("div", class_="so-reveal so-reveal--us")
    assert [
        box.is_in("div", class_="so-reveal so-reveal--any") for box in page.find("input", name="red_flag_action")
    ] == [True, True]


def test_the_trap_is_out_of_everyones_way():
    trap = draw("/family/form/").one("input", name="website")

    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.is_in("div", class_="so-trap")
    assert "inert" in trap.inside[-1].attrs


def test_a_childs_fields_are_never_filled_in_by_the_browser():
    page = draw("/family/form/")

    filled = {box["name"]: box["autocomplete"] for box in page.find("input") if box["type"] in ("text", "tel", "email")}
    assert filled.pop("guardian_phone") == "tel"
    assert filled.pop("guardian_email") == "email"
    assert [filled.pop(name) for name in sorted(filled) if name.startswith("child_address_")] == [
        "address-level2",
        "address-line1",
        "address-line2",
        "postal-code",
        "address-level1",
    ]
    assert set(filled.values()) == {"off"}


def test_a_long_text_has_a_counter_and_no_limit_in_the_browser():
    page = draw("/family/form/")

    text = page.one("textarea", name="symptoms_first")
    assert text["maxlength"] is None
    assert text["aria-describedby"] == "id_symptoms_first-info"
    assert page.one("div", id="id_symptoms_first-info").text == "You can write up to 200 characters"


def test_what_was_typed_comes_back_as_text():
    page = draw("/family/form/", {"child_first_name": '"><script>alert(1)</script>', "symptoms_first": "</textarea>"})

    assert page.one("input", name="child_first_name")["value"] == '"><script>alert(1)</script>'
    assert page.one("textarea", name="symptoms_first").text == "</textarea>"


def test_a_layout_of_crispys_own_pieces_is_drawn_in_our_classes():
    form = Facility()
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("Place", "facility_name", Div("facility_kinds", css_id="kinds")),
        FormActions(StrictButton("Later", type="submit", css_class="govuk-button")),
    )
    form.helper.add_input(Submit("save", "Save", css_class="govuk-button--secondary"))

    page = Page(render_crispy_form(form))

    assert page.one("input", name="facility_name").is_in("fieldset", class_="govuk-fieldset")
    assert page.find("input", name="facility_kinds")[0].is_in("div", id="kinds")
    save = page.one("button", name="save")
    assert (save.text, save["class"], save["type"]) == ("Save", "govuk-button govuk-button--secondary", "submit")
    assert [button.text for button in page.find("button")] == ["Later", "Save"]


def test_rows_are_numbered_from_nothing_but_their_names():
    page = draw("/family/rows/", {"facilities-0-facility_name": "Mercy", "facilities-2-facility_name": "Lab"})

    names = [box["value"] for box in page.find("input") if (box["name"] or "").endswith("facility_name")]
    assert names == ["Mercy", None, "Lab"]
    assert [link["href"] for link in page.find("a") if link.is_in("div", role="alert")] == [
        "#id_facilities-0-facility_kinds_0",
        "#id_facilities-2-facility_kinds_0",
    ]


def test_the_script_speaks_the_pages_language_and_all_its_plurals():
    with translation.override("ar"):
        page = draw("/family/form/")

    words = page.one("script", id="so-i18n")
    assert words["type"] == "application/json"
    assert {"zero", "one", "two", "few", "many", "other"} <= set(words.text.split('"'))

"""What people and machines send that is not what the page asked for: words at the field, never a crash."""

import pytest

from intake.models import SecondOpinionRequest
from tests import make
from tests.rooms import family


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0


@pytest.fixture
def person(db):
    found = make.draft()
    return family.opened(found)


def child(person, **answers):
    return person.get(f"{person.base}/child/").send(**answers)


def the_name():
    return SecondOpinionRequest.objects.get().child.first_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("أمل", "أمل"),
        ("小明", "小明"),
        ("O'Neil", "O'Neil"),
        ("D’Angelo-Ruiz", "D’Angelo-Ruiz"),
        ("Null", "Null"),
        ("undefined", "undefined"),
        ("X", "X"),
        ("  Nia   Rose ", "Nia Rose"),
        ("Nia\r\nRose", "Nia Rose"),
        ("Nia\u202e", "Nia"),
        ("👧 Nia", "👧 Nia"),
        ("x" * 200, "x" * 200),
        ("{{7*7}} ${7*7} %(x)s", "{{7*7}} ${7*7} %(x)s"),
        ("' OR 1=1--", "' OR 1=1--"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_names_are_kept_as_they_were_typed(typed, kept, person):
    child(person, child_first_name=typed)

    assert person.page == "illness"
    assert the_name() == kept


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_markup_is_text(typed, person):
    child(person, child_first_name=typed)
    page = person.get(f"{person.base}/check/").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\ufeff\u200b", "a\x00b", "x" * 201])
def test_what_is_no_name_is_said_at_the_field_and_the_rest_stays(typed, person):
    child(person, child_first_name=typed, child_last_name="Rivera")

    assert person.status == 422
    assert set(person.errors) == {"child_first_name"}
    assert 'value="Rivera"' in person.text
    assert the_name() == "Nia"


def test_bytes_that_are_no_text_are_said_at_the_field(person):
    kind = "application/x-www-form-urlencoded"
    person.answer = person.client.post(f"{person.base}/child/", "child_first_name=%ED%A0%80", content_type=kind)

    assert "child_first_name" in person.errors
    assert the_name() == "Nia"


def test_a_megabyte_in_a_field_is_said_at_the_field(person):
    assert set(child(person, child_first_name="x" * 1024**2).errors) == {"child_first_name"}


def test_a_form_of_three_megabytes_is_refused(person):
    assert person.client.post(f"{person.base}/child/", {"child_first_name": "x" * 3 * 1024**2}).status_code == 413


@pytest.mark.parametrize(
    ("month", "day", "year", "kept"),
    [("2", "29", "2016", "2016-02-29"), ("abril", "27", "2019", "2019-04-27"), ("٤", "٢٧", "٢٠١٩", "2019-04-27")],
)
def test_dates_are_read_kindly(month, day, year, kept, person):
    child(person, child_dob_month=month, child_dob_day=day, child_dob_year=year)

    assert str(SecondOpinionRequest.objects.get().birth_date) == kept


@pytest.mark.parametrize(
    ("month", "day", "year"),
    [
        ("2", "30", "2016"),
        ("4", "27", "2090"),
        ("4", "27", "0001"),
        ("4", "27", "9999"),
        ("4", "27", "10000"),
        ("4", "27", "19"),
        ("13", "1", "2016"),
        ("", "27", "2016"),
        ("x", "27", "2016"),
        ("4", "27", "1899"),
    ],
)
def test_what_is_no_birth_date_is_said_at_the_field(month, day, year, person):
    child(person, child_dob_month=month, child_dob_day=day, child_dob_year=year)

    assert (person.status, set(person.errors)) == (422, {"child_dob"})
    assert str(SecondOpinionRequest.objects.get().birth_date) == "2019-04-27"


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ("a" * 300 + "@example.org", False),
        ("élodie@example.org", False),
        ("a@b.org\r\nBcc: x@example.org", False),
        ("ana", False),
        ("eltern@bücher.example", True),
        ("o'neil@x.org", True),
    ],
)
def test_mail_addresses(typed, fine, person):
    person.get(f"{person.base}/you/").send(guardian_email=typed)

    assert (person.status == 200) is fine
    assert fine or set(person.errors) == {"guardian_email"}


@pytest.mark.parametrize(
    ("typed", "fine"), [("+49 (0)30 123-45", True), ("(202) 555-0101", True), ("call me", False), ("12", False)]
)
def test_phone_numbers(typed, fine, person):
    person.get(f"{person.base}/you/").send(guardian_phone=typed)

    assert (person.status == 200) is fine


@pytest.mark.parametrize("value", ["nowhere", "", "first_weeks\x00", "1" * 1000])
def test_an_answer_that_is_not_in_the_list_is_said(value, person):
    person.get(f"{person.base}/treatment/").send(timing=value)

    assert (person.status, "timing" in person.errors) == (422, True)


def test_a_date_and_not_knowing_it_cannot_both_be(person):
    person.get(f"{person.base}/treatment/").send(
        decision_date_unknown="yes", decision_date_month="12", decision_date_day="1", decision_date_year="2026"
    )

    assert set(person.errors) == {"decision_date"}


def test_what_no_page_asks_for_is_left_out(person):
    child(person, status="delivered", priority="P1", guardian_email="evil@example.org", child_first_name="Mia")

    found = SecondOpinionRequest.objects.get()
    assert (found.status, found.priority, found.child_name) == ("draft", "P3", "Mia Sample")
    assert found.contacts.get(kind="guardian").email == "ana.sample@example.org"


def test_of_a_name_sent_twice_the_first_counts(person):
    person.get(f"{person.base}/child/").send(child_first_name=["Mia", "Eve"])

    assert the_name() == "Mia"


def test_a_thousand_and_one_fields_are_refused(person):
    data = {f"x{number}": "1" for number in range(1001)}

    assert person.client.post(f"{person.base}/child/", data).status_code == 400


@pytest.mark.parametrize(
    "path", ["/family/%00/status/", "/family/SO-0000-0000-0/%2e%2e/", "/family/x/records/" + "9" * 30 + "/"]
)
def test_addresses_that_nobody_gave_out_are_not_there(path, person):
    assert person.client.get(path).status_code == 404


def test_a_page_done_out_of_turn_is_led_to_the_right_one(person):
    assert person.get(f"{person.base}/sent/").page == "check"
    assert person.get(f"{person.base}/symptoms/").page == "check"
    assert person.get(f"{person.base}/status/").page == "check"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_other_methods_are_refused(method, person):
    for page in ("child", "check", "status", "records/upload", "leave"):
        assert getattr(person.client, method)(f"{person.base}/{page}/").status_code == 405


def test_without_the_form_s_token_nothing_happens(person):
    from django.test import Client  # noqa: PLC0415

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.client.cookies
    for page in ("child", "check", "leave", "passphrase", "delete", "died", "records/upload"):
        assert strict.post(f"{person.base}/{page}/", {"child_first_name": "Eve"}).status_code == 403
    assert the_name() == "Nia"

"""Pages for everybody."""

import pytest
from django.utils import timezone

from intake.domain import reference as verbs
from intake.models import Text, User
from intake.queries import reference
from tests import make
from tests.rooms import family


@pytest.fixture
def anyone(db):
    return family.Person()


@pytest.mark.parametrize("path", ["/", "/help/", "/privacy/", "/accessibility/"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_every_public_page_speaks_three_languages(path, language, direction, db):
    page = family.Person(accept_language=language).get(path)

    assert page.status == 200
    assert f'<html class="govuk-template" lang="{language}" dir="{direction}"' in page.text


def test_the_start_page_leads_to_question_one_in_one_press(anyone):
    anyone.get("/")

    assert 'href="/family/start/"' in anyone.text
    assert 'href="/family/return/"' in anyone.text
    assert 'href="/physician/refer/"' in anyone.text
    assert "+1 202-555-0181" in anyone.text
    assert "911 in the US" in anyone.text


def test_the_start_page_knows_an_unsent_request_of_this_browser(db):
    found = make.draft()
    person = family.opened(found)

    person.get("/")

    assert "Continue your request" in person.text
    assert "Start another request" in person.text
    assert "Continue your request" not in family.Person().get("/").text


def test_a_draft_text_says_so_until_somebody_approved_it(anyone):
    row = Text.objects.get(text_key="privacy", until=None)
    assert "Draft, not approved yet" in anyone.get("/privacy/").text

    verbs.approve(row, by=make.person("admin"), now=make.NOW)

    assert "Draft, not approved yet" not in anyone.get("/privacy/").text
    reference.refresh()


def test_the_language_is_kept_and_the_page_stays(anyone):
    anyone.post("/language/", {"language": "ar", "next": "/help/"})

    assert anyone.path == "/help/"
    assert 'lang="ar" dir="rtl"' in anyone.text
    assert 'lang="ar"' in anyone.get("/privacy/").text


def test_a_family_is_written_to_in_the_language_that_it_reads(db):
    found = make.case()
    family.opened(found).post("/language/", {"language": "es", "next": f"/family/{found.reference}/status/"})

    found.refresh_from_db()
    assert found.language == "es"


def test_an_unknown_language_changes_nothing(anyone):
    anyone.post("/language/", {"language": "xx", "next": "/help/"})

    assert 'lang="en"' in anyone.text


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(anyone, where):
    for address, data in (("/language/", {"language": "es"}), ("/theme/", {"theme": "dark"})):
        answer = anyone.client.post(address, {**data, "next": where})

        assert answer["Location"] == "/"


def test_the_colors_are_kept_until_the_device_decides_again(anyone):
    anyone.post("/theme/", {"theme": "dark", "next": "/help/"})
    assert 'data-theme="dark"' in anyone.text

    anyone.post("/theme/", {"theme": "device", "next": "/help/"})
    assert "data-theme" not in anyone.text


@pytest.mark.parametrize(
    ("color", "shown"), [("#123456", True), ("#ffee88", False), ("red;}body{display:none", False), ("", False)]
)
def test_a_hospital_s_color_is_served_if_it_can_be_read(anyone, color, shown):
    values = {"text_key": "brand_color", "title_en": "Brand color", "body_en": color}
    verbs.add(Text, values, by=User.objects.get(role="system"), now=timezone.now())

    answer = anyone.client.get("/theme.css")

    assert answer["Content-Type"] == "text/css"
    assert (color in answer.content.decode()) is shown if color else answer.content == b""
    assert b"body{" not in answer.content

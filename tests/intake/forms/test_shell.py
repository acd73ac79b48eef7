"""The frame of every page: base.html, its parts and the pages for errors."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.utils import translation

from intake.queries import reference

from .sample.page import Page, draw

STATUSES = (400, 403, 404, 409, 410, 413, 429, 500, 503)


def staff(room):
    return SimpleNamespace(room=room, name="Dana Reyes", is_authenticated=True)


@pytest.fixture
def without_database(monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(reference, "current", gone)


@pytest.mark.usefixtures("samples")
class TestShell:
    def test_a_page_names_its_room_and_itself(self):
        body = draw("/family/form/").one("body")

        assert (body["data-room"], body["data-page"], body["data-case"]) == ("family", "form", None)

    def test_a_case_page_names_its_case(self):
        body = draw("/coordinator/SO-7F3K-2QXM-4/", user=staff("coordinator")).one("body")

        assert body["data-case"] == "SO-7F3K-2QXM-4"

    @pytest.mark.parametrize(("code", "direction", "style"), [("en", "ltr", "site."), ("ar", "rtl", "site.rtl.")])
    def test_language_direction_and_style_sheet_agree(self, code, direction, style):
        with translation.override(code):
            page = draw("/family/form/")

        html = page.one("html")
        assert (html["lang"], html["dir"]) == (code, direction)
        assert style in page.one("link", rel="stylesheet")["href"]

    @pytest.mark.parametrize(
        ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("device", None), ('x" y', None)]
    )
    def test_the_theme_is_one_of_two_words(self, cookie, theme):
        assert draw("/family/parts/", cookies={"theme": cookie}).one("html")["data-theme"] == theme

    def test_each_other_language_is_a_button_in_its_own_words(self):
        page = draw("/family/parts/")

        found = [
            (button["value"], button["lang"], button["dir"], button.text)
            for button in page.find("button", name="language")
        ]
        assert found == [("es", "es", "ltr", "Español"), ("ar", "ar", "rtl", "العربيّة")]
        assert page.one("span", aria_current="true").text == "English"
        assert page.one("form", id="language-form")["action"] == "/language/"

    def test_on_a_question_page_the_language_goes_with_what_was_typed(self):
        page = draw("/family/form/")

        assert {button["form"] for button in page.find("button", name="language")} == {"page-form"}
        assert page.find("form", id="language-form") == []

    @pytest.mark.parametrize(
        ("room", "words"),
        [("coordinator", ["Queue", "Calls"]), ("oncology", []), ("admin", ["Settings"]), ("family", [])],
    )
    def test_only_staff_have_staff_navigation(self, room, words):
        page = draw("/coordinator/", user=staff(room))

        assert [link.text for link in page.find("a") if link.is_in("nav", aria_label="Staff")] == words
        assert bool(page.find("nav", aria_label="Language")) == (room == "family")

    def test_a_family_page_never_asks_who_is_signed_in(self):
        class Untouchable:
            def __getattr__(self, name):
                raise AssertionError(name)

        assert draw("/family/parts/", user=Untouchable()).one("h1")

    def test_every_page_has_one_heading_and_its_landmarks(self):
        for path in ("/family/form/", "/family/heading/", "/family/rows/", "/family/parts/"):
            page = draw(path)

            page.one("h1")
            page.one("main", id="main-content")
            assert page.find("a")[0]["href"] == "#main-content"

    def test_nothing_inline_that_the_policy_would_stop(self):
        for path in ("/family/form/", "/family/parts/"):
            page = draw(path)

            assert [
                name for element in page.elements for name in element.attrs if name == "style" or name[:2] == "on"
            ] == []
            assert [one["type"] for one in page.find("script") if not one["src"]] == ["application/json"]

    def test_the_board_carries_the_names_that_machines_read(self):
        rows = [one for one in draw("/family/parts/").find("li") if one["data-item"]]

        assert [(row["data-item"], row["data-number"], row["data-state"]) for row in rows][:2] == [
            ("ct_scan", "1", "needed"),
            ("ct_scan", "2", "asked"),
        ]

    def test_paging_links_say_where_they_lead(self):
        page = draw("/coordinator/", user=staff("coordinator"))

        assert [link["rel"] for link in page.find("a") if link["rel"]] == ["first", "prev", "next", "last"]


@pytest.mark.usefixtures("without_database")
@pytest.mark.parametrize("code", ["en", "es", "ar"])
@pytest.mark.parametrize("status", STATUSES)
def test_error_pages_need_neither_request_nor_database(status, code):
    with translation.override(code):
        page = Page(render_to_string(f"{status}.html", {"reason": "No."}))

    assert page.one("html")["lang"] == code
    assert page.one("h1").text
    assert page.find("form") == []


@pytest.mark.django_db
def test_error_pages_say_whom_to_call():
    reference.refresh()

    page = Page(render_to_string("500.html", {"request_id": "0123456789abcdef"}))

    assert page.one("a", href="tel:+12025550181")
    assert "01234567" in page.one("main").text

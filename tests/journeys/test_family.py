"""A family's whole way in a real browser: with script, without it, in three languages, on the smallest phone."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from intake.domain import delivery
from intake.models import Notice, SecondOpinionRequest
from records.domain.arriving import store
from records.models import Upload
from tests import make

STEPS = json.loads((Path(__file__).parent / "family.json").read_text())["steps"]
NEXT = "main form button[type=submit]"


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def context(request, browser):
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 320, "height": 640}, locale="en-US"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


class Family:
    """Given, when, then of a parent at the pages."""

    def __init__(self, context, site):
        self.context, self.site = context, site.url
        self.page = context.new_page()
        self.troubles = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, line):
        """What the browser complains about; 422 is how a page says that something is to be mended."""
        if line.type == "error" and "422" not in line.text:
            self.troubles.append(line.text)

    def press(self, button):
        with self.page.expect_navigation():
            self.page.locator(button).first.click()

    def open(self, path):
        self.page.goto(self.site + path)
        return self

    def go_on(self):
        self.press(NEXT)
        return self

    def is_at(self, page):
        assert self.page.locator("body").get_attribute("data-page") == page

    def tick(self, *boxes):
        for box in boxes:
            self.page.locator(f"[name={box}]").first.check(force=True)
        return self

    def write(self, **texts):
        for name, text in texts.items():
            self.page.fill(f"[name={name}]", text)
        return self

    def has_no_sideways_scroll(self):
        return self.page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.fixture
def parent(context, live_server):
    return Family(context, live_server)


def follow(parent, steps):
    """The steps of family.json, which the page checkers read as well."""
    page = parent.page
    for step in steps:
        if "goto" in step:
            parent.open(step["goto"])
        for name, text in step.get("fill", {}).items():
            page.fill(name, text)
        for name in step.get("choose", []):
            page.locator(name).first.check(force=True)
        if upload := step.get("upload"):
            file = {"name": upload["name"], "mimeType": "application/pdf", "buffer": make.PDF}
            page.set_input_files(upload["field"], files=[file])
        if "click" in step and step["click"].startswith("#"):
            page.locator(step["click"]).click()  # a list opens
        elif "click" in step:
            parent.press(step["click"])
        if "press" in step:
            page.keyboard.press(step["press"])
        if "errors" in step:
            assert page.locator(".govuk-error-summary__list a").count() == step["errors"]
        if "expect" in step:
            assert step["expect"] in page.locator("body").inner_text()


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_from_start_to_status(parent):
    follow(parent, STEPS)

    parent.is_at("status")
    found = SecondOpinionRequest.objects.get()
    assert (found.status, found.child_name, found.group) == ("submitted", "Nia Sample", "bone")
    store.store_due(now=timezone.now())  # the worker's part: with script the file came in pieces
    assert Upload.objects.filter(case=found).count() == 1
    assert parent.troubles == []


@pytest.mark.django_db(transaction=True)
def test_coming_back_on_another_device(parent, browser, live_server, settings, mailoutbox):
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    follow(parent, STEPS)
    found = SecondOpinionRequest.objects.get()
    delivery.send_owed(now=Notice.objects.latest("due_at").due_at)
    (mail,) = [each for each in mailoutbox if "ana.sample@example.org" in each.to and found.reference in each.body][:1]
    link = next(word for word in mail.body.split() if "/family/link/" in word)

    elsewhere = browser.new_context(java_script_enabled=False)
    other = Family(elsewhere, live_server)
    other.page.goto(link)
    other.is_at("link")
    other.go_on()
    other.is_at("status")
    assert "Nia" not in other.page.content()
    other.open(f"/family/{found.reference}/check/")
    other.is_at("unlock")
    other.write(words="The Owl sings at noon").go_on()

    other.is_at("check")
    assert "Nia" in other.page.content()
    elsewhere.close()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_by_the_back_button_or_a_second_press(parent):
    follow(parent, [step for step in STEPS[: _until("/sent/$")] if "errors" not in step])
    parent.is_at("sent")

    parent.page.go_back()
    parent.page.reload()
    parent.is_at("check")
    assert parent.page.locator("[name=send_key]").count() == 0

    assert SecondOpinionRequest.objects.count() == 1
    assert Notice.objects.filter(kind="receipt").count() == 1


def _until(path):
    return next(place for place, step in enumerate(STEPS) if path in step.get("path", "")) + 1


@pytest.mark.django_db(transaction=True)
def test_the_back_button_keeps_what_was_typed_before_the_case_is_made(parent):
    parent.open("/family/start/").tick("red_flags][value=none").go_on()
    parent.page.select_option("[name=country]", "CA")
    parent.tick("asker_role][value=parent").go_on()
    parent.is_at("treatment")

    parent.page.go_back()

    parent.is_at("place")
    parent.page.go_back()
    parent.is_at("help-now")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_the_language_changes_in_the_middle_of_a_page(language, direction, parent):
    parent.open("/family/start/").tick("red_flags][value=none").go_on()
    parent.page.select_option("[name=country]", "MX")
    parent.tick("asker_role][value=parent")

    parent.press(f"button[name=language][value={language}]")

    assert parent.page.locator("html").get_attribute("lang") == language
    assert parent.page.locator("html").get_attribute("dir") == direction
    assert parent.page.locator("[name=country]").input_value() == "MX"
    assert parent.page.locator("[name=asker_role][value=parent]").is_checked()
    assert parent.has_no_sideways_scroll()
    parent.go_on()
    parent.is_at("treatment")


@pytest.mark.django_db(transaction=True)
def test_a_shared_device_shows_nothing_after_leaving(parent):
    follow(parent, STEPS)
    reference = SecondOpinionRequest.objects.get().reference
    parent.open(f"/family/{reference}/check/").open(f"/family/{reference}/leave/").go_on()
    parent.is_at("start")

    parent.page.go_back()
    parent.page.reload()

    assert "Nia" not in parent.page.content()


@pytest.mark.django_db(transaction=True)
def test_the_smallest_phone_needs_no_sideways_scroll(parent):
    follow(parent, STEPS)
    reference = SecondOpinionRequest.objects.get().reference
    for page in ("", "sent/", "status/", "records/", "records/others/", "doctors/", "insurance/", "check/"):
        parent.open(f"/family/{reference}/{page}")

        assert parent.has_no_sideways_scroll(), page

"""The upload page in a real browser: files and folders go up in pieces, pause, go on tomorrow; by keyboard alone."""

import os
import re
import time

import pytest
from django.conf import settings as configured
from django.utils import timezone

from intake.find import LEVELS
from records.domain.arriving import seats, store
from records.models import Arrival, Upload
from tests import dicoms, make

MB = 1024**2
PIECES = re.compile("/files/")


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0
    yield
    for path in os.scandir(configured.PARTIALS):
        os.unlink(path)


@pytest.fixture
def case(live_server):
    return make.case("collecting_records", by=make.person("coordinator"), **make.OFFICE)


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="en-US")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def enter(context, live_server, client, user, case):
    client.force_login(user)
    session = client.session
    session[LEVELS] = {case.reference: "full"}
    session.save()
    context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])


@pytest.fixture
def page(context, live_server, client, case):
    enter(context, live_server, client, make.family_of(case), case)
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda line: page.troubles.append(line.text) if line.type == "error" else None)
    page.loaded = []
    page.on("request", lambda request: page.loaded.append(request.url))
    page.goto(f"{live_server.url}/family/{case.reference}/records/upload/")
    return page


def pdf(tmp_path, name, size):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make.PDF + os.urandom(size))
    return path


def upload(page):
    page.check("[name=item][value=not_sure]", force=True)
    page.click("main form button[type=submit]")


def here(page, words):
    page.wait_for_function("words => document.body.innerText.includes(words)", arg=words)


def test_nothing_is_loaded_before_a_file_is_chosen(page, tmp_path):
    assert not [url for url in page.loaded if "/tus" in url or "upload.js" in url]

    page.set_input_files("[name=file]", pdf(tmp_path, "a.pdf", 10))

    page.wait_for_selector(".so-upload")
    assert any("upload.js" in url for url in page.loaded)


def test_files_go_up_and_the_page_says_what_is_here(page, case, tmp_path):
    page.set_input_files("[name=file]", [pdf(tmp_path, "scan.pdf", 9 * MB), pdf(tmp_path, "b.pdf", 10)])
    page.wait_for_selector(".so-upload >> nth=1")
    assert page.locator(".so-upload bdi").all_inner_texts() == ["scan.pdf", "b.pdf"]

    upload(page)

    here(page, "We have 2 files.")
    assert "Arriving" in page.inner_text("main")
    assert store.store_due(now=timezone.now()) == 2
    assert set(Upload.objects.filter(case=case).values_list("size", flat=True)) == {
        len(make.PDF) + 9 * MB, len(make.PDF) + 10
    }  # fmt: skip
    assert page.troubles == []


def test_a_record_must_be_picked_first(page, tmp_path):
    page.set_input_files("[name=file]", pdf(tmp_path, "a.pdf", 10))
    page.wait_for_selector(".so-upload")
    page.click("main form button[type=submit]")

    here(page, "Select which record it is, or that you are not sure")
    assert page.evaluate("document.activeElement.name") == "item"
    page.wait_for_timeout(1100)  # the button takes two presses within a second for one
    upload(page)
    here(page, "We have 1 file.")


def test_a_dark_or_blurred_photo_is_said_before_it_is_sent(page, tmp_path):
    photos = {"good.jpg": {}, "dark.jpg": {"dark": True}, "blurred.jpg": {"blurred": True}}
    for name, how in photos.items():
        (tmp_path / name).write_bytes(dicoms.paper(**how))
    page.set_input_files("#id_file", [tmp_path / name for name in photos])

    here(page, "This photo looks dark.")
    here(page, "This photo looks blurred.")
    rows = page.locator(".so-upload").all_inner_texts()
    assert ["looks" in text for text in rows] == [False, True, True]
    assert page.troubles == []


def test_a_folder_is_one_row(page, case, tmp_path):
    for number in range(30):
        pdf(tmp_path, f"CD/STUDY/IM{number}.pdf", number)
    page.set_input_files("#id_folder", tmp_path / "CD")
    page.wait_for_selector(".so-upload")

    assert page.locator(".so-upload bdi").all_inner_texts() == ["CD: Files: 30"]
    upload(page)
    here(page, "We have 30 files.")
    assert Arrival.objects.filter(case=case).exclude(folder=None).values("batch").distinct().count() == 1


def test_a_cut_line_goes_on_by_itself(page, case, tmp_path):
    cuts = []

    def cut(route):
        if route.request.method == "PATCH" and len(cuts) < 2:
            cuts.append(1)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(PIECES, cut)
    page.set_input_files("[name=file]", pdf(tmp_path, "scan.pdf", 9 * MB))
    upload(page)

    here(page, "We have 1 file.")
    assert len(cuts) == 2


def test_with_two_files_on_their_way_in_another_window_it_waits(page, case, context, tmp_path):
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if "/files/" in answer.url else None)
    (cookie,) = [each["value"] for each in context.cookies() if each["name"] == "sessionid"]
    page.set_input_files("[name=file]", [pdf(tmp_path, "scan.pdf", 9 * MB), pdf(tmp_path, "b.pdf", 10)])
    with seats.taken(cookie), seats.taken(cookie):
        upload(page)
        while answers.count(429) < 2:
            page.wait_for_timeout(50)
        assert "Waits for its turn" in page.inner_text(".so-upload >> nth=0")

    here(page, "We have 2 files.")
    assert Arrival.objects.count() == 2
    assert not page.locator(".so-upload [role=alert]:visible").count()


def test_tomorrow_the_same_file_goes_on(page, case, context, live_server, client, tmp_path):
    held = []

    def hold(route):
        if route.request.method == "PATCH":
            held.append(route)
        else:
            route.continue_()

    page.route(PIECES, hold)
    path = pdf(tmp_path, "scan.pdf", 9 * MB)
    page.set_input_files("[name=file]", path)
    upload(page)
    while not held:
        page.wait_for_timeout(50)
    arrival = Arrival.objects.get()
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert stored == "[{},{}]"

    context.set_offline(True)
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    enter(context, live_server, client, make.family_of(case), case)
    page = context.new_page()
    page.goto(f"{live_server.url}/family/{case.reference}/records/upload/")
    assert "% is here. Choose the same file again to go on." in page.inner_text("main")
    page.set_input_files("[name=file]", path)
    upload(page)

    here(page, "We have 1 file.")
    arrival.refresh_from_db()
    assert (Arrival.objects.count(), arrival.offset) == (1, arrival.length)


def test_pause_go_on_and_remove_by_keyboard(page, tmp_path):
    waiting = []

    def slow(route):
        if route.request.method == "PATCH" and not waiting:
            waiting.append(route)
        else:
            route.continue_()

    page.route(PIECES, slow)
    page.set_input_files("[name=file]", [pdf(tmp_path, "scan.pdf", 9 * MB), pdf(tmp_path, "b.pdf", 9 * MB)])
    page.wait_for_selector(".so-upload >> nth=1")
    page.locator(".so-upload >> nth=1").get_by_role("button", name="Remove").press("Enter")
    page.check("[name=item][value=not_sure]", force=True)
    page.locator("main form button[type=submit]").press("Enter")
    while not waiting:
        page.wait_for_timeout(50)
    row = page.locator(".so-upload")
    row.get_by_role("button", name="Pause").press("Enter")
    assert "Paused" in row.inner_text()

    row.get_by_role("button", name="Go on").press("Enter")

    here(page, "We have 1 file.")


def test_what_is_not_taken_is_said_in_its_row(page, tmp_path):
    page.set_input_files("[name=file]", pdf(tmp_path, "setup.exe", 10))
    upload(page)

    here(page, "The selected file must be a PDF, photo, DOCX, ZIP, video or DICOM file")
    assert page.locator(".so-upload [role=alert]").is_visible()
    page.get_by_role("button", name="Remove").click()
    assert page.locator(".so-upload").count() == 0


def test_the_office_and_the_coordinator_have_it_too(context, case, live_server, client, tmp_path):
    coordinator = make.person("coordinator")
    for user, path, words in (
        (make.office_of(case), f"/physician/{case.reference}/upload/", "We have 1 file."),
        (coordinator, f"/coordinator/{case.reference}/upload/", "1 file added"),
    ):
        context.clear_cookies()
        enter(context, live_server, client, user, case)
        page = context.new_page()
        page.goto(live_server.url + path)
        page.set_input_files("[name=file]", pdf(tmp_path, "a.pdf", 2000))
        page.wait_for_selector(".so-upload")
        if page.locator("[name=item][value=not_sure]").count():
            page.check("[name=item][value=not_sure]", force=True)
        page.click("main form button[type=submit]")
        here(page, words)
        page.close()


@pytest.mark.parametrize(("locale", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_in_spanish_and_arabic(browser, case, live_server, client, tmp_path, locale, direction):
    context = browser.new_context(locale=locale, viewport={"width": 360, "height": 800}, color_scheme="dark")
    enter(context, live_server, client, make.family_of(case), case)
    page = context.new_page()
    page.goto(f"{live_server.url}/family/{case.reference}/records/upload/")
    page.set_input_files("[name=file]", pdf(tmp_path, "a.pdf", 2000))
    page.wait_for_selector(".so-upload")

    assert page.get_attribute("html", "dir") == direction
    assert "Press Upload" not in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.screenshot(path=os.environ.get("SHOTS", str(tmp_path)) + f"/upload-{locale}.png", full_page=True)
    context.close()


def test_1204_files_of_500_kb(page, case, tmp_path):
    """The figure is three minutes; this asks for the tenth of it, and that it stays one row."""
    for number in range(120):
        pdf(tmp_path, f"CD/IM{number:04}.pdf", 500_000)
    page.set_input_files("#id_folder", tmp_path / "CD")
    start = time.monotonic()
    upload(page)

    page.wait_for_selector("text=We have 120 files.", timeout=60_000)
    assert time.monotonic() - start < 60
    assert page.locator(".so-files > li").count() == 1

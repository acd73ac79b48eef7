"""Open boards in a real browser: what arrives shows by itself, is said once, and moves nothing that one reads."""

import pytest

from records.domain.transitions import settle
from tests import make

LOOK = 21_000  # milliseconds: a poll has happened
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def case(transactional_db):
    return make.case("collecting_records", by=make.person("lead_coordinator"), **make.OFFICE)


def enter(page, live_server, client, case, user, level="full"):
    """The browser gets the session of a person who has come in."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["levels"] = {case.reference: level}
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])
    page.set_default_timeout(15_000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.clock.install()


def polled(page):
    """A poll, and its answer. -> the status"""
    with page.expect_response(lambda answer: "x-poll" in answer.request.headers) as caught:
        page.clock.run_for(LOOK)
    return caught.value.status


def came(case):
    item = make.items(case, status="asked", party="physician", necessity="required").first()
    make.upload(case, item, by=make.office_of(case))
    return item


@pytest.mark.parametrize("page_of", ["status", "records"])
def test_a_family_sees_a_record_come_while_it_reads(page, live_server, client, case, page_of):
    enter(page, live_server, client, case, make.family_of(case))
    page.goto(f"{live_server.url}/family/{case.reference}/{page_of}/")
    rows = page.locator("[data-live] [data-number]")
    rows.nth(4).scroll_into_view_if_needed()
    before = rows.nth(4).bounding_box()["y"]
    assert polled(page) == 304

    item = came(case)
    assert polled(page) == 200

    row = page.locator(f"#record-{item.number}")
    row.and_(page.locator("[data-state=received]")).wait_for()
    assert page.locator("#live-news").text_content().count("Received") == 1
    assert abs(rows.nth(4).bounding_box()["y"] - before) <= 2
    assert polled(page) == 304
    assert page.troubles == []


def test_what_a_family_has_in_hand_stays_under_its_hand(page, live_server, client, case):
    enter(page, live_server, client, case, make.family_of(case))
    page.goto(f"{live_server.url}/family/{case.reference}/records/")
    item = make.items(case, status="asked", party="physician", necessity="required").first()
    link = page.locator(f"#record-{item.number} a")
    link.focus()

    came(case)
    polled(page)

    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.closest('[data-number]').id") == f"record-{item.number}"
    assert page.locator(f"#record-{item.number}").get_attribute("data-state") == "asked"


def test_a_session_that_ended_is_left_in_peace(page, live_server, client, case):
    enter(page, live_server, client, case, make.family_of(case))
    page.goto(f"{live_server.url}/family/{case.reference}/status/")
    page.context.clear_cookies()

    with page.expect_response(lambda answer: "x-poll" in answer.request.headers):
        page.clock.run_for(LOOK)
    page.clock.run_for(3 * LOOK)

    assert page.url.endswith("/status/")
    assert page.locator("#live-news").text_content() == ""


def test_a_coordinator_sees_it_too_and_keeps_what_is_half_written(page, live_server, client, case):
    enter(page, live_server, client, case, make.person("coordinator"))
    page.goto(f"{live_server.url}/coordinator/{case.reference}/")
    item = came(case)
    assert polled(page) == 200
    row = page.locator(f"#record-{item.number}")
    row.and_(page.locator("[data-state=received]")).wait_for()
    assert "It was received" in page.locator("#live-news").text_content()
    assert "Coordinator" in page.locator("#bar").text_content()

    row.locator("select").select_option(index=2)
    page.locator("h1").click()
    settle(make.items(case, pk=item.pk).get(), "accept", by=make.person("coordinator"), now=make.NOW)
    assert polled(page) == 200

    page.locator("#live-said").and_(page.locator(":visible")).wait_for()
    assert row.get_attribute("data-state") == "received"
    assert row.locator("select").evaluate("each => each.selectedIndex") == 2
    assert polled(page) == 304
    assert page.troubles == []


def test_nobody_asks_while_the_page_is_hidden(page, live_server, client, case):
    enter(page, live_server, client, case, make.family_of(case))
    page.goto(f"{live_server.url}/family/{case.reference}/status/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "x-poll" in request.headers else None)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")

    page.clock.run_for(5 * LOOK)
    page.wait_for_timeout(300)

    assert asked == []

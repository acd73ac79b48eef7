"""Boards that keep themselves up to date: cheap, honest about the session, and seen in the trail once in a while."""

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.domain import holds
from intake.models import Access
from intake.queries import reference
from records.domain import demands
from records.domain.transitions import settle
from tests import make
from tests.rooms import entering
from tests.rooms.desk import APART, address, is_user, sign_in

SITE = Path(__file__).parents[2] / "static" / "site"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("lead_coordinator"), **make.OFFICE)


def family_mark(page):
    return re.search(r'data-live="([^"]+)"', page.text)[1]


def desk_headers(page):
    return json.loads(unescape(re.search(r'hx-headers="([^"]+)"', page.text)[1]))


def poll(client, path, mark, **more):
    return client.get(path, headers={"X-Poll": "1", "If-None-Match": f'"{mark}"', **more})


def status(case):
    return address(case, "status", room="family")


def statements(client, user, path, headers):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, headers=headers)
    sqls = [each["sql"] for each in caught if not each["sql"].startswith(APART) and "django_session" not in each["sql"]]
    return answer, [sql for sql in sqls if not is_user(sql, user)]


@pytest.mark.parametrize("name", ["status", "records"])
def test_an_unchanged_board_of_a_family_costs_one_statement(client, case, name):
    user = entering.family(client, case)
    path = address(case, name, room="family")
    mark = family_mark(client.get(path))

    answer, sqls = statements(client, user, path, {"X-Poll": "1", "If-None-Match": f'"{mark}"'})

    assert (answer.status_code, answer.content, len(sqls)) == (304, b"", 1)


def test_an_unchanged_case_costs_a_coordinator_one_statement(client, case):
    user = sign_in(client, make.person("coordinator"))
    headers = desk_headers(client.get(address(case)))

    answer, sqls = statements(client, user, address(case), {**headers, "HX-Request": "true"})

    assert headers["X-Poll"] == "1"
    assert (answer.status_code, len(sqls)) == (304, 1)


def test_what_changed_comes_with_a_new_mark(client, case):
    entering.family(client, case)
    mark = family_mark(client.get(status(case)))
    item = make.items(case, status="asked", party="physician").first()
    make.upload(case, item, by=make.office_of(case))

    page = poll(client, status(case), mark)

    assert page.status_code == 200
    assert family_mark(page) != mark
    assert (
        f'id="record-{item.number}" data-item="{item.kind}" data-number="{item.number}" data-state="received"'
        in page.text
    )


def test_a_coordinator_gets_the_changed_records_alone(client, case):
    sign_in(client, make.person("coordinator"))
    headers = desk_headers(client.get(address(case)))
    item = make.items(case, status="asked", party="physician").first()
    make.upload(case, item, by=make.office_of(case))

    page = client.get(address(case), headers={**headers, "HX-Request": "true"})

    assert re.findall(r'id="record-(\d+)" data-hx-swap-oob="true"', page.text) == [str(item.number)]
    assert "It was received" in re.search(r'id="live-news"[^>]*>(.*?)</p>', page.text, re.DOTALL)[1]
    assert "<html" not in page.text
    assert desk_headers(page)["If-None-Match"] != headers["If-None-Match"]


def test_another_list_is_not_put_in_place_but_said(client, case):
    sign_in(client, make.person("coordinator"))
    headers = desk_headers(client.get(address(case)))
    kinds = reference.current().record_items.keys() - set(make.items(case).values_list("kind", flat=True))
    demands.add(case, sorted(kinds)[0], why="It matters", by=make.person("lead_coordinator"), now=make.NOW)

    page = client.get(address(case), headers={**headers, "HX-Request": "true"})

    assert "Load it again" in page.text


def test_a_poll_does_not_keep_a_session_alive(client, case, clock):
    entering.family(client, case)
    page = client.get(status(case))
    session = client.session
    session.update({"since": make.NOW.timestamp(), "last": make.NOW.timestamp()})
    session.save()
    for minutes in range(5, 65, 5):
        clock.move_to(make.NOW + timedelta(minutes=minutes))
        answer = poll(client, status(case), family_mark(page) if minutes < 15 else "x")
    assert client.session.get("last") in (None, make.NOW.timestamp())
    assert answer.status_code == 200  # 60 minutes are not over

    clock.move_to(make.NOW + timedelta(minutes=61))
    assert poll(client, status(case), "x").status_code == 302


def test_polling_leaves_one_row_of_access_in_fifteen_minutes(client, case, clock):
    user = entering.family(client, case)
    mark = family_mark(client.get(status(case)))
    rows = Access.objects.filter(case=case, by=user)
    assert rows.count() == 1

    codes = []
    for seconds in range(20, 31 * 60, 20):
        clock.move_to(make.NOW + timedelta(seconds=seconds))
        codes.append(poll(client, status(case), mark).status_code)

    assert rows.count() == 3
    assert codes.count(200) == 2  # those that left a row; all the others cost one statement
    assert set(codes) == {200, 304}


def test_a_look_by_hand_is_always_written_down(client, case):
    user = entering.family(client, case)
    for _ in range(3):
        client.get(status(case))
    client.get(address(case, "upload", room="family"), headers={"X-Poll": "1"})

    assert Access.objects.filter(case=case, by=user).count() == 4


def test_a_case_that_is_not_yours_answers_a_poll_like_any_request(client, case):
    mark = "1-1-20261124-"
    assert poll(client, status(case), mark).status_code == 302
    entering.family(client, make.case())
    assert poll(client, status(case), mark).status_code == 404
    assert poll(client, "/family/SO-0000-0000-0/status/", mark).status_code == 404
    sign_in(client, make.person("coordinator", services=["neuro_oncology"]))
    assert poll(client, address(case), mark).status_code == 404


def test_a_reported_death_ends_the_board_at_the_next_poll(client, case):
    entering.family(client, case)
    mark = family_mark(client.get(status(case)))
    holds.report_death(case, by=make.person("coordinator"), now=make.NOW)

    page = poll(client, status(case), mark)

    assert page.status_code == 200
    assert "data-live" not in page.text


def test_the_family_is_told_of_a_step_in_its_language(client, case):
    entering.family(client, case)
    item = make.items(case, status="asked", party="physician").first()
    make.upload(case, item, by=make.office_of(case))
    settle(make.items(case, pk=item.pk).get(), "accept", by=make.person("coordinator"), now=make.NOW)

    page = client.get(status(case), headers={"Accept-Language": "es"})

    assert 'role="status" id="live-news"' in page.text
    assert "Cargar de nuevo" in page.text or "Cárguela de nuevo" in page.text


def test_the_familys_module_is_small_and_the_desks_is_its_own():
    assert (SITE / "live.js").stat().st_size <= 2048
    assert "htmx" not in (SITE / "app.js").read_text()
    assert "htmx" in (SITE / "desk.js").read_text()

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.domain import delivery, holds, links, members
from intake.models import Access, Link
from intake.states import Room
from records.domain import cases, office
from tests import make

DEAD = "This link no longer works. Get a new link"


@pytest.fixture
def case(db):
    """Sent now, so that links and codes live."""
    return make.case(
        "collecting_records", now=timezone.now(), child_first_name="Nia", child_last_name="Sample", **make.OFFICE
    )


@pytest.fixture
def token(case):
    return links.issue(case.notices.get(kind="physician_invited"), now=timezone.now())


def home(case):
    return f"/physician/{case.reference}/"


def open_link(client, token):
    return client.post(f"/physician/link/{token}/")


def test_a_link_shows_a_button_and_only_its_press_opens(client, case, token):
    for method in (client.get, client.head, client.get):
        response = method(f"/physician/link/{token}/")
        assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert b"Open the request" in response.content
    assert (Link.objects.get().opened_at, Access.objects.exists()) == (None, False)
    assert client.get(home(case)).status_code == 302

    response = open_link(client, token)

    assert (response.status_code, response["Location"]) == (302, home(case))
    assert client.get(home(case)).status_code == 200


def test_fifty_scanners_use_nothing_up(client, case, token):
    for agent in ("Outlook SafeLinks", "Proofpoint", "Barracuda", "Mimecast", "curl/8"):
        for method in [client.get, client.head] * 5:
            assert method(f"/physician/link/{token}/", headers={"user-agent": agent}).status_code == 200

    assert open_link(client, token).status_code == 302


def test_unknown_expired_and_revoked_links_are_one_page(client, case, token):
    member = case.members.get(kind="physician")
    unknown = client.get(f"/physician/link/{'x' * 43}/")
    pages = [unknown]
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    pages.append(client.get(f"/physician/link/{token}/"))
    Link.objects.update(expires_at=timezone.now() + timedelta(days=1))
    links.revoke(member, by=member.user, now=timezone.now())
    pages += [client.get(f"/physician/link/{token}/"), open_link(client, token)]

    assert {page.status_code for page in pages} == {404}
    assert len({plain(page) for page in pages}) == 1
    assert DEAD in unknown.content.decode()
    assert 'action="/physician/return/"' in unknown.content.decode()


def plain(page):
    """A page without what differs each time."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+|value="/physician/link/[^"]*', "", page.content.decode())


def test_a_family_s_link_does_not_open_an_office(client, case):
    token = links.issue(case.notices.get(kind="receipt"), now=timezone.now())

    assert client.get(f"/physician/link/{token}/").status_code == 404


def test_a_session_planted_before_is_worth_nothing(client, case, token):
    client.get("/physician/return/")
    client.session.save()
    before = client.session.session_key

    open_link(client, token)
    opened = client.session.session_key
    client.post(f"{home(case)}code/", {"code": family_code(case)})

    assert len({before, opened, client.session.session_key}) == 3


def family_code(case):
    return members.office_code(case.members.get(kind="physician"), now=timezone.now())


def test_the_link_shows_initials_and_year_and_the_code_the_rest(client, case, token):
    open_link(client, token)
    before = client.get(home(case)).content.decode()
    assert "N. S." in before and "2019" in before
    assert "Nia" not in before and "April" not in before

    response = client.post(f"{home(case)}code/?next={home(case)}upload/", {"code": family_code(case)})

    assert (response.status_code, response["Location"]) == (302, f"{home(case)}upload/")
    after = client.get(home(case)).content.decode()
    assert "Nia Sample" in after and "April 27, 2019" in after


def test_six_digits_that_we_read_out_open_it_too(client, case, token):
    member = case.members.get(kind="physician")
    digits = members.read_out(member, by=make.person("coordinator"), now=timezone.now())
    open_link(client, token)

    assert client.post(f"{home(case)}code/", {"code": f"{digits[:3]} {digits[3:]}"}).status_code == 302
    assert members.code_fits(member, digits, now=timezone.now()) is False  # once


@pytest.mark.parametrize("code", ["", "123", "abcdefgh", "2019/04/27"])
def test_what_is_no_code_costs_no_try(client, case, token, code):
    open_link(client, token)

    for _ in range(7):
        assert client.post(f"{home(case)}code/", {"code": code}).status_code == 422
    assert client.post(f"{home(case)}code/", {"code": family_code(case)}).status_code == 302


def test_five_wrong_codes_end_the_trying(client, case, token):
    right = family_code(case)
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    open_link(client, token)

    answers = [client.post(f"{home(case)}code/", {"code": wrong}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "This code is not right" in answers[0].content.decode()
    assert answers[-1]["Retry-After"] == "900"
    assert wrong not in answers[-1].content.decode()
    assert members.code_fits(case.members.get(kind="physician"), right, now=timezone.now()) is False


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "/family/", "/physician/SO-0000-0000-0/"])
def test_the_code_leads_nowhere_else(client, case, token, page):
    open_link(client, token)

    response = client.post(f"{home(case)}code/?next={page}", {"code": family_code(case)})

    assert response["Location"] == home(case)


def test_a_known_and_an_unknown_address_get_the_same_answer(client, case, smtp, settings):
    settings.LIMITS = 0
    delivery.send_owed(now=timezone.now())
    smtp.received.clear()

    known, unknown = (
        client.post("/physician/return/", {"email": mail}) for mail in ("office@example.org", "x@example.org")
    )
    delivery.send_owed(now=timezone.now())

    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    assert [(one.to, one.message["Subject"]) for one in smtp.received] == [(["office@example.org"], "Your new link")]


def test_a_known_and_an_unknown_address_take_the_same_time(client, case, settings):
    settings.LIMITS = 0

    def took(mail):
        start = time.perf_counter()
        client.post("/physician/return/", {"email": mail})
        return time.perf_counter() - start

    pairs = [(took("office@example.org"), took("nobody@example.org")) for _ in range(7)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))  # what other work on the machine added is out

    assert abs(known - unknown) < 0.02


def test_link_requests_are_few_an_hour(client, case):
    answers = [client.post("/physician/return/", {"email": "office@example.org"}).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert case.notices.filter(kind="new_link").count() == 3


@pytest.mark.parametrize(
    "mail", ["", "office", "a@b.org\r\nBcc: x@example.org", "élodie@example.org", "x" * 65 + "@example.org"]
)
def test_what_is_no_address_is_said_at_the_field(client, db, mail):
    response = client.post("/physician/return/", {"email": mail})

    assert response.status_code == 422
    assert b"<title>Error:" in response.content


def test_whoever_comes_by_another_s_reference_finds_nothing(client, case, token):
    other = make.case(child_first_name="Zoe", **{**make.OFFICE, "doctor_email": "other@example.org"})
    open_link(client, token)

    for page in ("", "upload/", "ship/", "sent/", "leave/", "code/", "records/1/", "questions/1/"):
        assert client.get(f"/physician/{other.reference}/{page}").status_code == 404


def test_an_office_that_left_sees_nothing_any_more(client, case, token):
    open_link(client, token)
    office.leave(case.members.get(kind="physician"), why="not_ours", by=make.office_of(case), now=timezone.now())

    assert client.get(home(case)).status_code == 404
    assert client.get(f"/physician/link/{token}/").status_code == 404


@pytest.mark.parametrize("end", ["withdrawn", "death"])
def test_nothing_is_asked_once_it_is_over(client, case, token, end):
    open_link(client, token)
    if end == "withdrawn":
        cases.advance(case, "withdraw", by=make.family_of(case), now=timezone.now())
    else:
        holds.report_death(case, by=make.family_of(case), now=timezone.now())

    for page in ("", "upload/", "ship/", "sent/", "leave/"):
        text = client.get(home(case) + page).content.decode()
        assert "Nothing is asked of you now" in text
        assert "data-item" not in text
        assert not any(word in text.lower() for word in ("died", "death", "withdrawn"))
    assert client.post(f"{home(case)}upload/", {"file": make.file(), "item": "not_sure"}).status_code == 200
    assert not case.uploads.exists()


def test_the_office_s_room_is_for_offices(client, case):
    client.force_login(make.person("coordinator"))

    assert client.get(home(case)).status_code == 404


def test_a_new_link_ends_the_old_one(client, case, token):
    assert links.ask(Room.PHYSICIAN, email="office@example.org", now=timezone.now()) == 1
    new = links.issue(case.notices.get(kind="new_link"), now=timezone.now())

    open_link(client, new)

    assert client.get(f"/physician/link/{token}/").status_code == 404
    assert client.get(f"/physician/link/{new}/").status_code == 200

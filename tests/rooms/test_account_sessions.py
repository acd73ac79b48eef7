"""How long staff stay, in how many places, and what ends it."""

from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import entry
from intake.domain import sign_in
from intake.domain.sign_in import factors
from tests import make
from tests.rooms.test_account import CODE, HOME, LOGIN, PASSWORD, code_now, is_in, member, sign

QUEUE = "/coordinator/"


@pytest.fixture
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db, clock):
    return member("coordinator")


@pytest.fixture
def signed(client, coordinator):
    sign(client, coordinator)
    return client


def write(client, **words):
    """As a browser sends a form."""
    client.post("/coordinator/SO-0000-0000-0/note/", urlencode(words), content_type="application/x-www-form-urlencoded")


# --- time


def test_using_it_keeps_it_open_up_to_twelve_hours(signed, clock):
    for _ in range(24):
        clock.shift(29 * 60)
        assert is_in(signed)
    clock.shift(29 * 60)

    assert not is_in(signed)


def test_after_half_an_hour_the_code_alone_opens_it_again(signed, clock):
    clock.shift(31 * 60)
    asked = signed.get(HOME)
    page = signed.get(asked["Location"], follow=True)
    opened = signed.post(CODE, {"code": code_now()})

    assert asked["Location"] == f"{LOGIN}?next=/account/"
    assert (page.request["PATH_INFO"], "You were away" in page.text) == (CODE, True)
    assert (opened["Location"], is_in(signed)) == (HOME, True)


def test_a_pause_does_not_stretch_the_twelve_hours(signed, clock):
    for _ in range(2):
        clock.shift(5 * 3600)
        signed.get(HOME)
        signed.post(CODE, {"code": code_now()})
        assert is_in(signed)
    clock.shift(2 * 3600 + 60)

    assert not is_in(signed)
    assert signed.get(LOGIN).status_code == 200


def test_after_twelve_hours_the_code_alone_opens_nothing(signed, clock):
    clock.shift(12 * 3600 + 60)
    signed.get(HOME)

    assert signed.post(CODE, {"code": code_now()})["Location"] == LOGIN
    assert not is_in(signed)


def test_while_paused_nothing_opens(signed, clock, coordinator):
    clock.shift(31 * 60)
    signed.get(HOME)
    before = coordinator.language

    signed.post(HOME, {"notify": "daily", "language": "es"})

    coordinator.refresh_from_db()
    assert coordinator.language == before


def test_a_poll_does_not_keep_it_open(signed, clock):
    for _ in range(4):
        clock.shift(10 * 60)
        signed.get(HOME, headers={"X-Poll": "1"})

    assert not is_in(signed)


def test_what_was_written_in_a_pause_can_be_sent_again(signed, clock):
    clock.shift(31 * 60)
    write(signed, body="He called at noon <b>", version="7")
    opened = signed.post(CODE, {"code": code_now()})
    page = signed.get(opened["Location"])

    assert opened["Location"] == reverse("account:kept")
    assert "He called at noon &lt;b&gt;" in page.text
    assert 'action="/coordinator/SO-0000-0000-0/note/"' in page.text
    assert '<input type="hidden" name="version" value="7">' in page.text


def test_what_was_written_is_sealed_in_the_session(signed, clock):
    clock.shift(31 * 60)
    write(signed, body="He called at noon")

    assert entry.KEPT in signed.session
    assert "noon" not in str(dict(signed.session))


def test_nobody_else_sees_what_was_written(signed, clock):
    clock.shift(31 * 60)
    write(signed, body="He called at noon")
    colleague = member("coordinator")
    signed.post(LOGIN, {"login": colleague.email, "password": PASSWORD})
    signed.post(CODE, {"code": code_now()})

    assert is_in(signed)
    assert signed.get(reverse("account:kept")).status_code == 404


# --- places


def test_a_fourth_place_ends_the_first(coordinator, clock):
    places = [Client() for _ in range(4)]
    for place in places:
        sign(place, coordinator)
        clock.shift(30)

    assert [is_in(place) for place in places] == [False, True, True, True]


def test_another_place_is_listed_and_ended(signed, coordinator, clock):
    other = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"})
    clock.shift(30)
    sign(other, coordinator)
    listed = signed.get(HOME).context["sessions"]

    assert [(place["browser"], place["here"]) for place in listed] == [
        ("Firefox on Linux", False),
        ("Another program", True),
    ]
    signed.post(reverse("account:end_session"), {"session": listed[0]["name"]})
    assert (is_in(other), is_in(signed)) == (False, True)


def test_the_place_of_another_person_cannot_be_ended(signed, clock):
    other, stranger = Client(), member("coordinator")
    sign(other, stranger)
    name = other.get(HOME).context["sessions"][0]["name"]

    signed.post(reverse("account:end_session"), {"session": name})

    assert is_in(other)


def test_all_others_end_at_once(signed, coordinator, clock):
    others = [Client(), Client()]
    for other in others:
        clock.shift(30)
        sign(other, coordinator)

    signed.post(reverse("account:end_session"))

    assert [is_in(place) for place in (*others, signed)] == [False, False, True]


def test_signing_out_clears_the_browser(signed):
    response = signed.post(reverse("account:logout"))

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Location"] == LOGIN
    assert not is_in(signed)
    assert signed.get(reverse("account:logout")).status_code == 405


# --- ends


def test_a_deactivated_person_is_out_with_the_next_click(signed, coordinator):
    coordinator.is_active = False
    coordinator.save()

    assert not is_in(signed)


def test_another_role_ends_the_session(signed, coordinator):
    coordinator.role = "admin"
    coordinator.save()

    assert not is_in(signed)
    assert signed.get(LOGIN).status_code == 200


def test_a_new_invitation_ends_sessions_password_and_codes(signed, coordinator):
    sign_in.invite(coordinator.email, "coordinator", now=timezone.now())
    again = Client().post(LOGIN, {"login": coordinator.email, "password": PASSWORD})

    assert not is_in(signed)
    assert again.status_code == 422
    assert not sign_in.enrolled(coordinator)


def test_a_new_password_ends_the_other_places(signed, coordinator, clock):
    other = Client()
    clock.shift(30)
    sign(other, coordinator)
    new = "another long sentence of mine"

    wrong = signed.post(reverse("account:security"), {"act": "password", "old": "no", "new": new})
    changed = signed.post(reverse("account:security"), {"act": "password", "old": PASSWORD, "new": new})

    assert (wrong.status_code, changed.status_code) == (422, 302)
    assert (is_in(other), is_in(signed)) == (False, True)
    assert len(signed.get(HOME).context["sessions"]) == 1


def test_new_recovery_codes_ask_for_a_code(signed, coordinator, clock):
    old = factors.new_recovery_codes(coordinator, now=timezone.now())[0]
    clock.shift(30)

    wrong = signed.post(reverse("account:security"), {"act": "recovery", "code": "000000"})
    made = signed.post(reverse("account:security"), {"act": "recovery", "code": code_now()})

    assert (wrong.status_code, len(made.context["codes"])) == (422, 10)
    assert factors.use(coordinator, old, now=timezone.now()) == "wrong"
    assert factors.use(coordinator, made.context["codes"][3], now=timezone.now()) == "right"


def test_another_phone_ends_every_session_until_it_is_set_up(signed, coordinator, clock):
    clock.shift(30)

    asked = signed.post(reverse("account:security"), {"act": "app", "code": code_now()})

    assert (asked["Location"], is_in(signed)) == (reverse("account:enroll"), False)
    assert not sign_in.enrolled(coordinator)

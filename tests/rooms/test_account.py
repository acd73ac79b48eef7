"""Staff sign-in: password, always a second factor, sessions that end."""

import re

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from intake.domain import sign_in
from intake.domain.sign_in import factors
from tests import make

PASSWORD = "a long sentence nobody else uses"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, CODE, HOME = "/account/login/", "/account/code/", "/account/"


@pytest.fixture
def clock(settings):
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db, clock):
    return member("coordinator")


def member(role, **values):
    user = make.person(role, **values)
    user.set_password(PASSWORD)
    user.save()
    factors.enroll(user, SECRET, now=timezone.now())
    return user


def code_now():
    return factors.code_at(SECRET, timezone.now())


def say(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password, **extra})


def sign(client, user, wanted=""):
    say(client, user.email, next=wanted)
    return client.post(CODE, {"code": code_now()})


def is_in(client):
    return client.get(HOME).status_code == 200


# --- the way in


def test_password_and_code_lead_to_the_own_room(client, coordinator):
    asked = say(client, coordinator.email)
    let_in = client.post(CODE, {"code": code_now()})

    assert (asked.status_code, asked["Location"]) == (302, CODE)
    assert (let_in.status_code, let_in["Location"]) == (302, "/coordinator/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("role", "door"),
    [
        ("lead_coordinator", "/coordinator/"),
        ("privacy", "/coordinator/"),
        ("oncology", "/oncology/"),
        ("admin", "/admin/"),
    ],
)
def test_each_role_has_its_door(client, db, clock, role, door):
    assert sign(client, member(role))["Location"] == door


def test_the_password_alone_opens_nothing(client, coordinator):
    say(client, coordinator.email)

    assert client.get(HOME).status_code == 302
    assert client.get(HOME)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "٠٠٠٠٠٠", "7F3K2-QXM4W"])
def test_a_wrong_code_opens_nothing(client, coordinator, code):
    say(client, coordinator.email)

    response = client.post(CODE, {"code": code})

    assert response.status_code == 422
    assert not is_in(client)


def test_a_code_opens_one_door_only(client, coordinator):
    sign(client, coordinator)
    client.post(reverse("account:logout"))
    say(client, coordinator.email)

    again = client.post(CODE, {"code": code_now()})

    assert (again.status_code, is_in(client)) == (422, False)
    assert "used already" in again.text


def test_the_next_code_opens_again(client, coordinator, clock):
    sign(client, coordinator)
    client.post(reverse("account:logout"))
    clock.shift(30)

    assert sign(client, coordinator).status_code == 302
    assert is_in(client)


def test_the_code_of_another_member_does_not_fit(client, coordinator):
    other = make.person("coordinator")
    factors.enroll(other, factors.new_secret(), now=timezone.now())
    other.set_password(PASSWORD)
    other.save()
    say(client, other.email)

    assert client.post(CODE, {"code": code_now()}).status_code == 422


def test_a_recovery_code_opens_once(client, coordinator):
    code = factors.new_recovery_codes(coordinator, now=timezone.now())[0]
    say(client, coordinator.email)
    first = client.post(CODE, {"code": code.lower().replace("-", " ")})
    client.post(reverse("account:logout"))
    say(client, coordinator.email)

    assert (first.status_code, client.post(CODE, {"code": code}).status_code) == (302, 422)
    assert factors.recovery_codes_left(coordinator) == 9


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(client, coordinator, clock):
    say(client, coordinator.email)
    clock.shift(901)

    response = client.post(CODE, {"code": code_now()})

    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert not is_in(client)


def test_the_session_has_a_new_name_at_each_step(client, coordinator):
    client.get(LOGIN)
    client.session["planted"] = 1
    say(client, coordinator.email)
    after_password = client.session.session_key
    client.post(CODE, {"code": code_now()})

    assert after_password != client.session.session_key


def test_a_cookie_from_before_is_dead(client, coordinator):
    say(client, coordinator.email)
    planted = client.cookies["sessionid"].value
    client.post(CODE, {"code": code_now()})
    assert is_in(client)

    client.cookies["sessionid"] = planted

    assert not is_in(client)


# --- who is who


@pytest.mark.parametrize("known", ["inactive", "invited", "nobody"])
def test_unknown_and_known_people_get_the_same_answer(client, coordinator, known):
    invited, _ = sign_in.invite("invited@example.org", "coordinator", now=timezone.now())
    gone = member("coordinator", email="gone@example.org", is_active=False)
    login = {"inactive": gone.email, "invited": invited.email, "nobody": "nobody@example.org"}[known]
    right = PASSWORD if known == "inactive" else "wrong"

    wrong, unknown = say(client, coordinator.email, "wrong"), say(client, login, right)

    def plain(response, name):
        return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.text).replace(name, "")

    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong, coordinator.email) == plain(unknown, login)


def test_each_wrong_pair_costs_one_password_hash(client, coordinator, monkeypatch, settings):
    hashed = []
    hasher = "tests.rooms.test_account.Counting"
    settings.PASSWORD_HASHERS = [hasher]
    monkeypatch.setattr(Counting, "seen", hashed)
    coordinator.set_password(PASSWORD)
    coordinator.save()
    counts = []
    for login in (coordinator.email, "nobody@example.org"):
        hashed.clear()
        say(client, login, "wrong")
        counts.append(len(hashed))

    assert counts == [1, 1]


class Counting(MD5PasswordHasher):
    algorithm = "counting"
    seen: list = []

    def encode(self, password, salt):
        self.seen.append(1)
        return super().encode(password, salt)


# --- limits


def test_ten_wrong_passwords_and_then_the_wall(client, coordinator, clock):
    answers = [say(client, coordinator.email, "wrong").status_code for _ in range(11)]
    right = say(client, coordinator.email)

    assert answers == [422] * 10 + [429]
    assert (right.status_code, right["Retry-After"]) == (429, "900")


def test_the_right_password_passes_when_the_bucket_has_filled(client, coordinator, clock):
    for _ in range(11):
        say(client, coordinator.email, "wrong")
    wait_in_database(minutes=7)

    assert say(client, coordinator.email).status_code == 302


def wait_in_database(minutes):
    """The buckets go by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_bucket SET filled_at = filled_at - make_interval(mins => %s)", [minutes])


def test_twenty_wrong_names_from_one_address(client, coordinator):
    answers = [say(client, f"nobody{number}@example.org", "wrong").status_code for number in range(21)]

    assert answers == [422] * 20 + [429]
    assert say(client, coordinator.email).status_code == 429


def test_five_wrong_codes_and_then_the_wall(client, coordinator):
    say(client, coordinator.email)
    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    assert client.post(CODE, {"code": code_now()}).status_code == 429


def test_success_is_never_counted(client, coordinator, clock):
    for _ in range(30):
        assert sign(client, coordinator).status_code == 302
        client.post(reverse("account:logout"))
        clock.shift(30)


def test_limits_can_be_off(client, coordinator, settings):
    settings.LIMITS = 0

    assert {say(client, coordinator.email, "wrong").status_code for _ in range(25)} == {422}


# --- the log


def test_sign_ins_and_refusals_are_logged_without_names(client, coordinator, caplog):
    caplog.set_level("INFO")
    say(client, coordinator.email, "wrong")
    say(client, "nobody@example.org", "wrong")
    say(client, coordinator.email)
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_now()})

    words = [record.msg.get("event") for record in caplog.records if isinstance(record.msg, dict)]
    assert [word for word in words if word and word.startswith("sign")] == [
        *("sign_in_wrong_password", "sign_in_wrong_password", "sign_in_wrong_code", "signed_in"),
    ]
    assert "@example.org" not in caplog.text

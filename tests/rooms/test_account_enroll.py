"""The first way in, and the pages around it."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from intake.domain import sign_in
from intake.domain.sign_in import factors
from tests import make
from tests.rooms.test_account import HOME, LOGIN, PASSWORD, is_in, member, say, sign

ENROLL, QR = "/account/enroll/", "/account/enroll/qr.svg"


@pytest.fixture
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def invited(db, clock):
    user, token = sign_in.invite("new@example.org", "oncology", services=["oncology"], groups=["bone"], now=make.NOW)
    return user, f"/account/invitation/{token}/"


def secret_on(page):
    shown = re.search(r'class="so-code" data-data>([A-Z2-7 ]+)<', page.text)
    return shown[1].replace(" ", "")


def walk(client, link, password=PASSWORD):
    client.post(link)
    client.post(ENROLL, {"name": "Avery Sample", "new": password})
    secret = secret_on(client.get(ENROLL))
    return client.post(ENROLL, {"code": factors.code_at(secret, timezone.now())})


def test_an_invited_person_sets_password_and_app_and_gets_ten_codes(client, invited):
    user, link = invited

    done = walk(client, link)

    user.refresh_from_db()
    assert (done.status_code, len(set(done.context["codes"]))) == (200, 10)
    assert (user.name, user.check_password(PASSWORD), is_in(client)) == ("Avery Sample", True, True)
    assert all(code in done.text for code in done.context["codes"])


def test_looking_at_the_link_changes_nothing(client, invited):
    for _ in range(50):
        assert client.get(invited[1]).status_code == client.head(invited[1]).status_code == 200

    assert walk(client, invited[1]).status_code == 200


def test_the_link_works_until_a_password_is_set(client, invited):
    client.post(invited[1])
    assert client.post(invited[1]).status_code == 302
    client.post(ENROLL, {"name": "Avery Sample", "new": PASSWORD})

    assert client.get(invited[1]).status_code == client.post(invited[1]).status_code == 404


def test_the_link_ends_after_a_week_and_with_a_newer_one(client, invited, clock):
    _, newer = sign_in.invite("new@example.org", "oncology", now=timezone.now())
    assert client.get(invited[1]).status_code == 404
    assert client.get(f"/account/invitation/{newer}/").status_code == 200

    clock.shift(timedelta(days=7))

    assert client.get(f"/account/invitation/{newer}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "....", "é", "0" * 300])
def test_what_is_no_token_looks_like_an_old_one(client, invited, token):
    response = client.get(f"/account/invitation/{token}/")

    assert (response.status_code, "no longer works" in response.text) == (404, True)


def test_the_pages_of_a_link_send_no_referrer_but_their_form_has_an_origin(client, invited):
    page = client.get(invited[1])

    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="referrer" content="strict-origin">' in page.text


def test_without_a_second_factor_only_its_page_opens(client, db, clock):
    user = make.person("coordinator")
    user.set_password(PASSWORD)
    user.save()

    asked = say(client, user.email)

    assert asked["Location"] == ENROLL
    assert client.get("/account/code/")["Location"] == ENROLL
    assert not is_in(client)
    assert client.get("/coordinator/").status_code in {302, 404}
    assert client.get(ENROLL).status_code == 200


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a new password"),
        ("fourteen chars", "15 characters or more"),
        ("new@example.org new", "must not be like your name"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, invited, password, words):
    client.post(invited[1])

    response = client.post(ENROLL, {"name": "Avery Sample", "new": password})

    assert (response.status_code, words in response.text) == (422, True)
    assert response.text.startswith("<!doctype html>")
    assert "<title>Error: " in response.text


def test_a_wrong_first_code_enrolls_nobody(client, invited):
    user, link = invited
    client.post(link)
    client.post(ENROLL, {"name": "Avery Sample", "new": PASSWORD})

    response = client.post(ENROLL, {"code": "000000"})

    assert (response.status_code, sign_in.enrolled(user), is_in(client)) == (422, False, False)


def test_the_secret_stands_in_the_picture_and_sealed_in_the_table(client, invited):
    client.post(invited[1])
    client.post(ENROLL, {"name": "Avery Sample", "new": PASSWORD})
    secret = secret_on(client.get(ENROLL))
    picture = client.get(QR)
    client.post(ENROLL, {"code": factors.code_at(secret, timezone.now())})
    stored = Authenticator.objects.get(user=invited[0], type="totp").data["secret"]

    assert (picture["Content-Type"], picture.text.startswith("<svg ")) == ("image/svg+xml", True)
    assert secret not in stored
    assert factors.Adapter().decrypt(stored) == secret


def test_the_picture_is_for_nobody_else(client, invited):
    assert client.get(QR).status_code == 404
    sign(client, member("coordinator"))
    assert client.get(QR).status_code == 404


def test_recovery_codes_are_not_readable_in_the_table(client, invited):
    codes = walk(client, invited[1]).context["codes"]
    stored = str(Authenticator.objects.get(user=invited[0], type="recovery_codes").data)

    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


# --- settings


def test_a_person_chooses_how_to_be_told(client, db, clock):
    user = member("coordinator")
    sign(client, user)

    saved = client.post(HOME, {"notify": "daily", "language": "es", "time_zone": "America/Denver"})

    user.refresh_from_db()
    assert saved.status_code == 302
    assert (user.notify, user.language, user.time_zone) == ("daily", "es", "America/Denver")
    assert "Mountain time" in client.get(HOME).text


@pytest.mark.parametrize("wrong", [{"notify": "never"}, {"language": "xx"}, {"time_zone": "Mars/Base"}, {"notify": ""}])
def test_what_is_no_choice_is_refused(client, db, clock, wrong):
    user = member("coordinator")
    sign(client, user)

    response = client.post(HOME, {"notify": "daily", "language": "en", "time_zone": "", **wrong})

    user.refresh_from_db()
    assert (response.status_code, user.notify) == (422, "at_once")


# --- addresses


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/coordinator/?state=submitted", "/coordinator/?state=submitted"),
        ("https://example.com/", "/coordinator/"),
        ("//example.com/", "/coordinator/"),
        ("/\\example.com/", "/coordinator/"),
        ("javascript:alert(1)", "/coordinator/"),
        ("/account/login/", "/coordinator/"),
        ("", "/coordinator/"),
    ],
)
def test_afterwards_one_stays_in_this_site(client, db, clock, wanted, goes):
    assert sign(client, member("coordinator"), wanted=wanted)["Location"] == goes


def test_a_page_that_was_wanted_comes_after_sign_in(client, db, clock):
    asked = client.get("/account/security/")
    page = client.get(asked["Location"])

    assert asked["Location"] == f"{LOGIN}?next=/account/security/"
    assert '<input type="hidden" name="next" value="/account/security/">' in page.text
    assert sign(client, member("coordinator"), wanted="/account/security/")["Location"] == "/account/security/"


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "2fa/", "sessions/", "inactive/", "login/code/"]
)
def test_pages_we_did_not_draw_do_not_exist(client, db, path):
    assert client.get(f"/account/{path}").status_code in {302, 404}
    with pytest.raises(NoReverseMatch):
        reverse("account_login")


def test_families_see_no_staff_settings(client, db):
    client.force_login(make.family_of(make.draft()))

    assert client.get(HOME).status_code == 403


def test_staff_pages_say_that_they_are_english(client, db):
    page = client.get(LOGIN, headers={"Accept-Language": "ar"})

    assert '<html class="govuk-template" lang="en" dir="ltr"' in page.text
    assert 'name="language"' not in page.text

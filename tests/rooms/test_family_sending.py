"""The overview, sending once, and what is said afterwards."""

import pytest
import time_machine
from django.urls import reverse

from intake.forms import guard
from intake.models import Consent, Notice, SecondOpinionRequest
from records.models import RecordItem
from tests import make
from tests.rooms import family

AGREED = {"consent_privacy": "yes", "consent_limits": "yes"}


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0


def the_case():
    return SecondOpinionRequest.objects.get()


def test_the_overview_shows_every_answer_with_its_way_back(db):
    person = family.filled()

    assert person.page == "check"
    for words in ("Nia", "Sample", "April 27, 2019", "osteosarcoma", "Pennsylvania", "Mother", "I do not know"):
        assert words in person.text
    for page in ("help-now", "place", *family.SLUGS[:-1]):
        assert f'href="{person.base}/{page}/?from=check"' in person.text
    assert "What an opinion from records cannot do" in person.text


def test_missing_pages_are_named_on_top_and_stop_the_sending(db):
    person = family.begun()
    person.get(f"{person.base}/check/")
    assert f'href="{person.base}/child/?from=check"' in person.text.split("Check and send")[2]

    person.send(**AGREED)

    assert person.status == 422
    assert "Some answers are missing on the page “Your child”" in person.text
    assert the_case().status == "draft"


def test_the_consents_are_needed(db):
    person = family.filled().send()

    assert set(person.errors) == {"consent_privacy", "consent_limits"}
    assert the_case().submitted_at is None


def test_abroad_a_third_consent_is_needed(db):
    found = make.draft(country="MX", region=None)
    person = family.opened(found).get(f"/family/{found.reference}/check/")
    assert "Your child&#x27;s facts go to the United States" in person.text

    assert set(person.send(**AGREED).errors) == {"consent_cross_border"}
    assert person.send(**AGREED, consent_cross_border="yes").page == "sent"


def test_sending_makes_the_list_and_owes_the_notices(db):
    make.person("coordinator")

    person = family.sent()

    found = the_case()
    assert (person.page, person.status) == ("sent", 200)
    assert person.path == f"/family/{found.reference}/sent/"
    assert found.status == "submitted"
    assert set(Consent.objects.values_list("kind", flat=True)) == {"consent_privacy", "consent_limits"}
    assert RecordItem.objects.filter(case=found).count() > 5
    assert set(Notice.objects.values_list("kind", flat=True)) >= {"receipt", "physician_invited", "team_alert"}


def test_the_page_after_sending_says_what_happens_and_when(db):
    person = family.sent()
    found = the_case()

    assert found.reference in person.text
    assert person.text.count('class="so-steps__when"') == 3
    assert "Give this code to your doctor" in person.text
    assert "+1 202-555-0181" in person.text
    assert "draft" not in person.text.lower().split("<main")[1].split("</main>")[0]
    assert person.get(person.path).status == 200


def test_pressed_twice_it_is_sent_once(db):
    person = family.filled()
    form = dict(AGREED)
    form |= {name: value[0] for name, value in _values(person).items()}
    person.post(person.path, form)
    first = the_case()
    events = first.events.count()

    person.post(f"{person.base}/check/", form)

    assert person.page == "sent"
    assert the_case().events.count() == events
    assert Notice.objects.filter(kind="receipt").count() == 1


def _values(person):
    from tests.walker import Form  # noqa: PLC0415

    found = {}
    for name, value in Form(person.text).values:
        found.setdefault(name, []).append(value)
    return found


def test_the_browser_s_back_button_sends_nothing_again(db):
    person = family.sent()
    back = person.get(f"{person.base}/check/")

    assert "You sent this request on" in back.text
    assert 'name="send_key"' not in back.text


def test_one_key_sends_one_case_only(db):
    first, second = make.draft(), make.draft()
    data = {**AGREED, "send_key": "5b2fd1f0-0b5c-4a53-9a0d-1f3d0b7b1a11", "drawn": "consent_privacy consent_limits"}
    for found in (first, second):
        family.opened(found).post(f"/family/{found.reference}/check/", data)

        found.refresh_from_db()
        assert found.status == "submitted"


@pytest.mark.parametrize("key", ["", "not-a-uuid", "x" * 500, "5b2fd1f0"])
def test_any_key_will_do(key, db):
    found = make.draft()
    family.opened(found).post(f"/family/{found.reference}/check/", {**AGREED, "send_key": key})

    found.refresh_from_db()
    assert found.status == "submitted"


def test_a_fast_send_is_kept_and_sent_with_one_press(settings, db):
    with time_machine.travel(make.NOW, tick=False):
        person = family.filled()
        settings.LIMITS = 1
        person.get(f"{person.base}/check/").send(**AGREED)
        assert "Send again" in person.text
        assert the_case().status == "draft"

        person.send()

    assert person.page == "sent"


def test_a_trap_on_the_last_page_loses_nothing(db):
    person = family.filled().send(**AGREED, **{guard.TRAP: "spam"})
    assert "Send again" in person.text

    assert person.send().page == "sent"


def test_another_language_keeps_the_ticks(db):
    person = family.filled().send(consent_privacy="yes", language="es")

    assert 'lang="es"' in person.text
    box = person.text.split('name="consent_privacy"')[1].split(">")[0]
    assert "checked" in box
    assert the_case().status == "draft"


def test_the_session_of_a_sent_request_ends_after_an_hour(db):
    with time_machine.travel(make.NOW, tick=False) as clock:
        person = family.filled()
        clock.shift(3 * 24 * 3600)
        assert person.get(f"{person.base}/check/").page == "check"
        person.send(**AGREED)
        clock.shift(59 * 60)
        assert person.get(f"{person.base}/status/").page == "status"
        clock.shift(61 * 60)

        assert person.get(f"{person.base}/status/").page == "return"


def test_answers_can_be_mended_until_the_review(db):
    person = family.sent()
    person.get(f"{person.base}/child/", **{"from": "check"}).send(child_first_name="Mia")

    assert person.page == "check"
    assert the_case().child_name == "Mia Sample"


def test_the_way_to_send_costs_the_same_whatever_there_is(db, django_assert_max_num_queries):
    found = make.case()
    person = family.opened(found)
    for name, most in (("status", 22), ("records", 16), ("check", 12), ("sent", 14)):
        with django_assert_max_num_queries(most):
            person.get(reverse(f"family:{name}", args=[found.reference]))

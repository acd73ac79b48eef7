"""Beginning a request: nothing is stored before the second page is sent, and nothing that was typed is lost."""

import pytest
import time_machine

from intake.domain import reference as verbs
from intake.forms import guard
from intake.models import Answer, Counter, SecondOpinionRequest, User
from intake.models.reference import RoutingRule
from tests import make
from tests.rooms import family


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0


@pytest.fixture
def anyone(db):
    return family.Person()


def cases():
    return SecondOpinionRequest.objects.count()


def test_the_first_page_stores_nothing(anyone):
    anyone.get("/family/start/")
    assert (anyone.status, anyone.page) == (200, "help-now")

    anyone.send(red_flags="none")

    assert (anyone.status, anyone.page) == (200, "place")
    assert cases() == Answer.objects.count() == User.objects.filter(role="family").count() == 0


def test_the_second_page_makes_the_case_with_the_answers_of_both(db):
    person = family.begun()

    found = SecondOpinionRequest.objects.get()
    assert person.page == "treatment"
    assert f"/family/{found.reference}/treatment/" == person.path
    given = set(Answer.objects.filter(case=found).values_list("question", flat=True))
    assert given == {"red_flags", "country", "region", "asker_role"}
    assert (found.status, found.country, found.region) == ("draft", "US", "PA")


def test_a_red_flag_asks_if_help_was_called_and_never_locks(anyone):
    anyone.get("/family/start/").send(red_flags="breathing")
    assert anyone.status == 422
    assert anyone.errors == {"red_flag_action": ["Select if you have called for help"]}

    anyone.send(red_flag_action="not_yet")
    assert anyone.page == "place"
    assert "Call for help" in anyone.text
    anyone.send(**family.PLACE)

    assert SecondOpinionRequest.objects.get().red_flag is True


def test_the_browser_s_zone_and_language_go_with_the_case(db):
    person = family.Person(accept_language="es")
    person.client.cookies["zone"] = "America/Chicago"
    person.get("/family/start/").send(red_flags="none")
    person.send(**family.PLACE)

    found = SecondOpinionRequest.objects.get()
    assert (found.language, found.time_zone) == ("es", "America/Chicago")


def test_a_doctor_is_led_to_the_page_for_doctors(anyone):
    anyone.get("/family/start/").send(red_flags="none")
    anyone.send(**{**family.PLACE, "asker_role": "physician"})

    assert anyone.path == "/physician/refer/"
    assert cases() == 0


def test_a_place_we_do_not_serve_gets_other_ways_and_is_only_counted(anyone):
    rule = RoutingRule.objects.get(rule=25, until=None)
    verbs.change(rule, {"active": True, "country": "FR"}, by=make.person("admin"), now=make.NOW)
    anyone.get("/family/start/").send(red_flags="none")

    anyone.send(country="FR", asker_role="parent")

    assert (anyone.status, anyone.page) == (200, "elsewhere")
    assert "We cannot take this request online" in anyone.text
    assert "NCI Cancer Information Service" in anyone.text
    assert "+1 202-555-0183" in anyone.text
    assert cases() == 0
    assert list(Counter.objects.values_list("what", "count")) == [("elsewhere_25", 1)]


# --- the first page's answers ride in the second one's form


def test_answers_that_we_did_not_sign_are_asked_again(anyone):
    anyone.get("/family/start/").send(red_flags="none")

    anyone.send(**family.PLACE, first="forged:answers:here")

    assert anyone.page == "help-now"
    assert cases() == 1
    assert not Answer.objects.filter(question="red_flags").exists()


def test_a_day_old_answer_about_red_flags_is_asked_again(db):
    with time_machine.travel(make.NOW, tick=False) as clock:
        person = family.Person().get("/family/start/").send(red_flags="none")
        clock.shift(25 * 3600)
        person.send(**family.PLACE)

    assert person.page == "help-now"


def test_what_is_wrong_on_the_second_page_keeps_the_first(anyone):
    anyone.get("/family/start/").send(red_flags="none")
    anyone.send(country="US")
    assert anyone.status == 422
    assert set(anyone.errors) == {"region", "asker_role"}

    anyone.send(region="PA", asker_role="parent")

    assert Answer.objects.filter(question="red_flags").exists()


def test_the_second_page_without_the_first_begins_anew(anyone):
    assert anyone.get("/family/start/place/").page == "help-now"


def test_another_language_keeps_what_was_typed(anyone):
    anyone.get("/family/start/").send(red_flags="none")

    anyone.send(country="MX", asker_role="legal_guardian", language="es")

    assert anyone.status == 200
    assert 'lang="es"' in anyone.text
    assert 'value="MX" selected' in anyone.text
    assert cases() == 0
    anyone.send()
    assert SecondOpinionRequest.objects.get().language == "es"


# --- no check discards silently


@pytest.fixture
def clock(settings, db):
    settings.LIMITS = 1
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def test_what_comes_faster_than_a_person_reads_is_sent_again_with_one_press(clock):
    person = family.Person().get("/family/start/").send(red_flags="none")
    person.send(**family.PLACE)
    assert "Send again" in person.text
    assert cases() == 0

    person.send()

    assert person.page == "treatment"
    assert SecondOpinionRequest.objects.get().region == "PA"


def test_a_filled_trap_is_sent_again_with_one_press(clock):
    person = family.Person().get("/family/start/").send(red_flags="none")
    clock.shift(60)
    person.send(**family.PLACE, **{guard.TRAP: "http://example.org"})
    assert "Send again" in person.text
    assert cases() == 0

    person.send()

    assert person.page == "treatment"


def test_a_person_is_not_stopped(clock):
    person = family.Person().get("/family/start/").send(red_flags="none")
    clock.shift(guard.LEAST + 2)

    person.send(**family.PLACE)

    assert person.page == "treatment"


def test_too_many_new_cases_wait_with_all_that_was_typed(clock):
    person = family.Person()
    for _ in range(21):
        person = family.Person().get("/family/start/").send(red_flags="none")
        clock.shift(5)
        person.send(**family.PLACE)
        if person.status == 429:
            break

    assert person.status == 429
    assert person.answer["Retry-After"] == "900"
    assert cases() == 20
    clock.shift(3600)
    # The buckets fill by the database's clock.
    from intake.models import Bucket  # noqa: PLC0415

    Bucket.objects.all().delete()
    assert person.send().page == "treatment"


# --- one browser


def test_a_second_request_leaves_the_first_one_open(db):
    person = family.begun()
    first = person.base
    person.get("/family/start/").send(red_flags="none")
    person.send(**family.PLACE)

    assert person.base not in person.path
    assert person.get(f"{first}/treatment/").status == 200
    assert User.objects.filter(role="family").count() == 1


def test_who_has_sent_one_begins_the_next_as_somebody_new(db):
    person = family.sent()
    person.get("/family/start/").send(red_flags="none")
    person.send(**family.PLACE)

    assert User.objects.filter(role="family").count() == 2
    assert person.client.get(f"{person.base}/status/").status_code == 404


def test_the_session_gets_a_new_id_when_the_case_is_made(anyone):
    anyone.client.get("/family/start/")
    session = anyone.client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    anyone.get("/family/start/").send(red_flags="none")
    anyone.send(**family.PLACE)

    assert anyone.client.session.session_key != before

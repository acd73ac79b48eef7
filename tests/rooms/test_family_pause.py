"""A family that wrote for too long loses nothing; and what is taken out of its text is said."""

import pytest
import time_machine

from intake import entry, find
from tests import make
from tests.rooms import family

WORDS = "We saw the doctor on Monday. She said <b> it grows."
MARKED = "Nia \u202eSample"


@pytest.fixture
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def found(db, clock):
    return make.case()


@pytest.fixture
def person(found):
    person = family.opened(found)
    session = person.client.session
    session.update({entry.SINCE: make.NOW.timestamp(), entry.LAST: make.NOW.timestamp()})
    session.save()
    return person


def write(person, clock, **more):
    clock.shift(61 * 60)
    return person.post(f"{person.base}/symptoms/", {"symptoms_first": WORDS, "drawn": "symptoms_first", **more})


def come_back(person, found, level="full"):
    """As the views let a family in again, in the same browser."""
    from django.test import RequestFactory  # noqa: PLC0415

    from intake.views.family import coming_back  # noqa: PLC0415

    request = RequestFactory().post("/family/return/")
    request.session, request.user = person.client.session, find_anybody()
    answer = coming_back._let_in(request, found.members.get(kind="family"), level, f"{person.base}/status/")
    request.session.save()
    person.client.cookies["sessionid"] = request.session.session_key
    return answer["Location"]


def find_anybody():
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    return AnonymousUser()


def test_what_was_written_waits_and_can_be_sent_again(person, clock, found):
    write(person, clock)
    assert WORDS not in str(dict(person.client.session))
    assert find.LEVELS not in person.client.session

    page = person.get(come_back(person, found))

    assert page.path == f"{person.base}/kept/"
    assert "She said &lt;b&gt; it grows." in page.text
    person.send()
    assert person.status == 200
    assert "She said &lt;b&gt; it grows." in person.get(f"{person.base}/symptoms/").text


def test_text_beside_files_waits_too(person, clock, found):
    write(person, clock, file=make.file())

    assert "it grows" in person.get(come_back(person, found)).text


def test_the_link_alone_does_not_show_it(person, clock, found):
    write(person, clock)

    assert come_back(person, found, "link") == f"{person.base}/status/"
    assert "it grows" not in person.get(f"{person.base}/kept/").text


def test_another_family_in_this_browser_does_not_see_it(person, clock, found):
    write(person, clock)
    other = make.case(guardian_email="b@example.org", guardian_phone="+1 202-555-0102", child_first_name="Lea")
    person.base = f"/family/{other.reference}"

    assert come_back(person, other) == f"{person.base}/status/"
    assert person.get(f"{person.base}/kept/").status == 404


def test_it_does_not_wait_for_ever(person, clock, found):
    write(person, clock)
    clock.shift(61 * 60)

    assert come_back(person, found) == f"{person.base}/status/"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "hidden marks"), ("es", "marcas ocultas"), ("ar", "علامات خفية")]
)
def test_marks_that_are_taken_out_of_a_text_are_said(language, said, found):
    person = family.opened(make.draft())
    person.client.cookies["language"] = language
    person.get(f"{person.base}/child/").send(child_first_name=MARKED)
    assert said in person.text

    assert said not in person.get(f"{person.base}/child/").send(child_first_name="Nia").text


def test_the_note_stands_beside_errors_too(found):
    person = family.opened(make.draft())

    person.get(f"{person.base}/child/").send(child_first_name=MARKED, child_dob_year="x")

    assert person.status == 422
    assert "hidden marks" in person.text

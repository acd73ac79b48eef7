"""Sessions of those who come in by a link."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore

from intake import entry
from intake.find import LEVELS
from tests import make


def request(rf, user=None):
    made = rf.post("/")
    made.session, made.user = SessionStore(), user or AnonymousUser()
    made.session.create()
    return made


def test_a_step_up_gives_the_session_a_new_name(db, rf):
    member = make.case().members.get(kind="family")
    asked = request(rf)
    entry.enter(asked, member, "link")
    by_link = asked.session.session_key

    entry.enter(asked, member, "full")

    assert asked.session.session_key != by_link
    assert asked.session[LEVELS] == {member.case.reference: "full"}


def test_another_case_of_the_same_person_stays_open(db, rf):
    first, second = (make.case().members.get(kind="family") for _ in range(2))
    second.user = first.user
    asked = request(rf)
    entry.enter(asked, first, "full")

    entry.enter(asked, second, "link")

    assert asked.session[LEVELS] == {first.case.reference: "full", second.case.reference: "link"}


def test_somebody_else_finds_nothing_of_the_one_before(db, rf):
    first, second = (make.case().members.get(kind="family") for _ in range(2))
    asked = request(rf)
    entry.enter(asked, first, "full")

    entry.enter(asked, second, "link")

    assert asked.session[LEVELS] == {second.case.reference: "link"}

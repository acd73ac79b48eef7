"""What a sender reads beside a file: the state of its check, why, and what to do; never whose file it was."""

import pytest
from django.utils import translation

from intake.queries import reference
from records import board
from records.domain import inspecting, scans
from records.models import Inspection
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {
    "en": "It has a password. Send it without one. This site keeps it safe",
    "es": "Tiene contraseña. Envíelo sin ella. Este sitio lo protege",
    "ar": "عليه كلمة مرور. أرسله دونها. هذا الموقع يحفظه بأمان",
}


@pytest.fixture
def upload(settings):
    settings.CLAMD_URL = "unix:///nowhere"
    upload = make.upload(make.case("collecting_records"))
    Inspection.objects.create(upload=upload)
    return upload


def line(upload):
    (found,) = board.files(upload.case, user=make.family_of(upload.case))
    return found


@pytest.mark.parametrize("language", WORDS)
def test_a_locked_file_says_how_to_mend_it(upload, language):
    scans.finish(upload, inspecting.Result("not_scannable", "encrypted"), now=make.NOW)

    with translation.override(language):
        assert str(line(upload)["why"]) == WORDS[language]


def test_a_held_file_does_not_say_why(upload):
    scans.finish(upload, inspecting.Result("held", "name,birth_date"), now=make.NOW)

    found = line(upload)
    assert (found["state"], str(found["state_text"])) == ("held", "Held")
    assert str(found["why"]) == "A person here looks at it first. You do not need to do anything"


@pytest.mark.parametrize("state", ["waiting", "infected", "not_scannable", "held"])
def test_the_doctors_do_not_see_a_file_before_it_is_clean(upload, state):
    doctor = make.person("oncology", groups=["bone"])
    if state != "waiting":
        scans.finish(upload, inspecting.Result(state, "encrypted"), now=make.NOW)

    assert board.files(upload.case, user=doctor) == []


def test_the_doctors_see_it_when_it_is(upload):
    scans.finish(upload, inspecting.Result("clean"), now=make.NOW)

    assert len(board.files(upload.case, user=make.person("oncology", groups=["bone"]))) == 1


@pytest.mark.parametrize(("language", "words"), [("en", "It would help"), ("es", "Sería útil"), ("ar", "سيكون مفيدًا")])
def test_what_only_helps_is_not_called_needed(language, words):
    case = make.case()
    item = make.items(case, necessity="helpful", status="needed").first()
    item.necessity, snapshot = "helpful", reference.current()

    with translation.override(language):
        assert board.state_text(item, snapshot) == words
        item.necessity = "required"
        assert board.state_text(item, snapshot) != words

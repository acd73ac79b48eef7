from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from intake.domain import sign_in
from intake.models import Cover, User
from tests import make


@pytest.fixture(autouse=True)
def moment(db):
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def invite(*words):
    said = StringIO()
    call_command("invite", *words, stdout=said)
    return said.getvalue()


def test_it_prints_a_link_that_lets_in_the_new_person(client):
    said = invite("New@Example.org", "--role", "oncology", "--cover", "bone", "leukemia")

    user = User.objects.get(email="new@example.org")
    link = said.split()[-1]
    assert said.count("\n") == 1
    assert (user.role, user.has_usable_password()) == ("oncology", False)
    assert set(Cover.objects.filter(user=user).values_list("service__code", "group")) == {
        ("oncology", "bone"),
        ("oncology", "leukemia"),
    }
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_a_case_nobody_covered_has_a_doctor_and_the_doctor_a_mail_at_once():
    case = make.case()
    assert not case.covered

    invite("new@example.org", "--role", "oncology", "--cover", case.group)

    case.refresh_from_db()
    assert case.covered
    assert case.notices.filter(kind="team_alert", to__email="new@example.org").exists()
    invite("new@example.org", "--role", "admin")
    case.refresh_from_db()
    assert not case.covered


def test_a_new_coordinator_is_told_of_what_is_open():
    case = make.case()

    invite("new@example.org", "--role", "coordinator")

    assert case.notices.filter(kind="team_alert", to__email="new@example.org").count() == 1


def test_services_are_told_or_the_default_one(client):
    invite("a@example.org", "--role", "coordinator")
    invite("b@example.org", "--role", "coordinator", "--service", "neuro_oncology", "--service", "oncology")
    invite("c@example.org", "--role", "admin")

    found = {
        user.email[0]: sorted(user.services.values_list("code", flat=True)) for user in User.objects.exclude(email=None)
    }
    assert found == {"a": ["oncology"], "b": ["neuro_oncology", "oncology"], "c": []}


def test_inviting_again_makes_a_new_link_and_ends_the_old_one(client):
    old, new = (invite("a@example.org", "--role", "admin").split()[-1] for _ in range(2))

    assert old != new
    assert client.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert User.objects.filter(email="a@example.org").count() == 1
    assert not sign_in.enrolled(User.objects.get(email="a@example.org"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nobody", "--role", "admin"], "nobody is not an email address"),
        (["a@example.org", "--role", "family"], "--role family is none of coordinator, lead_coordinator, oncology"),
        (["a@example.org", "--role", "system"], "--role system is none of"),
        (
            ["a@example.org", "--role", "coordinator", "--service", "x"],
            "--service x is none of neuro_oncology, oncology",
        ),
        (["a@example.org", "--role", "oncology", "--cover", "x"], "--cover x is none of"),
        (["a@example.org", "--role", "admin", "--cover", "bone"], "--cover is for --role oncology only"),
        (["a@example.org"], "--role"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_changes_nothing(words, says):
    with pytest.raises(CommandError, match=says) as told:
        invite(*words)

    assert "\n" not in str(told.value)
    assert not User.objects.exclude(email=None).exists()

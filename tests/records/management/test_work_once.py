from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from intake.models import Notice, Sweep
from tests import make


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def work():
    said = StringIO()
    call_command("work_once", stdout=said)
    return said.getvalue()


def test_what_is_owed_is_sent_without_relay_and_worker(db):
    Sweep.objects.update(due_at=make.NOW.replace(year=2030))
    make.person("coordinator")
    make.case()

    said = work()

    assert said == "Work done; messages sent: 2, due and not sent: 0, cases with reminders: 0.\n"
    assert {message.to[0].partition("@")[0].rstrip("0123456789") for message in mail.outbox} == {
        "coordinator",
        "ana.sample",
    }
    assert not Notice.objects.filter(sent_at=None).exists()


def test_a_second_run_sends_nothing(db):
    make.case()
    work()
    mail.outbox.clear()

    assert "messages sent: 0" in work()
    assert mail.outbox == []


def test_reminders_that_are_due_are_made_and_sent(db, moment):
    case = make.case("collecting_records")
    work()
    case.refresh_from_db()
    assert case.remind_at > make.NOW
    moment.move_to(case.remind_at)
    mail.outbox.clear()

    said = work()

    assert "messages sent: 1, due and not sent: 0, cases with reminders: 1" in said
    assert Notice.objects.get(kind="missing_records").sent_at == case.remind_at


def test_sweeps_that_are_due_run(db):
    Sweep.objects.update(due_at=make.NOW)

    assert "cases changed by the sweep drafts: 0" in work()
    assert not Sweep.objects.filter(due_at__lte=make.NOW).exists()


def test_what_cannot_be_sent_is_told_and_due_later(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make.case()

    said = work()

    assert "messages sent: 0" in said
    assert Notice.objects.get(kind="receipt").attempts == 1

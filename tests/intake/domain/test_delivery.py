import os
import signal
import time
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connections
from django.db.models import F

from intake.domain import delivery, history, holds, links, outbox
from intake.models import Notice
from intake.queries import people
from records.domain import cases, questions
from tests import make

LATER = delivery.LEASE + timedelta(seconds=1)


@pytest.fixture
def case(db):
    return make.case()


def receipt(case):
    return case.notices.get(kind="receipt")


def owe(case, kind, user=None, **values):
    """One more owed notice, due now."""
    event = history.add(case, "test", by=people.system(), now=make.NOW)
    user = user or make.family_of(case)
    return Notice.objects.create(
        case=case, event=event, kind=kind, to=user, **{"due_at": make.NOW, "made_at": make.NOW, **values}
    )


def of(sink, notice):
    return [
        received for received in sink.received if received.message["Message-ID"] == delivery.letters.message_id(notice)
    ]


def test_what_is_due_leaves_once(case, smtp):
    owe(case, "closed", due_at=make.NOW + timedelta(minutes=1))

    assert (delivery.send_owed(now=make.NOW), delivery.send_owed(now=make.NOW)) == (1, 0)

    (received,) = smtp.received
    assert received.to == ["ana.sample@example.org"]
    assert received.message["Subject"] == "We have your form"
    assert receipt(case).sent_at == make.NOW


def test_all_mails_of_a_run_go_through_one_connection(case, smtp):
    talks = []
    smtp.acts["EHLO"] = lambda: talks.append(1)
    for kind in ("closed", "new_link", "declined"):
        owe(case, kind)

    assert delivery.send_owed(now=make.NOW) == 4
    assert len(talks) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_passing_refusal_is_tried_again_later_and_later(case, smtp, verb):
    smtp.answers[verb] = "451 later"
    waits, now = [], make.NOW

    for _ in range(4):
        assert delivery.send_owed(now=now) == 0
        notice = receipt(case)
        waits.append((notice.due_at - now).total_seconds())
        now = notice.due_at

    assert [round(wait / waits[0]) for wait in waits] == [1, 2, 4, 8]
    assert (notice.parked_at, notice.claimed_at, notice.attempts) == (None, None, 4)
    smtp.answers.clear()
    assert delivery.send_owed(now=now) == 1


def test_a_lasting_refusal_is_parked_and_shown(case, smtp):
    smtp.answers["RCPT"] = "550 no such mailbox ana.sample@example.org"

    delivery.send_owed(now=make.NOW)
    delivery.send_owed(now=make.NOW + timedelta(hours=1))

    notice = receipt(case)
    assert (notice.parked_at, notice.attempts) == (make.NOW, 1)
    assert notice.last_error == "SMTPRecipientsRefused 550"
    smtp.answers.clear()
    outbox.retry(case=case, now=make.NOW)
    assert delivery.send_owed(now=make.NOW) == 1


def test_a_refused_sign_in_at_the_mail_server_parks_nothing(case, settings, smtp):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "wrong"
    smtp.answers |= {"EHLO": "250-sink\r\n250 AUTH PLAIN", "AUTH": "535 no"}

    delivery.send_owed(now=make.NOW)

    notice = receipt(case)
    assert (notice.parked_at, notice.last_error) == (None, "SMTPAuthenticationError 535")


def test_after_twenty_tries_or_two_days_a_person_must_look(case, smtp):
    smtp.answers["DATA"] = "451 later"
    case.notices.update(attempts=delivery.MOST_TRIES - 1)
    delivery.send_owed(now=make.NOW)
    assert receipt(case).parked_at == make.NOW

    case.notices.update(attempts=0, parked_at=None, claimed_at=None, due_at=make.NOW)
    late = make.NOW + delivery.LONGEST + timedelta(minutes=1)
    delivery.send_owed(now=late)
    assert receipt(case).parked_at == late


def test_a_line_cut_after_the_message_repeats_the_same_mail(case, smtp):
    def cut():
        smtp.acts.clear()
        raise ConnectionError

    smtp.acts["."] = cut
    assert delivery.send_owed(now=make.NOW) == 0
    assert delivery.send_owed(now=receipt(case).due_at) == 1

    first, second = smtp.received
    assert same(first.message) == same(second.message)


def same(message):
    """What must not differ when a mail is repeated."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return [message["Message-ID"], message["Subject"], message["To"], *parts]


def test_while_the_server_is_down_one_notice_a_run_is_tried(case, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    owe(case, "closed")

    delivery.send_owed(now=make.NOW)

    assert sorted(case.notices.values_list("attempts", flat=True)) == [0, 1]
    assert not case.notices.exclude(claimed_at=None).exists()


def test_what_waited_for_the_server_leaves_when_it_is_back(case, settings, smtp):
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 9
    for minute in range(10):
        delivery.send_owed(now=make.NOW + timedelta(minutes=minute))
    settings.EMAIL_PORT = port

    assert delivery.send_owed(now=make.NOW + timedelta(minutes=20)) == 1
    assert len(of(smtp, receipt(case))) == 1


class Killed(BaseException):
    """What a process does not survive."""


def test_what_a_dead_worker_held_is_sent_after_its_lease(case, smtp, monkeypatch):
    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(delivery.letters, "message", die)
        delivery.send_owed(now=make.NOW)
    assert delivery.send_owed(now=make.NOW) == 0
    Notice.objects.update(claimed_at=F("claimed_at") - LATER)

    assert delivery.send_owed(now=make.NOW) == 1
    assert len(of(smtp, receipt(case))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_claim_and_mail_loses_nothing(smtp):
    """A real process and a real SIGKILL, once before the mail is there and once after."""
    case = make.case()
    for moment in ("DATA", "."):
        Notice.objects.update(claimed_at=None, sent_at=None)
        kill_at(moment, smtp)
        assert receipt(case).sent_at is None
        assert delivery.send_owed(now=make.NOW) == 0

    Notice.objects.update(claimed_at=F("claimed_at") - LATER)
    assert delivery.send_owed(now=make.NOW) == 1
    copies = of(smtp, receipt(case))
    assert len(copies) == 2
    assert same(copies[0].message) == same(copies[1].message)


def kill_at(moment, sink):
    reached = []

    def stall():
        sink.acts.clear()
        reached.append(moment)
        time.sleep(0.5)
        raise ConnectionError

    sink.acts[moment] = stall
    connections.close_all()
    child = os.fork()
    if child == 0:
        delivery.send_owed(now=make.NOW)
        os._exit(0)
    while not reached:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(smtp):
    case = make.case()
    owed = [receipt(case), *(owe(case, kind) for kind in ("closed", "declined", "new_link", "opinion_ready"))]
    smtp.acts["DATA"] = lambda: time.sleep(0.02)

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [len(of(smtp, notice)) for notice in owed] == [1] * 5


def work():
    try:
        delivery.send_owed(now=make.NOW)
    finally:
        connections.close_all()


def test_a_digest_of_several_notices_is_one_mail(db, smtp):
    by = make.person("coordinator", notify="daily")
    sent = [make.case() for _ in range(3)]
    eight = sent[0].notices.get(to=by).due_at
    assert (eight.astimezone(make.NOW.tzinfo).hour, eight.date()) == (13, make.TODAY + timedelta(days=1))

    delivery.send_owed(now=eight)

    (received,) = [received for received in smtp.received if received.to == [by.email]]
    text = received.message.get_body(("plain",)).get_content()
    assert received.message["Subject"] == "Your queue today"
    assert "Open: 3." in text
    assert not any(case.reference in text for case in sent)
    assert Notice.objects.filter(to=by, sent_at=eight).count() == 3


def test_what_is_very_urgent_does_not_wait_for_the_digest(db, smtp):
    by = make.person("coordinator", notify="daily")
    case = make.case(red_flags=("breathing",), red_flag_action="called")
    assert case.priority == "P1"

    delivery.send_owed(now=make.NOW)

    assert [received.message["Subject"] for received in smtp.received if received.to == [by.email]] == [
        "New item in the queue"
    ]


def test_without_an_address_a_coordinator_calls(db):
    case = make.case("in_triage", guardian_email=None)

    assert receipt(case).channel == "call"
    delivery.send_owed(now=make.NOW)
    assert mail.outbox == []


def test_an_address_that_was_taken_away_becomes_a_call_and_the_case_s_next_act(db):
    case = make.case("in_triage")
    family, by = make.family_of(case), make.person("coordinator")
    night = datetime(2026, 11, 25, 3, tzinfo=make.NOW.tzinfo)
    questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=night)
    case.contacts.update(email="")

    delivery.send_owed(now=night + timedelta(hours=12))

    case.refresh_from_db()
    assert case.notices.get(kind="info_needed", to=family).channel == "call"
    assert case.remind_at == night + timedelta(hours=12)


def test_nothing_leaves_to_somebody_who_has_no_seat_or_account_any_more(case, smtp):
    by = make.person("coordinator")
    owe(case, "team_alert", by)
    type(by).objects.filter(pk=by.pk).update(is_active=False)
    case.members.update(removed_at=make.NOW, removed_by=by)

    assert delivery.send_owed(now=make.NOW) == 0
    assert set(case.notices.values_list("cancelled_at", "channel")) == {(make.NOW, "email")}


def test_once_a_death_is_reported_nothing_leaves(case, smtp):
    holds.report_death(case, by=make.family_of(case), now=make.NOW)
    case.refresh_from_db()
    owe(case, "all_here")  # as if it had been owed in the same moment by somebody else

    assert delivery.send_owed(now=make.NOW) == 0
    assert smtp.received == []
    assert not case.notices.filter(cancelled_at=None).exists()


def test_a_new_link_that_the_family_asks_for_leaves_all_the_same(case, smtp):
    holds.report_death(case, by=make.family_of(case), now=make.NOW)
    links.send_new(case.members.get(), now=make.NOW)

    assert delivery.send_owed(now=make.NOW) == 1


@pytest.mark.parametrize("kind", ["missing_records", "info_needed", "physician_invited", "item_rejected"])
def test_what_asks_for_something_ends_with_the_case(case, smtp, kind):
    case = cases.advance(case, "withdraw", by=make.family_of(case), now=make.NOW)
    owe(case, kind)

    delivery.send_owed(now=make.NOW)

    assert case.notices.get(kind=kind).cancelled_at == make.NOW
    assert {received.message["Subject"] for received in smtp.received} == {"We have your form", "You have a message"}


def test_a_question_that_was_answered_meanwhile_is_not_asked_by_mail(case, smtp):
    by = make.person("coordinator")
    case = cases.advance(case, "take", by=by, now=make.NOW)
    night = datetime(2026, 11, 25, 3, tzinfo=make.NOW.tzinfo)  # 22:00 where the family is
    questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=night)
    cases.save_answers(case, {"dx_stage": "IV"}, max_age=21, by=make.family_of(case), now=night)

    delivery.send_owed(now=night + timedelta(hours=12))

    assert case.notices.get(kind="info_needed").sent_at is None


def test_a_family_is_not_woken(case, smtp):
    delivery.send_owed(now=make.NOW)
    by = make.person("coordinator")
    case = cases.advance(case, "take", by=by, now=make.NOW)
    night = datetime(2026, 11, 25, 4, tzinfo=make.NOW.tzinfo)  # 23:00 where the family is
    questions.ask_more(case, room="family", questions=["dx_stage"], by=by, now=night)
    asked = case.notices.get(kind="info_needed")

    assert asked.due_at == datetime(2026, 11, 25, 13, tzinfo=make.NOW.tzinfo)  # 8:00
    smtp.answers["DATA"] = "451 later"
    evening = datetime(2026, 11, 26, 0, 59, 59, tzinfo=make.NOW.tzinfo)  # 19:59:59
    delivery.send_owed(now=evening)
    smtp.answers.clear()
    assert delivery.send_owed(now=evening + timedelta(minutes=5)) == 0

    asked.refresh_from_db()
    assert asked.due_at == datetime(2026, 11, 26, 13, tzinfo=make.NOW.tzinfo)
    assert delivery.send_owed(now=asked.due_at) == 1


def test_a_mail_says_nothing_of_where_the_request_came_from(case, smtp, settings):
    settings.BASE_URL = "https://so.example.org"

    delivery.send_owed(now=make.NOW)

    (received,) = smtp.received
    assert "https://so.example.org/family/link/" in received.message.get_body(("plain",)).get_content()
    assert received.message["Message-ID"].endswith("@so.example.org>")
    assert received.message["Auto-Submitted"] == "auto-generated"

"""No personal value in any sink: logs, mail, addresses, metrics, errors, task messages. In the database it is found."""

import base64
import logging
import re
import unicodedata
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from intake.domain import delivery, holds
from intake.queries import answers
from records.domain import cases, chasing
from tests import make

CANARIES = {
    "child_first_name": "Zoëkanari",
    "child_last_name": "D'Kanarigelb",
    "child_other_names": "Altkanari",
    "guardian_first_name": "Mutterkanari",
    "guardian_last_name": "Vaterkanari",
    "guardian_phone": "+1 202-555-0177",
    "guardian_email": "kanari@example.org",
    "guardian2_name": "Zweitkanari",
    "doctor_name": "Dr. Arztkanari",
    "doctor_email": "praxiskanari@example.org",
    "doctor_contact_ok": "yes",
    "dx_text": "Osteosarcoma kanaribein",
    "symptoms_first": "Hinken seit kanarimai",
    "own_questions": "Darf sie kanarischwimmen?",
    "do_not_contact": "Onkel Kanariboese",
    "insurance_member_id": "KANARI-4711",
}
PERSONAL = [value for code, value in CANARIES.items() if code != "doctor_contact_ok"]


def shapes(value):
    """The ways in which a value may stand in a sink."""
    plain = {unicodedata.normalize(form, value) for form in ("NFC", "NFD")}
    coded = {quote(text) for text in plain} | {base64.b64encode(text.encode()).decode() for text in plain}
    return {text.lower() for text in plain | coded}


def leaks(text):
    text = text.lower()
    return [value for value in PERSONAL if any(shape in text for shape in shapes(value))]


@pytest.fixture
def story(db, caplog, monkeypatch):
    """A case through every room and with every kind of trouble; all that was written beside the database."""
    caplog.set_level(logging.DEBUG)
    lead = make.person("lead_coordinator")
    make.person("oncology", groups=["bone"])
    case = make.case("collecting_records", by=lead, **CANARIES)
    clients = walk(case, lead)
    trouble(clients, case)
    chasing.send_due(now=make.NOW.replace(month=12, day=20))
    delivery.send_owed(now=timezone.now().replace(year=2027))
    return case, caplog.text


def walk(case, lead):
    family, staff = Client(), Client()
    for client, user in ((family, make.family_of(case)), (staff, lead)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = family.session
    session["levels"] = {case.reference: "full"}
    session.save()
    for page in ("status", "check", "records", "child", "guardian"):
        family.get(f"/family/{case.reference}/{page}/")
    family.post(f"/family/{case.reference}/child/", {"child_first_name": CANARIES["child_first_name"] * 50})
    staff.get("/coordinator/")
    staff.get(f"/coordinator/{case.reference}/")
    staff.post("/coordinator/", {"q": CANARIES["child_first_name"]})
    return family, staff


def trouble(clients, case):
    """Refusals, made-up addresses, wrong methods, a form that is too long."""
    for client in clients:
        for path in (f"/family/{case.reference}/nothing/", "/family/SO-0000-0000-0/status/", "/coordinator/?state=x"):
            client.get(path)
            client.post(path, {"child_first_name": CANARIES["child_first_name"]})
            client.delete(path)


def test_logs_hold_nobody(story):
    _, written = story

    assert leaks(written) == []


def test_mails_hold_nobody_but_their_address(story):
    assert mail.outbox
    for message in mail.outbox:
        head = {name: value for name, value in message.message().items() if name != "To"}
        assert leaks(f"{head} {message.body} {message.alternatives}") == []


def test_metrics_hold_nobody(story, client):
    assert leaks(client.get("/metrics").content.decode()) == []


def test_no_address_holds_a_name(story):
    case, written = story
    routes = set(re.findall(r"'route': '([^']+)'", written))

    assert routes
    assert leaks(" ".join(routes)) == []
    assert leaks(case.reference) == []


def test_the_history_holds_nobody(story):
    with connection.cursor() as cursor:
        for table in ("intake_event", "intake_notice", "intake_access", "records_recorditem", "records_upload"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} t")
            assert leaks(cursor.fetchone()[0]) == [], table


def test_a_failing_statement_tells_nobody(story, caplog):
    """What the database says of a broken row is cut before it is logged."""
    caplog.clear()
    try:
        make.draft(child_first_name=CANARIES["child_first_name"] * 300)
    except Exception:
        logging.getLogger("django.request").exception("broken")

    assert caplog.text
    assert leaks(caplog.text) == []


def test_the_probe_finds_every_value_in_the_database(story):
    case, _ = story
    told = " ".join(str(value) for value in answers.given(case).values())

    assert sorted(leaks(told)) == sorted(PERSONAL)


def test_a_reported_death_leaves_no_word(story):
    case, _ = story
    mail.outbox.clear()
    holds.report_death(case, by=make.family_of(case), now=make.NOW)
    cases.save_answers(case, {"what_matters": "x"}, max_age=21, by=make.family_of(case), now=make.NOW)

    delivery.send_owed(now=timezone.now().replace(year=2028))

    assert mail.outbox == []

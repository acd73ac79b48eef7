"""A request taken by phone: the family's own questions, a consent that was heard, and a case like any other."""

import re
import uuid

import pytest
from django.utils import timezone

from intake.domain import delivery
from intake.models import Notice, SecondOpinionRequest
from intake.queries import answers
from records.exports import fhir
from tests import make
from tests.rooms.desk import get, sign_in

NEW = "/coordinator/new/"
CALL = {
    "red_flags": "none", "country": "US", "region": "PA", "asker_role": "parent", "timing": "first_weeks",
    "decision_date_month": "12", "decision_date_day": "14", "decision_date_year": "2026",
    "child_first_name": "Nia", "child_last_name": "Sample",
    "child_dob_month": "4", "child_dob_day": "27", "child_dob_year": "2019",
    "dx_known": "confirmed", "dx_text": "osteosarcoma", "guardian_first_name": "Ana", "guardian_relation": "mother",
    "guardian_phone": "+1 202-555-0101", "guardian_email": "ana.sample@example.org",
    "consent_privacy": "yes", "consent_limits": "yes",
    "source": "phone", "caller": "Ana Sample", "heard_by": "Cora Sample", "language": "en", "read_back": "yes",
}  # fmt: skip


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def send(client, **changed):
    data = {"send_key": str(uuid.uuid4()), **CALL, **changed}
    return client.post(NEW, {name: value for name, value in data.items() if value is not None})


def only():
    return SecondOpinionRequest.objects.get()


def test_a_call_becomes_a_sent_case(coordinator, client):
    response = send(client)

    case = only()
    assert (response.status_code, response["Location"]) == (302, f"/coordinator/{case.reference}/")
    assert (case.status, case.source, case.submitted_by, case.language) == ("submitted", "phone", coordinator, "en")
    assert set(case.consents.values_list("kind", "how", "given_by")) == {
        ("consent_privacy", "phone", coordinator.pk), ("consent_limits", "phone", coordinator.pk),
    }  # fmt: skip
    seat = case.members.get(kind="family")
    assert seat.user.role == "family"
    text = get(client, case).text
    assert "by phone" in text
    assert "Consent heard by Cora Sample. Read back." in text


def test_the_receipt_with_the_link_goes_out(coordinator, client, mailoutbox):
    send(client)

    delivery.send_owed(now=timezone.now())

    mail = next(mail for mail in mailoutbox if mail.to == ["ana.sample@example.org"])
    assert "/family/link/" in mail.body


def test_without_an_email_the_receipt_is_a_call(coordinator, client):
    send(client, guardian_email="")

    notice = Notice.objects.get(case=only(), kind="receipt")
    assert notice.channel == "call"


def test_it_equals_a_case_from_the_web(coordinator, client):
    send(client, decision_date_month="12", decision_date_day="14")
    web = make.case(decision_date="2026-12-14", now=timezone.now(), consent_privacy=None)
    phone = SecondOpinionRequest.objects.get(source="phone")

    assert answers.given(phone) == answers.given(web)
    same = [
        "status",
        "group",
        "phase",
        "priority",
        "priority_why",
        "service",
        "country",
        "region",
        "decide_on",
        "order_on",
    ]
    same += [
        "name_folded",
        "birth_date",
        "records_needed",
        "records_outstanding",
        "waiting_on",
        "next_action",
        "covered",
    ]
    assert {name: getattr(phone, name) for name in same} == {name: getattr(web, name) for name in same}
    assert list(make.items(phone).values_list("kind", "necessity", "status", "party")) == list(
        make.items(web).values_list("kind", "necessity", "status", "party")
    )
    assert set(phone.words.values_list("word", flat=True)) == set(web.words.values_list("word", flat=True))
    assert sorted(phone.notices.values_list("kind", "channel")) == sorted(web.notices.values_list("kind", "channel"))


def test_sending_twice_is_sending_once(coordinator, client):
    key = str(uuid.uuid4())

    first, second = send(client, send_key=key), send(client, send_key=key)

    assert first["Location"] == second["Location"]
    assert SecondOpinionRequest.objects.count() == 1


MISSING = {
    "child_first_name": "", "dx_known": None, "red_flags": None, "guardian_first_name": "", "consent_limits": None,
    "consent_privacy": None, "read_back": None, "caller": "", "heard_by": "", "source": "letter", "country": "",
    "region": "", "decision_date_month": "",
}  # fmt: skip


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_said_and_nothing_made(coordinator, client, name):
    response = send(client, **{name: MISSING[name]})

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert "govuk-error-summary" in response.text
    assert "osteosarcoma" in response.text
    assert not SecondOpinionRequest.objects.exists()


def test_no_contact_is_said_once(coordinator, client):
    response = send(client, guardian_phone="", guardian_email="")

    assert response.status_code == 422
    assert "Enter a phone number or an email address. One of them is enough" in response.text


def test_questions_that_answers_bring_up_are_asked(coordinator, client):
    response = send(client, country="MX", region="", red_flags="breathing")

    assert response.status_code == 422
    assert 'name="consent_cross_border"' in response.text
    assert "Select if you have called for help" in response.text
    assert send(client, country="MX", region="", consent_cross_border="yes").status_code == 302


def test_unknown_is_an_answer(coordinator, client):
    response = send(
        client, decision_date_month="", decision_date_day="", decision_date_year="", decision_date_unknown="yes",
        dx_known="unknown", dx_text="",
    )  # fmt: skip

    assert response.status_code == 302
    assert only().group == "unknown"


def test_a_doctor_who_calls_is_sent_to_the_form_for_doctors(coordinator, client):
    assert 'value="physician"' not in client.get(NEW).text
    assert send(client, asker_role="physician").status_code == 422


def test_a_case_of_another_service_is_sent_and_said(coordinator, client):
    response = send(client, dx_text="medulloblastoma")

    assert (response.status_code, response["Location"]) == (302, "/coordinator/")
    text = client.get("/coordinator/").text
    assert f"{only().reference} is sent. It belongs to Neuro-oncology" in text
    assert get(client, only()).status_code == 404


def test_other_rooms_have_no_such_page(client, db):
    for role in ("oncology", "admin"):
        sign_in(client, make.person(role))
        assert (client.get(NEW).status_code, send(client).status_code) == (403, 403)
    assert not SecondOpinionRequest.objects.exists()


def exported(case):
    """The bundle without what must differ: names of rows and moments."""
    text = fhir.bundle(case, now=timezone.now()).decode().replace(case.reference, "REFERENCE")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)", "MOMENT", text)


def test_it_equals_a_case_from_the_web_in_the_export(coordinator, client):
    send(client)
    web = make.case(decision_date="2026-12-14", now=timezone.now())

    assert exported(SecondOpinionRequest.objects.get(source="phone")) == exported(web)

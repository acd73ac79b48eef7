import re
import uuid
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from intake.domain import delivery, limits
from intake.models import SecondOpinionRequest
from records.domain import cases, referrals
from records.models import Upload
from tests import make

PAGE = "/physician/refer/"
TOLD = {
    "phy_name": "Dr. Avery Fixture",
    "phy_contact": "avery@example.org",
    "child_first_name": "Nia",
    "child_dob_month": "4",
    "child_dob_day": "27",
    "child_dob_year": "2019",
    "phy_guardian_phone": "+1 202-555-0101",
    "phy_guardian_email": "ana.sample@example.org",
}


def shown(client):
    """The form as a person gets it: with its hidden fields, and read for a while."""
    with time_machine.travel(timezone.now() - timedelta(seconds=30), tick=True):
        page = client.get(PAGE).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1].replace("&quot;", '"')
        for name in ("seen", "send_key")
    }


def send(client, **told):
    values = {**TOLD, **shown(client), **told}
    return client.post(PAGE, {name: value for name, value in values.items() if value is not None})


def sent():
    return SecondOpinionRequest.objects.get()


def test_five_answers_make_a_request_that_waits_for_the_guardian(client, db, smtp):
    coordinator = make.person("coordinator")

    response = send(client)

    case = sent()
    assert (response.status_code, response["Location"]) == (302, f"/physician/{case.reference}/sent/")
    assert (case.status, case.form, case.child_name) == ("submitted", "physician", "Nia")
    assert case.holds.filter(kind="guardian_not_confirmed", lifted_at=None).exists()
    told = set(case.notices.values_list("kind", "to__role"))
    assert told >= {("guardian_confirm", "family"), ("receipt", "physician"), ("team_alert", "coordinator")}
    delivery.send_owed(now=timezone.now())
    assert {one.to[0]: one.message["Subject"] for one in smtp.received} == {
        "ana.sample@example.org": "Please open your page: we need something from you",
        "avery@example.org": "We have your form",
        coordinator.email: "New item in the queue",
    }


def test_the_office_is_in_its_own_referral_with_the_name_shown(client, db):
    page = client.get(send(client)["Location"]).content.decode()

    assert "We have your referral" in page
    assert sent().reference in page
    assert "Nia" in page and "April 27, 2019" in page
    assert client.get(f"/physician/{sent().reference}/").status_code == 200


def test_until_the_guardian_says_yes_nothing_is_accepted(client, db):
    send(client)
    by = make.person("coordinator")
    case = cases.advance(sent(), "take", by=by, now=timezone.now())

    with pytest.raises(Exception, match="guardian has not confirmed"):
        cases.advance(case, "accept", by=by, now=timezone.now())
    cases.confirm_guardian(case, how="link", by=make.family_of(case), now=timezone.now())
    assert cases.advance(case, "accept", by=by, now=timezone.now()).status == "collecting_records"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ({"phy_name": ""}, "Enter your name"),
        ({"phy_contact": ""}, "Enter your direct phone number or email address"),
        ({"phy_contact": "soon"}, "Enter a phone number with area code or an email address"),
        ({"child_first_name": ""}, "Enter the child&#x27;s first name"),
        ({"child_dob_year": ""}, "Date of birth must include a year"),
        ({"child_dob_year": "2099"}, "Date of birth must be in the past"),
        ({"phy_guardian_phone": "", "phy_guardian_email": ""}, "One of them is enough"),
        ({"phy_guardian_email": "nobody"}, "Enter an email address in the correct format"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(client, db, gone, words):
    response = send(client, **gone)

    text = response.content.decode()
    assert (response.status_code, SecondOpinionRequest.objects.exists()) == (422, False)
    assert words in text
    assert "<title>Error:" in text
    assert "+1 202-555-0101" in text or "phy_guardian_phone" in gone


@pytest.mark.parametrize("way", [{"phy_guardian_email": ""}, {"phy_guardian_phone": ""}])
def test_one_way_to_the_guardian_is_enough(client, db, way):
    assert send(client, **way).status_code == 302
    notice = sent().notices.get(kind="guardian_confirm")
    assert notice.channel == ("call" if "phy_guardian_email" in way else "email")


def test_all_the_rest_may_be_told(client, db):
    more = {
        "child_last_name": "Sample", "child_sex": "female", "country": "US", "region": "PA", "timing": "first_weeks",
        "decision_date_month": "12", "decision_date_day": "20", "decision_date_year": str(timezone.localdate().year),
        "dx_known": "confirmed", "dx_text": "osteosarcoma", "phy_summary": "In short", "phy_language": "es",
        "phy_npi": "1234567893", "treatment_types": ["chemotherapy"], "child_address_country": "",
    }  # fmt: skip

    response = send(client, **more)

    case = sent()
    assert response.status_code == 302
    assert (case.group, case.phase, case.language, case.child_name) == ("bone", "first_weeks", "es", "Nia Sample")
    assert case.members.get(kind="family").user.language == "es"
    answers = set(case.answers.values_list("question", flat=True))
    assert {"phy_summary", "asker_role", "treatment_types", "dx_text"} <= answers
    assert not any(code.startswith("child_address") for code in answers)


def test_the_other_questions_are_closed_until_one_of_them_is_wrong(client, db):
    page = client.get(PAGE).content.decode()
    assert page.count('<details class="govuk-details"') == 6
    assert '<details class="govuk-details" open' not in page
    assert "your child" not in page.lower()

    wrong = send(client, phy_npi="1234567890").content.decode()
    assert wrong.count('<details class="govuk-details" open') == 1
    assert "Check the NPI number" in wrong


def test_a_letter_instead_of_typing(client, db):
    send(client, letter=[make.file("letter.pdf"), make.file("notes.pdf", make.PDF + b"\n")])

    office = make.office_of(sent())
    assert list(Upload.objects.values_list("item", "uploaded_by")) == [(None, office.pk)] * 2  # a coordinator sorts


def test_a_letter_that_we_do_not_take_is_said_before_anything_is_sent(client, db):
    response = send(client, letter=make.file("letter.exe", b"MZ\x90\0\3\0"))

    assert (response.status_code, SecondOpinionRequest.objects.exists()) == (422, False)
    assert "letter.exe: The selected file must be a PDF" in response.content.decode()


def test_sent_twice_is_sent_once(client, db):
    values = {**TOLD, **shown(client)}

    first, second = client.post(PAGE, values), client.post(PAGE, values)

    assert first["Location"] == second["Location"]
    assert sent().notices.filter(kind="receipt").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_is_sent_once():
    key, found = uuid.uuid4(), []
    told = {"phy_name": "Dr. A", "phy_contact": "a@example.org", "child_first_name": "Nia", "child_dob": "2019-04-27",
            "phy_guardian_phone": "+1 202-555-0101"}  # fmt: skip

    def refer():
        try:
            found.append(referrals.refer(told, language="en", send_key=key, max_age=21, now=make.NOW).pk)
        finally:
            connections.close_all()

    doctors = [Thread(target=refer) for _ in range(4)]
    for doctor in doctors:
        doctor.start()
    for doctor in doctors:
        doctor.join()

    assert found == [sent().pk] * 4


def suspect(response):
    return response.status_code == 200 and "Please send this again" in response.content.decode()


@pytest.mark.parametrize("odd", [{"website": "http://spam.example"}, {"seen": "forged"}, {"seen": None}])
def test_what_no_person_seems_to_have_sent_comes_in_with_one_press_and_every_word(client, db, odd):
    response = send(client, phy_summary="Every\nword", **odd)
    assert suspect(response)
    assert not SecondOpinionRequest.objects.exists()

    assert client.post(PAGE, hidden(response)).status_code == 302
    assert sent().answers.filter(question="phy_summary").count() == 1


def hidden(response):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_faster_than_a_person_is_asked_again_and_files_are_chosen_again(client, db):
    page = client.get(PAGE).content.decode()
    values = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "send_key")}

    response = client.post(PAGE, {**TOLD, **values, "letter": make.file()})

    assert suspect(response)
    assert "Select your files again" in response.content.decode()
    assert client.post(PAGE, {**hidden(response), "letter": make.file()}).status_code == 302
    assert Upload.objects.count() == 1


def test_new_requests_from_one_address_are_few_an_hour_and_nothing_typed_is_lost(client, db, monkeypatch):
    monkeypatch.setitem(limits.ALLOWED, "new_case_ip", (2, 3600))
    answers = [send(client) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[-1]["Retry-After"] == "900"
    assert 'value="Dr. Avery Fixture"' in answers[-1].content.decode()
    assert SecondOpinionRequest.objects.count() == 2


def test_another_language_keeps_what_was_typed(client, db):
    response = send(client, language="es", phy_name="Dr. Typed")

    text = response.content.decode()
    assert response.status_code == 200
    assert '<html class="govuk-template" lang="es"' in text
    assert "Dr. Typed" in text
    assert not SecondOpinionRequest.objects.exists()


def test_an_office_without_mail_is_told_to_keep_the_reference(client, db):
    page = client.get(send(client, phy_contact="+1 202-555-0131")["Location"]).content.decode()

    assert "Write down the reference" in page
    assert not sent().notices.filter(to__role="physician").exists()


def test_looking_at_the_page_stores_nothing(client, db):
    client.get(PAGE)

    assert not SecondOpinionRequest.objects.exists()

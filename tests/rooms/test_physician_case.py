import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import Access
from intake.sealing import unseal
from records.domain import questions, uploads
from tests import make
from tests.rooms import entering

# What a family told, sent or was told, and no office may see.
HIDDEN = {
    "guardian_first_name": "Guardiancanary",
    "guardian_last_name": "Lastcanary",
    "guardian_email": "guardian.canary@example.org",
    "guardian_phone": "+1 202-555-0177",
    "dx_text": "osteosarcoma dxcanary",
    "own_questions": "Questioncanary",
    "insurance_company": "Insurancecanary",
    "custody_details": "Custodycanary",
    "symptoms_first": "Symptomcanary",
    "child_address_line1": "Streetcanary",
}


@pytest.fixture
def case(db):
    return make.case(
        "collecting_records", now=timezone.now(), by=make.person("lead_coordinator"), **make.OFFICE, **HIDDEN
    )


@pytest.fixture
def by(client, case):
    return entering.office(client, case)


def home(case):
    return f"/physician/{case.reference}/"


def asked(case):
    return make.items(case, party="physician", status="asked", necessity="required").exclude(category="legal")


def numbers(response):
    return re.findall(r'data-item="(\w+)" data-number="(\d+)" data-state="(\w+)"', response.content.decode())


def test_the_board_holds_what_is_asked_of_this_office_the_needed_first(client, case, by):
    make.items(case, kind="scan_us").update(party="facility")

    found = numbers(client.get(home(case)))

    needed = [(item.kind, str(item.number), item.status) for item in asked(case)]
    assert found[: len(needed)] == needed
    kinds = {kind for kind, _number, _state in found}
    assert not kinds & {"authorization", "guardian_papers", "signer_id", "insurance_card", "scan_us"}


@pytest.mark.parametrize("level", ["link", "full"])
def test_no_answer_no_family_s_file_and_no_legal_paper_is_seen(client, case, level):
    by = entering.office(client, case, level)
    legal = make.items(case, category="legal").first()
    family = make.family_of(case)
    uploads.add(case, asked(case)[0], make.file("Filecanary.pdf"), by=family, now=timezone.now())
    uploads.add(case, legal, make.file("Legalcanary.pdf", make.PDF + b"\n"), by=family, now=timezone.now())
    uploads.add(case, None, make.file("mine.pdf", make.PDF + b"\n\n"), by=by, now=timezone.now())
    number = asked(case)[0].number

    pages = ["", "upload/", f"upload/?item={number}", "ship/", "sent/", "leave/", "code/", f"records/{number}/"]
    text = "".join(client.get(home(case) + page).content.decode() for page in pages)

    assert "mine.pdf" in text
    assert "canary" not in text.lower()
    assert client.get(f"{home(case)}records/{legal.number}/").status_code == 404
    assert client.get(f"{home(case)}records/999/").status_code == 404


def test_each_look_leaves_a_trace(client, case, by):
    client.get(home(case))

    assert Access.objects.filter(case=case, by=by).values_list("what", flat=True).last() == "physician:case"


def test_three_records_cost_as_many_statements_as_thirty(client, case, by):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(home(case))
        return len(queries)

    count()
    many = count()
    make.items(case).filter(number__gt=6).update(party="facility")
    assert count() == many <= 25


def test_it_comes_later(client, case, by):
    item, day = asked(case)[0], timezone.localdate() + timedelta(days=7)

    response = client.post(
        f"{home(case)}records/{item.number}/",
        {"answer": "promise", "by_month": day.month, "by_day": day.day, "by_year": day.year},
    )

    item.refresh_from_db()
    assert (response.status_code, item.status, item.promised_on) == (302, "promised", day)
    assert "Later, or not here" in client.get(home(case)).content.decode()  # and may be moved


def test_another_place_has_it(client, case, by):
    item = asked(case)[0]

    client.post(f"{home(case)}records/{item.number}/", {"answer": "elsewhere", "place": "Mercy Hospital"})

    item.refresh_from_db()
    case.refresh_from_db()
    assert (item.status, item.party) == ("needed", "facility")
    assert unseal(case, item.place, f"place|{item.number}") == "Mercy Hospital"
    assert case.next_action == "ask_facility"
    assert (item.kind, str(item.number), "needed") not in numbers(client.get(home(case)))


def test_it_was_never_done_here(client, case, by):
    item = asked(case)[0]

    client.post(f"{home(case)}records/{item.number}/", {"answer": "never", "words": "no biopsy"})

    item.refresh_from_db()
    case.refresh_from_db()
    assert (item.status, item.exists, case.next_action) == ("asked", "no", "confirm_not_done")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Select what you can tell us"),
        ({"answer": "promise"}, "Enter the date"),
        ({"answer": "promise", "by_month": "1", "by_day": "1", "by_year": "2020"}, "The date must be on or after"),
        ({"answer": "promise", "by_month": "2", "by_day": "30", "by_year": "2027"}, "The date must be a real date"),
        ({"answer": "elsewhere", "place": " "}, "Enter who has it"),
        ({"answer": "waive"}, "Select an answer from the list"),
    ],
)
def test_what_is_missing_is_said_and_changes_nothing(client, case, by, told, words):
    item = asked(case)[0]

    response = client.post(f"{home(case)}records/{item.number}/", told)

    item.refresh_from_db()
    assert (response.status_code, item.status) == (422, "asked")
    assert words in response.content.decode()


def test_what_staff_asked_is_answered_in_its_box_and_nothing_comes_out(client, case, by):
    coordinator = make.person("coordinator")
    number = asked(case)[0].number
    questions.ask_more(
        case, room="physician", questions=["dx_stage"], items=[number], words="Which protocol?", by=coordinator,
        now=timezone.now(),
    )  # fmt: skip
    page = client.get(home(case)).content.decode()
    assert "Which protocol?" in page
    assert f"upload/?item={number}" in page
    told, own = case.asks.get(question="dx_stage"), case.asks.exclude(words=None).get()

    assert client.post(f"{home(case)}questions/{told.pk}/", {"dx_stage": ""}).status_code == 422
    client.post(f"{home(case)}questions/{told.pk}/", {"dx_stage": "IV"})
    client.post(f"{home(case)}questions/{own.pk}/", {"words": "Protocol seven"})

    own.refresh_from_db()
    assert unseal(case, own.reply, f"reply|{own.pk}") == "Protocol seven"
    assert case.answers.filter(question="dx_stage", replaced_at=None, by=by).exists()
    assert client.get(f"{home(case)}questions/{told.pk}/").status_code == 404
    case.refresh_from_db()
    assert case.status == "needs_information"  # the record is still open
    client.post(f"{home(case)}upload/?item={number}", {"item": number, "file": make.file()})
    case.refresh_from_db()
    assert case.status == "collecting_records"


def test_what_the_family_was_asked_is_not_the_office_s(client, case, by):
    questions.ask_more(case, room="family", words="Secretcanary?", by=make.person("coordinator"), now=timezone.now())
    ask = case.asks.get()

    assert "Secretcanary" not in client.get(home(case)).content.decode()
    assert client.get(f"{home(case)}questions/{ask.pk}/").status_code == 404


def test_an_answer_that_the_family_gave_does_not_stand_in_the_box(client, case, by):
    questions.ask_more(case, room="physician", questions=["dx_text"], by=make.person("coordinator"), now=timezone.now())
    ask = case.asks.get()

    assert "dxcanary" not in client.get(f"{home(case)}questions/{ask.pk}/").content.decode()


def test_this_is_not_our_patient(client, case, by):
    assert client.post(f"{home(case)}leave/", {}).status_code == 422

    response = client.post(f"{home(case)}leave/", {"why": "moved", "words": "Dr. Next, Far Hospital"})

    case.refresh_from_db()
    assert "We will not ask your office again" in response.content.decode()
    assert (case.next_action, case.office_mail) == ("get_office_mail", False)
    event = case.events.get(action="office_left")
    assert (event.why, unseal(case, event.words, f"event|{event.number}")) == ("moved", "Dr. Next, Far Hospital")
    assert client.get(home(case)).status_code == 404


def test_an_office_that_tells_of_a_death_stops_all_contact(client, case, by):
    client.post(f"{home(case)}leave/", {"why": "died"})

    assert case.holds.filter(kind="death_reported", lifted_at=None).exists()
    assert not case.notices.filter(sent_at=None, cancelled_at=None).exists()


def test_nothing_asked_is_said_so(client, case, by):
    make.items(case).update(party="facility")

    assert "Nothing is asked of you now" in client.get(home(case)).content.decode()

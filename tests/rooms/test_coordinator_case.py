"""A coordinator's page of one case: what stands on it, what it costs, who is kept out."""

from datetime import timedelta

import pytest
import time_machine

from intake.domain import history, notes, outbox
from intake.facts import UNKNOWN
from intake.models import Access, Notice
from records.domain import cases
from records.models import RecordItem
from tests import make
from tests.rooms.desk import get, sign_in, statements, tables

SOON = make.NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def shown(client, case):
    response = get(client, case)
    assert response.status_code == 200
    return response.text


def test_the_bar_says_who_it_is_and_how_it_stands(coordinator, client):
    case = make.case(decision_date=str(make.TODAY + timedelta(days=2)))

    text = shown(client, case)

    for words in ("Nia Sample", case.reference, "7 years", "Bone tumor", "P1", "2 days left", "No one", "0 of"):
        assert words in text, words
    assert f'data-case="{case.reference}"' in text
    assert 'data-page="case"' in text
    title = text[text.index("<title>") : text.index("</title>")]
    assert case.reference in title
    assert "Nia" not in title  # a shared screen shows titles


def test_answers_old_and_new_with_who_and_when(coordinator, client):
    case = make.case(what_matters="Time at home", gene_tests=UNKNOWN)
    cases.save_answers(
        case, {"what_matters": "Time at school"}, max_age=21, by=make.family_of(case), now=make.NOW + timedelta(days=1)
    )  # fmt: skip

    text = shown(client, case)

    new, old = text.index("Time at school"), text.index("Time at home")
    assert new < old
    assert "Changed" in text[text.index("What matters") : new]
    assert "Before:" in text[new:old]
    assert "Family, <" in text or "Family</bdi>" in text
    assert "Nov 25<" in text[new:old]
    assert "Not known by family" in text


def test_insurance_custody_and_whom_not_to_contact_are_here(coordinator, client):
    case = make.case(
        insurance_kind="private", insurance_member_id="Kanariengelb-7", do_not_contact="Not the uncle",
        other_parent_may_see="no",
    )  # fmt: skip

    text = shown(client, case)

    assert "Kanariengelb-7" in text
    assert "Not the uncle" in text


def test_notes_stand_here_and_never_with_family_or_office(coordinator, client):
    case = make.case(**make.OFFICE)
    notes.write(case, "Kanariengelb: the father is worried", by=coordinator, now=make.NOW)

    assert "Kanariengelb" in shown(client, case)

    for user, room in ((make.family_of(case), "family"), (make.office_of(case), "physician")):
        sign_in(client, user)
        session = client.session
        session["levels"] = {case.reference: "full"}
        session.save()
        page = "status" if room == "family" else "case"
        response = get(client, case, page, room=room)
        assert response.status_code == 200
        assert "Kanariengelb" not in response.text


def test_what_was_sent_equals_the_outbox(coordinator, client):
    case = make.case(guardian_email=None, **make.OFFICE)
    Notice.objects.filter(case=case, kind="physician_invited").update(sent_at=make.NOW)

    response = get(client, case)

    lines = response.context["sent"]
    assert len(lines) == Notice.objects.filter(case=case).count() > 2
    states = {(line["what"], line["state"]) for line in lines}
    assert {("Invitation", "Sent"), ("Receipt", "To call"), ("New case", "Waiting")} <= states
    assert [line["what"] for line in response.context["calls"]] == ["Receipt"]


def test_a_stuck_message_is_said(coordinator, client):
    case = make.case()
    assert "could not be sent" not in shown(client, case)

    Notice.objects.filter(case=case, kind="receipt").update(parked_at=make.NOW, last_error="SMTPDataError 550")

    assert "1 message could not be sent." in shown(client, case)
    assert "SMTPDataError 550" in shown(client, case)


def test_uncovered_and_flagged_cases_say_so(coordinator, client):
    case = make.case(red_flags=["breathing"], red_flag_action="called")

    text = shown(client, case)

    assert "Nobody covers this diagnosis." in text
    assert "Red flag." in text
    plain = make.case()
    make.person("oncology", groups=["bone"])
    cases.save_answers(plain, {"what_matters": "x"}, max_age=21, by=coordinator, now=SOON)
    assert "Nobody covers" not in shown(client, plain)
    assert "Red flag." not in shown(client, plain)


def test_the_page_is_written_into_the_access_log(coordinator, client):
    case = make.case()

    get(client, case)

    assert list(Access.objects.filter(case=case).values_list("what", "by")) == [("coordinator:case", coordinator.pk)]


def test_the_way_back_keeps_the_list(coordinator, client):
    case = make.case()

    response = get(client, case, back="state=submitted&sort=due")

    assert response.context["back_url"] == "/coordinator/?state=submitted&sort=due"
    evil = get(client, case, back="https://evil.example/?x=1")
    assert evil.context["back_url"].startswith("/coordinator/?")


def test_board_lines_carry_what_scripts_count_on(coordinator, client):
    case = make.case()

    text = shown(client, case)

    for item in make.items(case):
        assert f'data-item="{item.kind}" data-number="{item.number}" data-state="{item.status}"' in text


def grown(case, by):
    """60 records, 200 events, 40 files, old answers, asks, notes, consents."""
    kinds = list(make.items(case).values_list("kind", "category"))
    RecordItem.objects.bulk_create(
        RecordItem(
            case=case, number=100 + place, kind=kinds[place % len(kinds)][0], category="pathology",
            necessity="required", since=make.NOW, holder="family", party="family",
        )
        for place in range(60)
    )  # fmt: skip
    items = list(make.items(case))
    for place in range(40):
        make.upload(case, items[place], content=make.PDF + b"%d" % place)
    case.refresh_from_db()
    history.chain(case, [history.Change("reminded", words=f"event {place}") for place in range(200)], by=by, now=SOON)
    case.save()
    for place in range(5):
        notes.write(case, f"note {place}", by=by, now=SOON)
        cases.save_answers(case, {"what_matters": f"{place}"}, max_age=21, by=by, now=SOON)


def test_a_case_costs_twelve_statements_whatever_it_holds(coordinator, client):
    case = make.case("in_triage", by=coordinator, **make.OFFICE)
    path = f"/coordinator/{case.reference}/"
    RecordItem.objects.filter(case=case).exclude(number=1).delete()
    few = statements(client, path, coordinator)

    grown(case, coordinator)
    lots = statements(client, path, coordinator)

    assert len(few) == len(lots) <= 12, tables(lots)


@pytest.mark.parametrize("status", ["submitted", "in_triage", "collecting_records"])
def test_the_statements_are_the_same_in_every_state(coordinator, client, status):
    case = make.case(status, by=coordinator, **make.OFFICE)
    outbox.cancel(case, now=SOON)

    sqls = statements(client, f"/coordinator/{case.reference}/", coordinator)

    assert len(sqls) == 12, tables(sqls)


OUTSIDE = {"oncology": 404, "admin": 404}


@pytest.mark.parametrize("role", OUTSIDE)
def test_other_rooms_are_kept_out(client, db, role):
    case = make.case()
    sign_in(client, make.person(role, groups=["bone"] if role == "oncology" else ()))

    assert client.get("/coordinator/").status_code == 403
    assert get(client, case).status_code == OUTSIDE[role]
    sign_in(client, make.person("coordinator"))
    assert get(client, case).status_code == 200


def test_the_privacy_officer_comes_in_and_sees_no_case(client, db):
    case = make.case()
    sign_in(client, make.person("privacy"))

    assert client.get("/coordinator/").status_code == 200
    assert case.reference not in client.get("/coordinator/").text
    assert get(client, case).status_code == 404


def test_what_arrived_is_not_folded_away(coordinator, client):
    case = make.case("collecting_records", by=coordinator)
    item = make.items(case).exclude(necessity="required").exclude(category="legal").first()
    make.upload(case, item)

    text = shown(client, case)

    assert f'id="record-{item.number}"' in text.split("Others, if they exist")[0]

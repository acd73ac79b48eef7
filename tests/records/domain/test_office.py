from datetime import date, timedelta

import pytest

from intake.domain import delivery
from intake.domain.errors import Refused
from intake.sealing import unseal
from records.domain import cases, office, uploads
from records.domain.transitions import settle
from tests import make

LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("lead_coordinator"), **make.OFFICE)


@pytest.fixture
def by(case):
    return make.office_of(case)


def asked(case):
    return make.items(case, party="physician", status="asked", necessity="required").exclude(category="legal")


def test_a_promise_says_by_when_and_may_be_moved(case, by):
    number = asked(case)[0].number

    for day in (date(2026, 12, 1), date(2026, 12, 8)):
        office.promise(case, number, on=day, by=by, now=make.NOW)
        item = make.items(case, number=number).get()
        assert (item.status, item.promised_on) == ("promised", day)


def test_what_another_place_has_is_the_coordinator_s_next_act(case, by):
    number = asked(case)[1].number

    case = office.elsewhere(case, number, place="Mercy Hospital, records desk", by=by, now=LATER)

    item = make.items(case, number=number).get()
    assert (item.status, item.party, item.asked_at) == ("needed", "facility", None)
    assert unseal(case, item.place, f"place|{number}") == "Mercy Hospital, records desk"
    assert b"Mercy" not in bytes(item.place)
    assert (case.waiting_on, case.next_action) == ("coordinator", "ask_facility")


def test_an_office_is_not_asked_again_for_what_it_sent_elsewhere(case, by):
    number = asked(case)[0].number
    office.elsewhere(case, number, place="Mercy", by=by, now=LATER)

    cases.save_answers(case, {"dx_stage": "IV"}, max_age=21, by=make.family_of(case), now=LATER)

    assert make.items(case, number=number).get().status == "needed"


def test_only_a_coordinator_says_that_a_record_does_not_exist(case, by):
    item = asked(case)[0]

    case = office.never_done(case, item.number, words="No biopsy was made", by=by, now=LATER)

    item.refresh_from_db()
    assert (item.status, item.exists) == ("asked", "no")
    assert (case.waiting_on, case.next_action) == ("coordinator", "confirm_not_done")
    event = case.events.latest("number")
    assert (event.action, unseal(case, event.words, f"event|{event.number}")) == ("never_done", "No biopsy was made")
    with pytest.raises(Refused):
        settle(item, "not_exist", by=by, now=LATER)
    settle(item, "not_exist", by=make.person("coordinator"), now=LATER)
    case.refresh_from_db()
    assert case.next_action == "send_records"


def test_one_parcel_brings_several_records(case, by):
    numbers = [item.number for item in asked(case)[:2]]

    office.ship(case, numbers, carrier="ups", tracking="1Z 999 AA1", shipped_on=make.TODAY, by=by, now=make.NOW)

    items = make.items(case, number__in=numbers)
    assert {(item.status, item.carrier, item.shipped_on) for item in items} == {("in_transit", "ups", make.TODAY)}
    assert unseal(case, items[0].tracking, f"tracking|{numbers[0]}") == "1Z 999 AA1"
    with pytest.raises(Refused):
        office.ship(case, numbers, carrier="ups", tracking="1", shipped_on=make.TODAY, by=by, now=make.NOW)


def test_one_sending_is_one_receipt_by_mail(case, by, smtp):
    sent = [uploads.add(case, None, make.file(content=make.PDF + bytes([n])), by=by, now=LATER) for n in range(3)]

    office.finish(case, sent, by=by, now=LATER)
    office.finish(case, [], by=by, now=LATER)

    assert case.notices.filter(kind="files_here", to=by).count() == 1
    delivery.send_owed(now=LATER)
    assert [one.message["Subject"] for one in smtp.received if one.to == ["office@example.org"]][-1] == (
        "We have your form"
    )


def test_all_we_have_sends_the_rest_elsewhere(case, by):
    first, *rest = asked(case)
    uploads.add(case, first, make.file(), by=by, now=LATER)

    case = office.finish(case, [], all_we_have=True, by=by, now=LATER)

    first.refresh_from_db()
    assert first.status == "received"
    left = make.items(case, number__in=[item.number for item in rest])
    assert {(item.status, item.party) for item in left} == {("needed", "facility")}
    assert case.remind_at is None or not case.notices.filter(kind="physician_reminder", cancelled_at=None).exists()


def test_a_patient_who_is_not_theirs_ends_the_invitation(case, by):
    member = case.members.get(kind="physician")
    delivery.send_owed(now=make.NOW)
    before = case.notices.count()

    case = office.leave(member, why="not_ours", words="Ask Dr. Sample", by=by, now=LATER)

    member.refresh_from_db()
    assert (member.removed_at, member.links.filter(ended_at=None).count()) == (LATER, 0)
    assert (case.office_mail, case.waiting_on, case.next_action) == (False, "coordinator", "get_office_mail")
    assert not make.items(case, party="physician", status__in=["asked", "promised"]).exists()
    assert case.events.filter(action="office_left", why="not_ours").exists()
    cases.save_answers(case, {"dx_stage": "IV"}, max_age=21, by=make.family_of(case), now=LATER + timedelta(hours=1))
    case.refresh_from_db()
    assert (case.office_mail, case.notices.filter(to__role="physician").count()) == (False, 1)
    assert case.notices.count() == before


def test_the_next_office_is_invited_and_asked(case, by):
    office.leave(case.members.get(kind="physician"), why="moved", by=by, now=LATER)
    coordinator = make.person("coordinator")

    after = LATER + timedelta(hours=1)
    case = cases.save_answers(case, {"doctor_email": "next@example.org"}, max_age=21, by=coordinator, now=after)

    new = case.members.get(kind="physician", removed_at=None)
    assert new.user != by
    assert case.notices.filter(kind="physician_invited", to=new.user).count() == 1
    assert asked(case).count() > 3


def test_a_death_that_the_office_reports_stops_all_contact(case, by):
    case = office.leave(case.members.get(kind="physician"), why="died", by=by, now=LATER)

    case.refresh_from_db()
    assert case.holds.filter(kind="death_reported", lifted_at=None).exists()
    assert case.remind_at is None
    assert not case.notices.filter(sent_at=None, cancelled_at=None).exists()


@pytest.mark.parametrize("action", ["unreadable", "incomplete", "wrong_patient"])
def test_who_sent_what_cannot_be_used_is_told_by_mail_unless_it_is_another_child_s(case, by, action):
    item = asked(case)[0]
    uploads.add(case, item, make.file(), by=by, now=make.NOW)

    settle(item, action, reject_reason="blurred", by=make.person("coordinator"), now=LATER)

    told = case.notices.filter(kind="item_rejected").values_list("to", flat=True)
    assert list(told) == ([] if action == "wrong_patient" else [by.pk])

"""Office, guardian, codes, calls and stuck messages: what a coordinator does with the people outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.domain import holds, members
from intake.domain import reference as writer
from intake.models import Code, Notice
from intake.models.reference import Checklist
from intake.queries import cases as queries
from intake.queries import people, reference
from records.domain import desk
from records.views.coordinator import sent
from tests import make
from tests.rooms.desk import address, get, post, sign_in


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def invited(case):
    return Notice.objects.filter(case=case, kind="physician_invited", cancelled_at=None).count()


def test_typing_the_office_s_address_invites_it(coordinator, client):
    case = make.case("collecting_records", by=coordinator, doctor_name="Dr. Avery", doctor_phone="+1 202-555-0131")
    assert "+1 202-555-0131" in get(client, case, "office").text

    response = post(client, case, "office", {"doctor_email": "Clinic@Example.org", "agreed": "yes"})

    case.refresh_from_db()
    assert (response.status_code, case.office_mail, invited(case)) == (302, True, 1)
    assert make.items(case, status="asked", party="physician").exists()
    assert "Clinic@example.org" in get(client, case).text


@pytest.mark.parametrize(
    "data", [{}, {"doctor_email": "a@example.org"}, {"doctor_email": "x", "agreed": "yes"}, {"agreed": "yes"}]
)
def test_no_invitation_without_address_and_agreement(coordinator, client, data):
    case = make.case("collecting_records", by=coordinator)

    response = post(client, case, "office", data)

    case.refresh_from_db()
    assert (response.status_code, case.office_mail, invited(case)) == (422, False, 0)


@pytest.fixture
def referred(coordinator):
    """A request that a physician sent: the guardian must confirm."""
    case = make.case("in_triage", by=coordinator)
    holds.first(case, ["guardian_not_confirmed"], by=coordinator, now=make.NOW)
    return case


def test_gaps_wait_for_the_guardian_as_well(coordinator, client, referred):
    held = "Not yet: The guardian has not confirmed this request yet."

    blocked = get(client, referred).text.split("Not possible yet", 1)[1]

    assert "Start with gaps" in blocked
    assert blocked.count(held) == 3  # accept, complete, start with gaps


CONFIRMS = {
    "call": ({"how": "call", "number": "202 555 0101", "when": "Tuesday 3 pm", "read": "yes"}, "Call to 202 555 0101"),
    "paper": ({"how": "paper", "when": "Signed on Monday"}, "Signed paper, Signed on Monday"),
}


@pytest.mark.parametrize("how", CONFIRMS)
def test_a_paper_or_a_call_confirms_the_guardian(coordinator, client, referred, how):
    data, words = CONFIRMS[how]
    assert post(client, referred, "step", {"action": "accept"}).status_code == 409

    post(client, referred, "guardian", data)

    assert queries.confirmed(referred)
    assert referred.events.filter(action="guardian_confirmed", why=how).exists()
    assert words in get(client, referred).text
    assert post(client, referred, "step", {"action": "accept"}).status_code == 302


@pytest.mark.parametrize("data", [
    {}, {"how": "call"}, {"how": "call", "number": "202 555 0101", "when": "now"}, {"how": "paper"},
    {"how": "call", "when": "now", "read": "yes"}, {"how": "link", "when": "now"},
])  # fmt: skip
def test_half_a_confirmation_is_none(coordinator, client, referred, data):
    response = post(client, referred, "guardian", data)

    assert response.status_code == 422
    assert not queries.confirmed(referred)


def test_there_is_nothing_to_confirm_without_the_hold(coordinator, client):
    assert get(client, make.case(), "guardian").status_code == 404


def digits(response):
    return response.context["digits"]


def test_six_digits_for_the_office(coordinator, client):
    case = make.case(**make.OFFICE)
    assert digits(get(client, case, "code", **{"for": "office"})) == ""

    read = digits(post(client, case, "code", {"for": "office"}))

    seat = people.seats(case, "physician").first()
    assert len(read) == 6
    assert Code.objects.get(member=seat).made_by == coordinator
    assert not members.code_fits(people.seats(case, "family").first(), read, now=make.NOW)
    assert members.code_fits(seat, read, now=timezone.now())
    assert not members.code_fits(seat, read, now=timezone.now())
    assert digits(get(client, case, "code", **{"for": "office"})) == ""


def test_six_digits_for_the_family_only_to_the_number_on_file(coordinator, client):
    case = make.case()
    assert "+1 202-555-0101" in get(client, case, "code").text
    assert len(digits(post(client, case, "code", {"for": "family"}))) == 6

    without = make.case(guardian_phone=None)
    refused = post(client, without, "code", {"for": "family"})
    assert refused.status_code == 409
    assert "There is no phone number on file." in refused.text
    assert not Code.objects.filter(member__case=without).exists()


def test_no_code_for_an_office_without_a_seat(coordinator, client):
    assert get(client, make.case(), "code", **{"for": "office"}).status_code == 404


def test_a_call_that_was_made_is_marked(coordinator, client):
    case = make.case(guardian_email=None)
    line = get(client, case).context["calls"][0]

    response = client.post(address(case, "called"), {"notice": line["name"], "remark": "Told the mother"})

    notice = Notice.objects.get(case=case, kind="receipt")
    assert (response.status_code, notice.sent_at is not None) == (302, True)
    after = get(client, case)
    assert after.context["calls"] == []
    assert "Told the mother" in after.text
    assert ("Receipt", "Told by phone") in {(each["what"], each["state"]) for each in after.context["sent"]}


@pytest.mark.parametrize("name", ["", "0" * 16, "1", "x\0"])
def test_a_call_of_nobody_marks_nothing(coordinator, client, name):
    case = make.case(guardian_email=None)

    client.post(address(case, "called"), {"notice": name})

    assert len(get(client, case).context["calls"]) == 1


def test_a_mail_is_not_marked_as_called(coordinator, client):
    case = make.case()
    notice = Notice.objects.get(case=case, kind="receipt")
    client.post(address(case, "called"), {"notice": sent.name(notice)})

    notice.refresh_from_db()
    assert notice.sent_at is None


def test_stuck_messages_of_this_case_are_tried_again(coordinator, client):
    case, other = make.case(), make.case()
    Notice.objects.update(parked_at=make.NOW, attempts=20)

    post(client, case, "retry")

    assert not Notice.objects.filter(case=case).exclude(parked_at=None).exists()
    assert Notice.objects.filter(case=other).exclude(parked_at=None).exists()


def test_move_the_case_to_the_newest_list(coordinator, client):
    case = make.case("collecting_records", by=coordinator)
    assert "newest list" not in get(client, case).text
    refused = post(client, case, "newest")
    assert (refused.status_code, "newest list already" in refused.text) == (409, True)
    helpful = make.items(case, necessity="helpful").first()
    row = Checklist.objects.get(checklist_group=case.group, phase=case.phase, item=helpful.kind, until=None)
    writer.change(row, {"necessity": "required"}, by=make.person("admin"), now=make.NOW)
    reference.refresh()
    assert "Move this case to the newest list" in get(client, case).text

    post(client, case, "newest")

    helpful.refresh_from_db()
    case.refresh_from_db()
    assert (helpful.necessity, case.checklist_version) == ("required", reference.current().version)
    assert case.events.filter(action="list_renewed").exists()
    assert "The case follows the newest list now" in get(client, case).text
    assert "newest list" not in get(client, case).text


def test_a_call_ends_the_turn_of_the_coordinator(coordinator):
    case = make.case("in_triage", by=coordinator, guardian_email=None)
    holds.first(case, ["guardian_not_confirmed"], by=coordinator, now=make.NOW)
    notice = Notice.objects.get(case=case, kind="receipt")

    desk.called(case, notice, by=coordinator, now=make.NOW + timedelta(hours=1))

    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("family", "confirm_guardian")

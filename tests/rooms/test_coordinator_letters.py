"""Letters to places: written with the permission, mailed or queued, opened by a clerk without an account."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.core import mail
from django.test import Client

from intake.domain import delivery, holds
from intake.models import Notice
from records.domain import cases, demands, letters, permits, place_days, places
from records.domain.transitions import settle
from records.models import Letter, Place
from records.papers import sheets
from tests import make
from tests.rooms.desk import address, get, sign_in
from tests.rooms.family import opened


def words(content):
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


@pytest.fixture
def case(coordinator):
    found = make.case("collecting_records", by=coordinator)
    make.signed(found)
    found.refresh_from_db()
    return found


def checked(case, email="desk@example.org"):
    """Two coordinators have entered and checked the place."""
    Place.objects.update(email=email, told_at=make.NOW, told_by=make.person("coordinator"))
    place = case.authorizations.get().place
    place.refresh_from_db()
    place = places.check(place, by=make.person("coordinator"), now=make.NOW)
    letters.place_checked(place, now=make.NOW)
    return place


def link_of(case):
    """The address that the letter's code holds."""
    text = words(letters.opened(Letter.objects.filter(case=case, kind="request").latest("number")))
    return re.search(r"/physician/link/\S+", text)[0]


def test_signing_writes_a_letter_for_each_department(case, client):
    found = Letter.objects.filter(case=case)
    departments = {letter.department for letter in found}
    assert departments == set(make.items(case, basis="authorization").values_list("holder", flat=True))
    for letter in found:
        text = words(letters.opened(letter))
        for said in ("Nia Sample", "April 27, 2019", "R-4471", case.reference, "Riverside Sample Hospital"):
            assert said in text.replace("\r\n", " "), said
        asked = {item.number for item in letter.items.all()}
        assert asked
        assert {item.holder for item in letter.items.all()} == {letter.department}
        assert text.count("Put this sheet on top") == len(asked)
    page = get(client, case, "letters").text
    assert page.count("data-letter=") == len(found)


def test_the_letter_is_accessible_and_its_title_names_nobody(case, client):
    letter = Letter.objects.filter(case=case).first()
    content = client.get(address(case, "letter", letter.number)).content

    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert document.get_metadata_dict()["Title"] == "Request for records"
    cover = document[0].get_textpage().get_text_range()
    assert "Nia" not in cover
    assert case.reference not in cover.split("\n")[0]


@pytest.mark.parametrize(("language", "title"), [("es", "Solicitud de registros"), ("ar", "طلب سجلات")])
def test_letters_in_other_languages_are_marked_as_drafts(case, client, language, title):
    client.post(address(case, "letters"), {"to": "1", "language": language})

    letter = Letter.objects.filter(case=case).latest("number")
    document = pypdfium2.PdfDocument(io.BytesIO(letters.opened(letter)))
    assert letter.language == language
    assert document.get_metadata_dict()["Title"] == title
    if language == "es":
        assert "Borrador" in words(letters.opened(letter))


def test_a_letter_by_right_of_access_has_a_clock(case, client, coordinator):
    checked(case)
    with time_machine.travel(make.NOW, tick=False):
        client.post(address(case, "letters"), {"to": "1", "language": "en", "ground": "access"})
        letter = Letter.objects.filter(case=case).latest("number")
        said = " ".join(words(letters.opened(letter)).split())
        assert "under its right of access (45 CFR 164.524)" in said
        assert "one extension of 30 days" in said
        assert "right of access (permission 1)" in get(client, case, "letters").text  # it has not left: no clock yet
        delivery.send_owed(now=make.NOW)

    with time_machine.travel(make.NOW + timedelta(days=12), tick=False):
        sign_in(client, coordinator)
        assert "right of access, day 12 of 30, until Dec. 24, 2026 (permission 1)" in get(client, case, "letters").text
    with time_machine.travel(make.NOW + timedelta(days=33), tick=False):
        sign_in(client, coordinator)
        assert "3 days over the 30" in get(client, case, "letters").text


def test_the_treating_office_gets_no_letter_by_right_of_access(case, client):
    count = Letter.objects.count()

    refused = client.post(address(case, "letters"), {"to": "office", "language": "en", "ground": "access"})

    assert refused.status_code == 422
    assert "The treating office needs no such letter" in refused.text
    assert Letter.objects.count() == count


def test_an_unchecked_place_makes_it_the_coordinators_turn(case, client):
    assert (case.waiting_on, case.next_action) == ("coordinator", "send_letter")
    letter = Letter.objects.filter(case=case).first()

    refused = client.post(address(case, "letter_sent", letter.number), {"channel": "fax"})

    assert refused.status_code == 409
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert not Notice.objects.filter(kind="records_request").exists()


def test_a_checked_place_is_mailed_at_once_and_the_mail_holds_no_fact(case):
    checked(case)

    letters_left = Letter.objects.filter(case=case, notice=None)
    assert not letters_left.exists()
    case.refresh_from_db()
    assert case.next_action != "send_letter"
    mail.outbox.clear()
    delivery.send_owed(now=make.NOW)
    (message,) = [each for each in mail.outbox if each.to == ["desk@example.org"]]
    for said in ("Nia", "Sample", "Riverside", "MRI", "cancer", "second opinion"):
        assert said not in re.sub(r"/link/\S+", "/link/", f"{message.subject} {message.body}"), said


def test_faxed_or_posted_by_hand(case, client):
    checked(case, email="")
    for letter in Letter.objects.filter(case=case):
        assert client.post(address(case, "letter_sent", letter.number), {"channel": "fax"}).status_code == 302
        assert client.post(address(case, "letter_sent", letter.number), {"channel": "post"}).status_code == 409

    case.refresh_from_db()
    assert case.next_action != "send_letter"
    assert set(Letter.objects.values_list("channel", flat=True)) == {"fax"}
    assert case.events.filter(action="letter_sent").count() == Letter.objects.count()


def clerk_of(case):
    """The desk's browser, after the code of the letter."""
    clerk = Client()
    path = link_of(case)
    assert "Nia" not in clerk.get(path).text
    assert clerk.post(path).status_code == 302
    return clerk


def test_a_clerk_sees_what_its_permission_covers_and_sends_without_an_account(case):
    clerk, home = clerk_of(case), f"/physician/{case.reference}/"
    page = clerk.get(home)
    board = set(re.findall(r'data-item="([^"]+)"', page.text))
    covered = set(case.authorizations.get().items.values_list("kind", flat=True))
    assert board
    assert board <= covered
    assert "Nia Sample" not in page.text
    assert "signed a permission" in page.text
    assert clerk.get(f"{home}permission/").status_code == 302  # the code first

    item = make.items(case, basis="authorization", status="asked").first()
    clerk.post(f"{home}upload/?item={item.number}", {"file": make.file(), "item": str(item.number)})

    item.refresh_from_db()
    assert item.status == "received"


def test_the_code_of_the_letter_opens_name_and_permission(case):
    clerk, home = clerk_of(case), f"/physician/{case.reference}/"
    text = words(letters.opened(Letter.objects.filter(case=case).latest("number")))
    code = re.search(r"shows the name:\s*(\d{8})", text.replace("\r\n", " "))[1]

    clerk.post(f"{home}code/", {"code": code})

    assert "Nia Sample" in clerk.get(home).text
    assert clerk.get(f"{home}permission/").content.startswith(b"%PDF")


def test_a_clerk_that_is_wrong_here_ends_only_its_own_seat(case):
    clerk = clerk_of(case)
    office_mail = case.office_mail
    clerk.post(f"/physician/{case.reference}/leave/", {"why": "not_ours"})

    case.refresh_from_db()
    assert case.office_mail == office_mail
    assert not make.items(case, basis="authorization", status="asked").exists()
    assert clerk.get(f"/physician/{case.reference}/").status_code == 404


def test_taking_it_back_ends_the_link_and_writes_to_who_was_asked(case, client):
    checked(case)
    delivery.send_owed(now=make.NOW)
    path = link_of(case)
    person = opened(case)
    person.get(f"{person.base}/sign/1/revoke/").send(agree="on")

    assert Client().get(path).status_code == 404
    letter = Letter.objects.get(case=case, kind="revocation")
    assert "taken back" in words(letters.opened(letter))
    case.refresh_from_db()
    assert case.next_action == "send_letter"
    refused = client.post(address(case, "letters"), {"to": "1", "language": "en"})
    assert refused.status_code == 422  # no longer among those who may be asked


def test_no_letter_without_a_permission_in_force(case):
    authorization = case.authorizations.get()
    permits.revoke(authorization, by=make.family_of(case), now=make.NOW)
    authorization.refresh_from_db()

    with pytest.raises(letters.Refused):
        letters.again(authorization, language="en", by=make.person("coordinator"), now=make.NOW)


def test_the_office_is_written_to_on_treatment_basis(coordinator, client):
    case = make.case("collecting_records", by=coordinator, **make.OFFICE)
    client.post(address(case, "letters"), {"to": "office", "language": "en"})

    letter = Letter.objects.get(case=case)
    assert (letter.basis, letter.authorization) == ("treatment", None)
    assert "45 CFR 164.506" in words(letters.opened(letter))


def test_codes_of_sheets_are_ours_or_nothing(case):
    made = sheets.code(case.reference, 7)

    assert sheets.read(made) == (case.reference, 7)
    assert sheets.read(made[:-1] + ("0" if made[-1] != "0" else "1")) is None
    assert sheets.read("https://example.org") is None
    assert "<svg" in sheets.picture(made)


@pytest.mark.parametrize(("died", "letters_after"), [(False, 1), (True, 0)])
def test_a_request_that_ends_tells_places_to_stop_but_nobody_after_a_death(case, coordinator, died, letters_after):
    checked(case)
    delivery.send_owed(now=make.NOW)
    if died:
        holds.report_death(case, by=coordinator, now=make.NOW)
        cases.advance(case, "confirm_death", by=coordinator, now=make.NOW)
    else:
        cases.advance(case, "withdraw", by=coordinator, now=make.NOW)

    assert case.authorizations.get().status == "expired"
    found = Letter.objects.filter(case=case, kind="revocation")
    assert found.count() == letters_after
    for letter in found:
        assert "has ended" in words(letters.opened(letter))
        assert "taken back" not in words(letters.opened(letter))


def test_a_record_that_is_wanted_again_is_asked_of_its_place_by_a_letter(case, coordinator):
    item = make.items(case, basis="authorization").first()
    settle(item, "waive", waived_why="other", by=make.person("lead_coordinator"), now=make.NOW)
    make.items(case, pk=item.pk).update(necessity="if exists", place_key="")

    demands.require(case, item.number, why="x", by=coordinator, now=make.NOW)

    item.refresh_from_db()
    assert (item.status, item.basis) == ("asked", "authorization")
    assert item.place_key == place_days.key("Riverside Sample Hospital")
    assert list(Letter.objects.filter(case=case).latest("number").items.all()) == [item]

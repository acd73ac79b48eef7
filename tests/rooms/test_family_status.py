"""Where a request stands, in the family's words."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from intake.domain import holds, members, outbox
from intake.models import Hold
from records.domain import cases, questions
from records.domain.transitions import settle
from tests import make
from tests.rooms import family


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def status(found, level="full"):
    return family.opened(found, level).get(f"/family/{found.reference}/status/")


def test_one_sentence_says_whose_turn_it_is(db):
    person = status(make.case())

    assert "Our coordinator will read your request and call or write to you." in person.text
    assert "You need do nothing now." in person.text
    assert "It is our turn" in person.text
    assert "We expect this by November 25, 2026." in person.words


def test_what_the_office_must_send_is_named(db):
    found = make.case("collecting_records", **make.OFFICE)

    assert "We are waiting for this record: " in status(found).words


def test_late_is_said_with_a_new_day(now, db):
    found = make.case()
    now.shift(timedelta(days=8))

    said = status(found).words

    assert "This is taking longer than we said. New date: December 4, 2026." in said


def test_the_board_shows_what_is_needed_first_and_the_rest_closed(db):
    found = make.case()
    person = status(found)
    needed, rest = person.text.split("<details", 1)

    required = list(make.items(found, necessity="required").exclude(category="legal"))
    assert [f'data-item="{item.kind}"' in needed for item in required] == [True] * len(required)
    optional = list(make.items(found).exclude(necessity="required").exclude(category="legal"))
    assert [f'data-item="{item.kind}"' in rest for item in optional] == [True] * len(optional)
    assert f"0 of {len(required)} records that our doctors need are here." in person.words
    for item in required:
        assert f'data-number="{item.number}" data-state="{item.status}"' in needed


def test_what_was_sent_is_listed(db):
    found = make.case()
    family.owed(found, "receipt").update(sent_at=make.NOW)

    said = status(found).words

    assert "We have your request Sent by email: November 24, 2026, 10:00 am" in said


def test_what_was_called_off_is_not_listed(db):
    found = make.case()
    outbox.cancel(found, now=make.NOW)

    assert "Nothing yet." in status(found).words


# --- the office's code


def test_the_office_s_code_is_shown_and_made_anew(db):
    found = make.case(**make.OFFICE)
    person = status(found)
    member = found.members.get(kind="physician")
    first = members.office_code(member, now=timezone.now())
    assert f"{first[:4]} {first[4:]}" in person.text

    person.post(f"{person.base}/code/")

    member.refresh_from_db()
    second = members.office_code(member, now=timezone.now())
    assert second != first
    assert f"{second[:4]} {second[4:]}" in person.text
    assert not members.code_fits(member, first, now=timezone.now())


def test_no_office_no_code(db):
    assert "Give this code" not in status(make.case()).text


# --- what staff ask now


def asked(**asks):
    found = make.case("in_triage")
    by = make.person("coordinator")
    return questions.ask_more(found, room="family", by=by, now=make.NOW, **asks)


def test_what_is_asked_stands_on_top_and_is_answered_on_one_page(db):
    found = asked(questions=["daily_life"], words="Which hospital did the scan?", due_on=make.TODAY + timedelta(days=3))
    person = status(found)
    assert "It is your turn" in person.text
    assert "What is a normal day like now?" in person.text
    assert "Which hospital did the scan?" in person.text
    assert "By November 27, 2026" in person.words

    person.get(f"{person.base}/asked/").send(**{"daily_life": "bed", "reply-2": "Mercy Hospital"})

    assert person.page == "status"
    found.refresh_from_db()
    assert found.status == "in_triage"
    assert not found.asks.filter(answered_at=None).exists()


def test_when_nothing_is_asked_the_languages_are_a_form_of_their_own(db):
    person = status(make.case("in_triage"))

    person.get(f"{person.base}/asked/")

    assert "We ask nothing now." in person.text
    wanted = set(re.findall(r'<button [^>]*form="([^"]+)"', person.text))
    assert wanted == {"language-form"}
    assert 'id="language-form"' in person.text


def test_a_record_that_is_asked_leads_to_its_page(db):
    found = make.case("in_triage")
    item = make.items(found, kind="insurance_card").get()
    questions.ask_more(found, room="family", items=[item.number], by=make.person("coordinator"), now=make.NOW)

    assert f'href="/family/{found.reference}/records/{item.number}/"' in status(found).text


def test_by_the_link_alone_answers_go_in_and_none_comes_out(now, db):
    found = make.case("in_triage", symptoms_now="A secret pain")
    later = make.NOW + timedelta(minutes=1)
    questions.ask_more(found, room="family", questions=["symptoms_now"], by=make.person("coordinator"), now=later)
    person = family.opened(found, "link").get(f"/family/{found.reference}/asked/")
    assert 'name="symptoms_now"' in person.text
    assert "A secret pain" not in person.text

    now.shift(timedelta(hours=1))
    person.send(symptoms_now="Better")

    assert not found.asks.filter(answered_at=None).exists()


# --- the link alone


def test_the_link_alone_shows_no_name_no_answer_no_file_name(db):
    found = make.case(**make.OFFICE, symptoms_first="A secret lump")
    make.upload(found, make.items(found, kind="referral_letter").first())
    for page in ("status", "records", "records/upload"):
        text = family.opened(found, "link").get(f"/family/{found.reference}/{page}/").text

        for hidden in ("Nia", "Sample", "Ana", "secret lump", "report.pdf", "Fixture", "osteosarcoma", "2019"):
            assert hidden not in text, (page, hidden)
    full = status(found).text
    assert "report.pdf" in full


# --- confirmation, taking back, death


def test_a_guardian_confirms_a_doctor_s_request(db):
    found = make.case()
    Hold.objects.create(case=found, kind="guardian_not_confirmed", set_at=make.NOW, set_by=make.family_of(found))
    person = status(found, "link")
    assert f'href="{person.base}/confirm/"' in person.text
    assert "It is your turn" in person.text
    assert person.get(f"{person.base}/confirm/").send().status == 422

    person.send(agree="yes")

    assert person.page == "status"
    assert not found.holds.filter(kind="guardian_not_confirmed", lifted_at=None).exists()
    assert found.events.filter(action="guardian_confirmed", why="link").count() == 1


def test_the_guardian_of_a_referral_agrees_to_the_texts(db):
    found = make.case()
    found.consents.all().delete()
    Hold.objects.create(case=found, kind="guardian_not_confirmed", set_at=make.NOW, set_by=make.family_of(found))
    person = family.opened(found, "link").get(f"/family/{found.reference}/confirm/")
    assert "What an opinion from records cannot do" in person.text

    person.send(agree="yes")

    given = set(found.consents.values_list("kind", "how"))
    assert given == {("consent_privacy", "link"), ("consent_limits", "link")}


def test_the_guardian_of_a_referral_calls_the_line_for_families(db):
    found = make.case(asker_role="physician")

    words = status(found, "link").words

    assert ("coordinator@example.org" in words, "doctors@example.org" in words) == (True, False)


def test_taking_back_needs_two_presses_and_no_reason(db):
    found = make.case(**make.OFFICE)
    person = status(found)
    assert f'href="{person.base}/withdraw/"' in person.text

    person.get(f"{person.base}/withdraw/")
    assert "One last message says so." in person.words  # the office and the family are told
    person.send()

    found.refresh_from_db()
    assert found.status == "withdrawn"
    assert family.owed(found, "withdrawn").count() == 2
    assert "You took the request back" in person.text
    assert not found.notices.filter(kind="physician_invited", cancelled_at=None, sent_at=None).exists()


def test_a_reason_for_taking_back_is_kept(db):
    found = make.case()
    family.opened(found).get(f"/family/{found.reference}/withdraw/").send(why="other_center")

    found.refresh_from_db()
    assert found.ended_why == "other_center"


def test_a_death_stops_every_message_and_closes_every_page(db):
    found = make.case(**make.OFFICE)
    person = status(found, "link")
    assert f'href="{person.base}/died/"' in person.text

    person.get(f"{person.base}/died/").send()

    assert "This page is closed for now" in person.text
    assert "Records" not in person.text.split("<main")[1]
    assert not found.notices.filter(sent_at=None, cancelled_at=None).exists()
    for page in ("status", "records", "records/upload", "symptoms", "check", "withdraw"):
        closed = person.get(f"{person.base}/{page}/")
        assert (closed.status, "This page is closed for now" in closed.text) == (200, True)
    assert person.post(f"{person.base}/symptoms/", {"symptoms_now": "x"}).status == 200


def test_a_wrong_report_opens_the_pages_again(db):
    found = make.case()
    holds.report_death(found, by=make.family_of(found), now=make.NOW)
    holds.lift_death(found, why="called the mother", by=make.person("coordinator"), now=make.NOW)

    assert "Your request" in status(found).text


@pytest.mark.parametrize("state", ["declined", "closed", "merged", "withdrawn"])
def test_a_finished_request_says_so_kindly(state, db):
    found = make.case()
    values = {"status": state, "ended_at": make.NOW, "ended_by": make.family_of(found)}
    type(found).objects.filter(pk=found.pk).update(**values)

    person = status(found)

    assert person.status == 200
    assert "declined" not in person.text.lower()
    assert "Where else you can ask" in person.text if state == "declined" else True
    assert f'href="{person.base}/withdraw/"' not in person.text
    assert "Still needed" not in person.text
    assert "Tell us more" not in person.text


def test_the_steps_follow_the_case(db):
    found = make.case("collecting_records")
    person = status(found)
    assert person.text.count("so-steps__done") == 2

    for item in make.items(found, necessity="required").exclude(category="legal"):
        make.upload(found, item, content=make.PDF + str(item.number).encode())
        item.refresh_from_db()
        settle(item, "accept", by=make.person("coordinator"), now=make.NOW)

    assert person.get(f"{person.base}/status/").text.count("so-steps__done") == 3


def test_an_old_draft_can_be_opened_again(now, db):
    found = make.draft()
    from intake.domain import retention  # noqa: PLC0415

    retention.sweep_drafts(now=make.NOW + timedelta(days=31))
    person = family.opened(found).get(f"/family/{found.reference}/status/")
    assert "This request was not sent" in person.text

    person.send()

    found.refresh_from_db()
    assert found.status == "draft"
    retention.sweep_drafts(now=make.NOW + timedelta(days=32))
    found.refresh_from_db()
    assert found.status == "draft" or found.changed_at == make.NOW


def test_the_number_of_statements_does_not_grow_with_the_case(db, django_assert_num_queries):
    small, large = make.case(), make.case()
    for number in range(4):
        make.upload(large, content=make.PDF + str(number).encode())
        cases.save_answers(
            large, {"symptoms_now": f"text {number}"}, max_age=21, by=make.family_of(large), now=make.NOW
        )
    counts = [_count(found) for found in (small, large)]

    assert counts[0] == counts[1]


def _count(found):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    person = family.opened(found)
    with CaptureQueriesContext(connection) as seen:
        person.get(f"/family/{found.reference}/status/")
    return len(seen)

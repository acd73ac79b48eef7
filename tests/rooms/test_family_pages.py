"""The pages of questions: each saves, none loses anything, and the ones that follow from an answer come back once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.facts import UNKNOWN
from intake.queries import answers
from records.models import Upload
from tests import make
from tests.rooms import family
from tests.rooms.family import BORN


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.LIMITS = 0


def given(found):
    answers.forget(found)
    return {code if row == 0 else (code, row): value for (code, row), value in answers.given(found).items()}


def case_of(person):
    from intake.models import SecondOpinionRequest  # noqa: PLC0415

    return SecondOpinionRequest.objects.get(reference=person.base.split("/")[2])


def at(person, page):
    return person.get(f"{person.base}/{page}/")


# --- the way through the short request


def test_each_page_saves_and_leads_to_the_next(db):
    person = family.begun()
    seen = [person.page]
    person.send(timing="first_weeks", decision_date_unknown="yes")
    seen.append(person.page)
    person.send(child_first_name="Zoë", **BORN)
    seen.append(person.page)
    person.send(dx_known="unknown")
    seen.append(person.page)
    person.send(guardian_first_name="Ana", guardian_relation="mother", guardian_phone="+1 202-555-0101")
    seen.append(person.page)
    at(person, "doctor").send()
    seen.append(person.page)

    assert seen == ["treatment", "child", "illness", "you", "passphrase", "check"]
    told = given(case_of(person))
    assert told["decision_date"] is UNKNOWN
    assert (told["child_first_name"], told["child_dob"]) == ("Zoë", "2019-04-27")
    assert (told["dx_known"], told["dx_group"]) == ("unknown", "unknown")
    assert "child_last_name" not in told


def test_every_page_holds_one_form_and_names_itself(db):
    person = family.filled()
    for page in ["help-now", "place", *family.SLUGS]:
        main = at(person, page).text.split("<main")[1].split("</main>")[0]

        assert person.page == page
        assert main.count("<form") == main.count('method="post"') == 1


def test_words_without_a_sure_match_bring_the_group_back_once(db):
    person = family.begun()
    at(person, "illness").send(dx_known="confirmed", dx_text="a lump in the leg")

    assert (person.status, person.page) == (200, "illness")
    assert 'name="dx_group"' in person.text
    assert "There is a problem" not in person.text
    assert given(case_of(person))["dx_text"] == "a lump in the leg"
    person.send()
    assert person.errors == {"dx_group": ["Select the kind of illness. If it has no name yet, select the last answer"]}
    person.send(dx_group="bone")
    assert person.page == "you"
    assert given(case_of(person))["dx_group"] == "bone"


def test_sure_words_are_not_asked_again(db):
    person = family.begun()
    at(person, "illness").send(dx_known="confirmed", dx_text="Osteosarcoma of the left leg")

    assert person.page == "you"
    assert given(case_of(person))["dx_group"] == "bone"


def test_words_are_understood_in_the_language_of_the_page(db):
    person = family.begun()
    person.post("/language/", {"language": "es"})
    at(person, "illness").send(dx_known="confirmed", dx_text="leucemia")

    assert person.page == "you"
    assert given(case_of(person))["dx_group"] == "leukemia"


def test_an_old_group_is_not_offered_under_new_words(db):
    person = family.begun()
    at(person, "illness").send(dx_known="confirmed", dx_text="osteosarcoma")
    at(person, "illness").send(dx_text="something in the belly")

    assert person.page == "illness"
    assert "dx_group" not in given(case_of(person))


def test_a_planned_step_asks_which(db):
    person = family.begun()
    person.send(timing="change_proposed", decision_date_unknown="yes")
    assert person.errors == {"change_types": ["Select what new step is planned"]}

    person.send(change_types=["surgery", "radiation"])

    assert person.page == "child"
    assert given(case_of(person))["change_types"] == "radiation;surgery"


def decide(days):
    day = timezone.localdate() + timedelta(days=days)
    return {"decision_date_month": day.month, "decision_date_day": day.day, "decision_date_year": day.year}


def test_a_near_date_says_to_call(db):
    person = family.begun()
    person.send(timing="first_weeks", **decide(5))

    assert person.page == "child"
    assert "Your date is near. Call us now" in person.text
    at(person, "treatment").send(**decide(40))
    assert "Your date is near" not in person.text


def test_somebody_older_sees_other_places_and_may_go_on(db):
    person = family.begun()
    at(person, "child").send(child_first_name="Nia", **{**BORN, "child_dob_year": "1990"})

    assert person.page == "too_old"
    assert "Adult cancer centers" in person.text
    assert f'href="{person.base}/illness/"' in person.text
    assert given(case_of(person))["child_dob"] == "1990-04-27"
    at(person, "child").send(**BORN)
    assert person.page == "illness"


def test_the_relation_is_not_asked_of_a_legal_guardian(db):
    person = family.Person().get("/family/start/").send(red_flags="none")
    person.send(**{**family.PLACE, "asker_role": "legal_guardian"})
    person.base = "/".join(person.path.split("/")[:3])

    assert 'name="guardian_relation"' not in at(person, "you").text
    assert given(case_of(person))["guardian_relation"] == "guardian"


def test_one_way_to_reach_the_family_is_enough(db):
    person = family.begun()
    at(person, "you").send(guardian_first_name="Ana", guardian_relation="mother")
    assert person.errors == {"guardian_phone": ["Enter a phone number or an email address. One of them is enough"]}

    person.send(guardian_phone="(202) 555-0101")

    assert person.page == "passphrase"


def test_the_doctor_s_page_can_be_skipped(db):
    person = family.begun()
    page = at(person, "doctor").text

    assert f'href="{person.base}/check/"' in page
    assert person.send().page == "check"


def test_a_change_leads_back_to_the_overview(db):
    person = family.filled()
    person.get(f"{person.base}/child/", **{"from": "check"})
    person.send(child_first_name="Mia")

    assert person.page == "check"
    assert "Mia" in person.text


def test_another_language_keeps_what_was_typed_and_saves_nothing(db):
    person = family.begun()
    at(person, "child").send(child_first_name="Nia", child_dob_month="4", language="ar")

    assert person.status == 200
    assert 'dir="rtl"' in person.text
    assert 'value="Nia"' in person.text
    assert "child_first_name" not in given(case_of(person))
    assert case_of(person).language == "ar"


def test_a_page_that_nobody_knows_is_not_there(db):
    assert at(family.begun(), "nothing").status == 404


# --- tell us more


@pytest.mark.parametrize("task", ["why", "guardian", "symptoms", "diagnosis", "language", "doctors"])
def test_the_tasks_open_after_sending(task, db):
    draft = family.opened(make.draft())
    assert at(draft, task).page != task

    sent = family.opened(make.case())
    assert at(sent, task).page == task


def test_the_guardian_of_a_referral_has_the_family_s_pages(db):
    found = make.case()
    type(found).objects.filter(pk=found.pk).update(form="physician")
    person = family.opened(found, "link")

    at(person, "guardian").send(voicemail_ok="no", guardian_authority="parent_full")

    assert person.page == "status"
    told = given(found)
    assert (told["voicemail_ok"], told["guardian_authority"]) == ("no", "parent_full")


def test_a_task_saves_and_counts(db):
    found = make.case()
    person = family.opened(found)
    assert "You have told us 0 of 11 parts" in at(person, "status").text

    at(person, "language").send(language_written="en", language_spoken="en", interpreter="no", access_needs="none")

    assert person.page == "status"
    assert "You have told us 1 of 11 parts" in person.text
    assert given(found)["interpreter"] == "no"


def test_questions_that_answers_bring_up_come_back_on_the_same_page(db):
    person = family.opened(make.case())
    at(person, "insurance").send(insurance_kind="private")

    assert (person.status, person.page) == (200, "insurance")
    assert 'name="insurance_company"' in person.text
    assert person.send(insurance_company="Demo Plan").page in {"insurance", "status"}


def test_an_answer_that_was_hidden_for_a_while_is_still_there(db):
    found = make.case(insurance_kind="private", insurance_company="Demo Plan")
    person = family.opened(found)
    at(person, "insurance").send(insurance_kind="none")
    at(person, "insurance").send(insurance_kind="private")

    assert given(found)["insurance_company"] == "Demo Plan"


def test_an_address_is_kept_by_its_parts(db):
    found = make.case()
    at(family.opened(found), "child-more").send(
        child_sex="female", child_address_line1="1 Demo Street", child_address_city="Philadelphia",
        child_address_region="PA", child_address_postal="19104", child_address_country="US",
    )  # fmt: skip

    told = given(found)
    assert (told["child_address_line1"], told["child_address_postal"]) == ("1 Demo Street", "19104")


def test_a_court_paper_goes_to_its_record(db):
    found = make.case()
    person = family.opened(found)
    at(person, "guardian").send(court_order="yes", guardian_authority="court_guardian")
    assert 'type="file" name="court_paper"' in person.text

    person.post(f"{person.base}/guardian/", {"court_order": "yes"}, court_paper=make.file("court.pdf"))

    upload = Upload.objects.get(case=found)
    assert upload.item.kind == "guardian_papers"
    assert upload.item.status == "received"


def test_a_bad_paper_is_refused_beside_its_field_and_the_answers_stay(db):
    found = make.case(court_order="yes")
    person = family.opened(found)
    bad = make.file("court.pdf", b"MZ\x90\x00 not a paper")
    person.post(f"{person.base}/guardian/", {"court_order": "yes", "voicemail_ok": "no"}, court_paper=bad)

    assert person.status == 422
    assert set(person.errors) == {"court_paper"}
    assert given(found)["voicemail_ok"] == "no"


def test_answers_close_when_the_review_begins(db):
    found = make.case("collecting_records")
    type(found).objects.filter(pk=found.pk).update(status="in_review")
    person = family.opened(found)

    at(person, "symptoms")

    assert person.page == "status"
    assert "The answers are closed now" in person.text


def test_what_was_typed_when_they_closed_is_shown(db):
    found = make.case("collecting_records")
    person = family.opened(found)
    at(person, "symptoms")
    type(found).objects.filter(pk=found.pk).update(status="in_review")

    person.send(symptoms_now="She sleeps better now")

    assert person.status == 409
    assert "The review has started. Tell us a correction by phone." in person.text
    assert "She sleeps better now" in person.text


# --- places


def test_places_are_added_changed_and_removed_without_script(db):
    found = make.case()
    person = family.opened(found)
    at(person, "doctors").send(**{"facilities-0-facility_name": "Mercy Hospital", "add": "yes"})
    assert 'name="facilities-1-facility_name"' in person.text
    assert 'value="Mercy Hospital"' in person.text
    assert "facilities" not in str(given(found))

    person.send(**{"facilities-1-facility_name": "City Lab", "facilities-1-facility_kinds": ["labs", "genes"]})
    assert person.page == "status"
    told = given(found)
    assert (told["facility_name"], told["facility_name", 1]) == ("Mercy Hospital", "City Lab")
    assert told["facility_kinds", 1] == "labs;genes"

    at(person, "doctors").send(**{"facilities-0-remove": "yes", "facilities-1-facility_name": "City Labs"})
    told = given(found)
    assert told["facility_name"] == "City Labs"
    assert ("facility_name", 1) not in told


def test_a_place_needs_a_name(db):
    person = family.opened(make.case())
    at(person, "doctors").send(**{"facilities-0-facility_place": "Boston"})

    assert person.status == 422
    assert "Enter the name of the hospital, lab or scan center" in person.text
    assert "<title>Error: " in person.text


# --- the link alone


def test_the_link_alone_opens_no_page_of_the_short_request(db):
    found = make.case()
    person = family.opened(found, "link")
    for page in ["child", "you", "check", "sent", "passphrase", "withdraw"]:
        answer = person.client.get(f"{person.base}/{page}/")

        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{person.base}/unlock/?next=")


def test_the_link_alone_shows_what_is_unanswered_and_takes_it(db):
    found = make.case(symptoms_first="A secret lump", daily_life="bed")
    person = family.opened(found, "link")
    at(person, "symptoms")

    assert "You told us this" in person.text
    assert "A secret lump" not in person.text
    assert 'name="symptoms_first"' not in person.text
    assert 'name="symptoms_now"' in person.text
    person.send(symptoms_now="Tired")
    told = given(found)
    assert (told["symptoms_first"], told["symptoms_now"]) == ("A secret lump", "Tired")


def test_no_error_by_the_link_alone_tells_the_birth_date(db):
    person = family.opened(make.case(), "link")
    at(person, "symptoms").send(symptoms_start_month="1", symptoms_start_year="2001")

    assert "2019" not in person.text


def test_places_by_the_link_alone_come_after_those_that_are_hidden(db):
    found = make.case()
    person = family.opened(found)
    at(person, "doctors").send(**{"facilities-0-facility_name": "Mercy Hospital"})
    by_link = family.opened(found, "link")

    assert "Mercy" not in at(by_link, "doctors").text
    by_link.send(**{"facilities-0-facility_name": "City Lab"})

    told = given(found)
    assert (told["facility_name"], told["facility_name", 1]) == ("Mercy Hospital", "City Lab")


@pytest.mark.parametrize("page_language", ["es", "ar"])
def test_the_illness_may_be_named_in_another_language_than_the_page(page_language, db):
    person = family.opened(make.draft(dx_text=None))
    person.client.cookies["language"] = page_language
    word = {"es": "ورم أرومي نخاعي", "ar": "leucemia LLA"}[page_language]
    at(person, "illness").send(dx_known="confirmed", dx_text=word)

    assert person.page == "you"
    assert given(case_of(person))["dx_group"] == {"es": "cns", "ar": "leukemia"}[page_language]

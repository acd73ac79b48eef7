"""What people read is true, whole and of their own language: the small words that were once wrong."""

import csv
import re

import pytest
import time_machine
from django.utils import timezone, translation

from intake import wizard
from intake.queries import reference
from intake.templatetags import intake as tags
from records import board, story
from secondopinion.env import ROOT
from tests import make
from tests.rooms import entering, family

LANGUAGES = ["en", "es", "ar"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def in_language(person, code):
    person.client.cookies["language"] = code
    return person


def row_of(page, number):
    return page.split(f'id="record-{number}"')[1].split("</li>")[0]


def table(name):
    with (ROOT / "intake" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- the signed permission


@pytest.mark.parametrize("language", LANGUAGES)
def test_board_and_page_agree_that_nothing_is_to_be_done_for_the_permission(language, db):
    found = make.case()
    item = make.items(found, kind="authorization")[0]
    person = in_language(family.opened(found), language)
    board_row = row_of(person.get(f"{person.base}/status/").text, item.number)
    page = person.get(f"{person.base}/records/{item.number}/").text

    with translation.override(language):
        nothing = translation.gettext("You need do nothing yet. We prepare the paper and then ask you to sign it.")
        due, sends = translation.gettext("Due"), translation.gettext("Send it, or tell us where it is")
    for shown in (board_row, page):
        assert nothing in shown
        assert f"<dt>{due}</dt>" not in shown
        assert sends not in shown


# --- what may exist


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_exist_does_not_read_as_needed(language, db):
    found = make.case()
    person = in_language(family.opened(found), language).get(f"/family/{found.reference}/status/")
    with translation.override(language):
        words = translation.gettext("If it exists")
        needed = reference.text(reference.current().item_states["needed"], "family_label")
    items = make.items(found, necessity="if exists", status="needed")

    assert items
    for item in items:
        assert words in row_of(person.text, item.number)
        assert needed not in row_of(person.text, item.number)


# --- sentences of two parts


def test_a_record_and_its_state_are_one_sentence_that_can_be_translated(db, monkeypatch):
    found = make.case("collecting_records")
    snapshot = reference.at(found.checklist_version)
    pattern = {"%(record)s: %(event)s": "%(event)s – %(record)s", "%(what)s. %(fix)s": "%(fix)s! %(what)s!"}
    monkeypatch.setattr(story, "_", lambda text: pattern.get(text, text))
    monkeypatch.setattr(board, "_", lambda text: pattern.get(text, text))
    item = make.items(found)[0]
    item.reject_reason, item.status = next(iter(snapshot.reject_reasons)), "asked"
    event = type("Event", (), {"subject": f"record:{item.number}", "action": "receive"})

    assert story.title(event, snapshot, {item.number: item.kind}).startswith("It was received – ")
    assert board.reason(item, snapshot).endswith("!")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_at_the_office_is_one_sentence(language, client, db):
    found = make.case("collecting_records", now=timezone.now(), **make.OFFICE)
    entering.office(client, found)
    client.cookies["language"] = language

    page = client.get(f"/physician/{found.reference}/sent/").content.decode()

    assert re.search(r"<li><bdi data-data>[^<]+</bdi>: <bdi data-data>[^<]+</bdi></li>", page)


# --- days and numbers


@pytest.mark.parametrize(
    ("language", "day", "text"),
    [
        ("ar", "2026-11-24", "24 نوفمبر 2026"),
        ("ar", "2019-04-27", "27 أبريل 2019"),
        ("ar", "2019-04", "أبريل 2019"),
        ("es", "2026-11-24", "24 de noviembre de 2026"),
    ],
)
def test_days_are_written_as_the_language_does(language, day, text):
    with translation.override(language):
        assert f">{text}<" in tags.day(day)


@pytest.mark.parametrize(("language", "text"), [("en", "18.5"), ("es", "18,5"), ("ar", "18.5")])
def test_numbers_have_the_language_s_mark(language, text, db):
    found = make.case(child_weight="18.5")
    person = in_language(family.opened(found), language)

    assert f">{text}</bdi>" in person.get(f"{person.base}/check/").text
    assert f'value="{text}"' in person.get(f"{person.base}/child-more/").text
    person.send()
    assert person.status == 200
    assert f">{text}</bdi>" in person.get(f"{person.base}/check/").text


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_sizes_have_the_language_s_mark(language, db):
    found = make.case()
    make.upload(found, content=make.PDF + b"x" * 1500)
    person = in_language(family.opened(found), language).get(f"/family/{found.reference}/records/")
    mark = {"en": ".", "es": ",", "ar": "."}[language]

    assert re.search(rf"1\{mark}[0-9]\s", person.text)


def test_spanish_texts_write_numbers_with_a_comma():
    for flag in table("red_flags"):
        assert not re.search(r"[0-9]\.[0-9]", flag["label_es"])


def test_an_arabic_example_is_written_like_an_arabic_day():
    with translation.override("ar"):
        example = translation.gettext("For example, December 15, 2026")
    assert "15 ديسمبر 2026" in example


# --- one word for one thing


def test_arabic_says_the_same_of_an_office_everywhere():
    row = next(row for row in table("notice_texts") if row["text_key"] == "generic_physician")
    for column in ("subject_ar", "body_ar"):
        assert "مكتب" not in row[column]
        assert "عيادت" in row[column]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_the_page_by_its_title(language):
    help_text = next(row for row in table("texts") if row["text_key"] == "help")[f"body_{language}"]
    with translation.override(language):
        assert translation.gettext("Come back to your request") in help_text


# --- a patient of 18 or more who asks

OWN = {"asker_role": "patient_adult", "guardian_relation": "self", "child_dob": "2006-04-27", **make.OFFICE}
CHILD_WORDS = {
    "en": r"your child|the child|my child",
    "es": r"su hij|mi hij|el niño|del niño",
    "ar": "طفلك|طفلي|الطفل|للطفل",
}


def not_about_a_child(page, language):
    main = page.text.split("<main")[1].split("</main>")[0]
    assert not (found := re.findall(rf".{{0,60}}(?:{CHILD_WORDS[language]}).{{0,60}}", main)), found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["full", "link"])
def test_an_adult_patient_is_spoken_to_on_every_page(level, language, db):
    found = make.case("collecting_records", **OWN)
    items = list(make.items(found))
    for item, state in zip(items[3:], ("wrong_patient", "not_applicable"), strict=False):
        type(item).objects.filter(pk=item.pk).update(status=state)
    person = in_language(family.opened(found, level), language)
    tasks = [*wizard.TASKS, "doctors"]
    pages = [*("status", "records", "records/others", "records/upload"), *tasks]
    pages += [f"records/{item.number}" for item in items if item.kind in {"clinic_notes", "guardian_papers"}]

    for page in pages:
        person.get(f"{person.base}/{page}/")
        assert person.status == 200, page
        not_about_a_child(person, language)
    with translation.override(language):
        assert translation.gettext("Tell us that the patient has died") in person.get(f"{person.base}/status/").text
        assert translation.gettext("The patient has died") in person.get(f"{person.base}/died/").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_adult_patient_reads_own_answers_and_errors(language, db):
    draft = make.draft(**{**OWN, "child_first_name": None, "red_flags": ("fever",), "red_flag_action": "in_care"})
    person = in_language(family.opened(draft), language)

    for page in ("help-now", "place", "treatment", "child", "you", "doctor"):
        not_about_a_child(person.get(f"{person.base}/{page}/"), language)
        if person.send(child_first_name="", country="", timing="", red_flags=[]).status == 422:
            not_about_a_child(person, language)
    not_about_a_child(person.get(f"{person.base}/check/"), language)


def test_a_parent_is_still_asked_about_the_child(db):
    found = make.case()
    person = family.opened(found).get(f"/family/{found.reference}/status/")

    assert "Tell us that your child has died" in person.text
    assert "Is your child very sick right now?" in person.text


def test_an_adult_patient_who_is_declined_is_sent_to_an_own_team(db):
    found = make.case("in_triage", **OWN)
    ended = {"ended_at": make.NOW, "ended_by": make.person("coordinator"), "ended_why": "no_authority"}
    type(found).objects.filter(pk=found.pk).update(status="declined", **ended)
    person = family.opened(found).get(f"/family/{found.reference}/status/")

    assert "Your own care team" in person.text
    not_about_a_child(person, "en")

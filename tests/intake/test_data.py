"""The shipped tables: complete in three languages, true to each other, easy to read."""

import re

import pytest

from intake.models.reference import TABLES
from intake.states import ROOM_OF_ROLE, CaseStatus, HoldKind, Priority, Role, WaitingOn
from records.states import ItemStatus
from tests.intake import tables

SNAPSHOT = tables.snapshot()
STAFF_ONLY = {"reason_en"}  # staff pages are in English
TALLEST_GRADE = 6.0
EMPTY_ON_PURPOSE = {("case_states", "deceased")}  # that page is hidden behind a neutral one


def codes(table, column):
    return {getattr(row, column) for row in tables.rows(table)}


def many(table, column):
    return {code for row in tables.rows(table) for code in getattr(row, column)}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_told_in_english_is_told_in_spanish_and_arabic(name):
    for row in tables.rows(name):
        for column in row._fields:
            if column.endswith("_en") and column not in STAFF_ONLY:
                told = [getattr(row, f"{column[:-3]}_{language}") for language in ("en", "es", "ar")]
                assert all(told) or not any(told), (row, column)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("questions", "checklist_changes")])
def test_a_label_is_never_empty(name):
    for row in tables.rows(name):
        for column in ("label_en", "family_label_en", "name_en", "title_en"):
            if hasattr(row, column) and (name, row[3]) not in EMPTY_ON_PURPOSE:
                assert getattr(row, column) or row.state == "deceased", (name, row)


def test_states_and_roles_are_those_of_the_code():
    assert codes("case_states", "state") == set(CaseStatus)
    assert codes("item_states", "state") == set(ItemStatus)
    assert codes("waiting_on", "waiting_on") == set(WaitingOn)
    assert {row.role: row.room for row in tables.rows("roles") if row.room} == {
        str(role): str(ROOM_OF_ROLE[role]) for role in Role if role != Role.SYSTEM
    }
    assert codes("priority_targets", "priority") == set(Priority)


def test_what_a_table_names_is_in_the_table_it_names():
    groups, items = codes("checklist_groups", "checklist_group"), codes("record_items", "item")
    phases, diagnoses = codes("timings", "checklist_phase"), codes("diagnoses", "diagnosis")
    lists = {row.list for row in tables.rows("choices")} | {f"{name}.csv" for name in TABLES}

    assert codes("record_checklist", "checklist_group") == groups
    assert codes("record_checklist", "item") | many("checklist_triggers", "items") <= items
    assert codes("checklist_changes", "item") | many("reasons", "items_stressed") <= items
    assert codes("record_checklist", "phase") == phases
    assert codes("checklist_changes", "change_type") <= {row.value for row in SNAPSHOT.choices["change_types"]}
    assert codes("family_words", "checklist_group") | codes("diagnoses", "checklist_group") <= groups
    assert codes("family_words", "diagnosis") - {""} | many("family_word_followups", "offer_diagnoses") <= diagnoses
    assert codes("family_words", "ask_next") - {""} == codes("family_word_followups", "ask_next")
    assert many("decline_reasons", "alternatives") <= codes("alternatives", "alternative")
    assert codes("alternatives", "contact") - {""} | codes("routing", "contact") <= codes("contacts", "contact")
    assert codes("reject_reasons", "to_state") <= set(ItemStatus)
    assert codes("questions", "page") - {""} == codes("question_pages", "page")
    assert codes("questions", "step") == codes("question_steps", "step")
    missing = codes("questions", "choices") - {""} - lists
    assert missing == {"ISO-3166-1", "authorization_elements.csv", "toronto_stage_values.csv"}
    assert codes("checklist_triggers", "field") - {"form"} <= codes("questions", "code")


def test_every_diagnosis_that_a_follow_up_offers_is_of_a_group_its_words_may_mean():
    for row in tables.rows("family_words"):
        if row.diagnosis and row.group_sure:
            assert SNAPSHOT.diagnoses[row.diagnosis].checklist_group in (row.checklist_group, "cns"), row


def test_there_are_as_many_rows_as_the_domain_facts_count():
    expected = {
        "routing": 8, "contacts": 6, "us_states": 56, "country_zones": 249, "reasons": 5, "timings": 6,
        "questions": 124, "question_pages": 8, "question_steps": 13, "choices": 141, "checklist_groups": 13,
        "record_items": 56, "record_checklist": 2208, "checklist_changes": 35, "checklist_triggers": 24,
        "item_states": 13, "reject_reasons": 21, "chasing": 22, "holidays": 36, "case_states": 14,
        "decline_reasons": 11, "alternatives": 13, "other_reasons": 14, "red_flags": 16, "priority_rules": 20,
        "priority_targets": 3, "diagnoses": 60, "family_words": 185, "family_word_followups": 18,
        "notice_texts": 20, "waiting_on": 7, "roles": 8,
    }  # fmt: skip

    assert {name: len(tables.rows(name)) for name in expected} == expected


def test_names_and_numbers_are_fiction():
    for row in tables.rows("contacts"):
        assert row.phone.startswith("+1 202-555-01")
        assert row.email.endswith("@example.org")


def test_consents_and_privacy_must_be_approved_before_live_use():
    must = {row.text_key for row in tables.rows("texts") if row.must_approve}

    assert must >= {"consent_privacy", "consent_limits", "consent_cross_border", "privacy", "limits"}


def test_every_consent_that_is_ticked_has_a_text_to_read():
    ticked = {row.code for row in tables.rows("questions") if row.type == "checkbox" and row.page == "check"}

    assert ticked <= set(SNAPSHOT.texts)


def test_texts_of_mails_hold_only_what_a_mail_may_say():
    allowed = {"link", "phone", "org", "reference", "code", "priority", "n_open", "n_late"}
    for row in tables.rows("notice_texts"):
        for column in (column for column in row._fields if column[:4] in ("subj", "body")):
            assert set(re.findall(r"\{(\w+)\}", getattr(row, column))) <= allowed, row
        assert "{reference}" not in row.subject_en + row.subject_es + row.subject_ar


def test_zones_can_be_opened():
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    for row in [*tables.rows("us_states"), *tables.rows("country_zones")]:
        assert ZoneInfo(row.time_zone)


def syllables(word):
    spoken = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^dt])ed$|(?<=[^cgsxz])es$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def grade(text):
    """Flesch-Kincaid."""
    sentences = [part for part in re.split(r"[.!?:](?:\s|$)", text) if re.search("[a-z]", part)]
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("row", tables.rows("texts"), ids=lambda row: row.text_key)
def test_a_text_reads_at_grade_six(row):
    assert grade(f"{row.title_en}. {row.body_en}") <= TALLEST_GRADE


def test_the_pages_of_the_family_form_read_at_grade_six():
    for row in tables.rows("question_pages"):
        assert grade(f"{row.title_en}. {row.text_en}") <= TALLEST_GRADE, row.page


def test_questions_read_at_grade_six():
    asked = [row for row in tables.rows("questions") if row.form != "physician" and row.label_en.endswith("?")]
    hard = {row.code for row in asked if grade(f"{row.label_en} {row.hint_en}") > TALLEST_GRADE + 0.5}

    assert len(asked) > 60
    assert hard == set()


def test_holds_of_the_code_are_those_of_the_domain():
    assert {str(kind) for kind in HoldKind} == {
        *("turning_18", "guardian_not_confirmed", "authority_none_or_unsure", "papers_missing"),
        *("authority_dispute", "facility_hold", "legal_hold", "death_reported"),
    }

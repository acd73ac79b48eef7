import threading

import pytest
from django.db import connection
from django.utils import translation

from intake.domain import reference as domain
from intake.models.reference import TABLES, Alternative, PriorityRule, PriorityTarget, Question, Text
from intake.queries import people, reference
from tests.make import NOW

pytestmark = pytest.mark.django_db


def edit(**values):
    rule = PriorityRule.objects.get(rule="p2_infant", until=None)
    return domain.change(rule, values, by=people.system(), now=NOW)


def test_noticing_that_nothing_changed_is_one_statement(django_assert_num_queries):
    reference.refresh()

    with django_assert_num_queries(1):
        reference.refresh()


def test_a_new_version_is_read_once_with_one_statement_a_table(django_assert_num_queries):
    edit(threshold=18)

    with django_assert_num_queries(1 + len(TABLES)):
        reference.refresh()
    with django_assert_num_queries(0):
        reference.current()


def test_a_version_stays_as_it_was():
    before = reference.refresh()
    edit(threshold=18)
    after = reference.refresh()

    def threshold(snapshot):
        return next(row.threshold for row in snapshot.priority_rules if row.rule == "p2_infant")

    assert after.version > before.version
    assert (threshold(before), threshold(after), threshold(reference.at(before.version))) == (12, 18, 12)


def test_one_piece_of_work_sees_one_version():
    seen = reference.refresh()
    edit(threshold=18)

    assert reference.current() is seen


def test_a_row_cannot_be_changed_by_accident():
    snapshot = reference.refresh()

    with pytest.raises(AttributeError):
        snapshot.questions["country"].label_en = "x"
    with pytest.raises(TypeError):
        snapshot.questions["country"] = None


@pytest.mark.parametrize(
    ("model", "table", "name"), [(Question, "questions", "code"), (Alternative, "alternatives", "alternative")]
)
def test_an_edited_row_keeps_its_place(model, table, name):
    before = list(getattr(reference.refresh(), table))
    row = model.objects.get(**{name: before[3]}, until=None)

    domain.change(row, {"label_en": "Other words"}, by=people.system(), now=NOW)

    snapshot = reference.refresh()
    assert list(getattr(snapshot, table)) == before
    assert getattr(snapshot, table)[before[3]].label_en == "Other words"


def test_threads_share_a_version_and_read_it_once(monkeypatch):
    version, read, reads = reference.refresh().version, reference._read, []
    monkeypatch.setattr(reference, "_pictures", {})
    monkeypatch.setattr(reference, "_read", lambda number: reads.append(number) or read(0))
    threads = [threading.Thread(target=lambda: (reference.at(version), connection.close())) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reads == [version]


def test_only_so_many_versions_are_kept_and_the_one_in_use_is(monkeypatch):
    monkeypatch.setattr(reference, "_pictures", {})
    monkeypatch.setattr(reference, "_read", lambda number: f"version {number}")

    for number in range(1, reference.KEPT + 5):
        reference.at(number)
        assert reference.at(1) == "version 1"

    assert len(reference._pictures) == reference.KEPT
    assert set(reference._pictures) >= {1, reference.KEPT + 4}


def test_what_a_named_person_must_approve_is_known():
    assert "consent_privacy" in reference.unapproved(reference.refresh())

    text = Text.objects.get(text_key="consent_privacy", until=None)
    domain.approve(text, by=people.system(), now=NOW)

    assert "consent_privacy" not in reference.unapproved(reference.refresh())


def test_what_a_clinician_must_sign_is_known():
    assert reference.unsigned(reference.refresh()) == ["red_flags", "priority_rules", "priority_targets"]

    for target in PriorityTarget.objects.filter(until=None):
        domain.change(target, {"signoff": "Dr. Sample"}, by=people.system(), now=NOW)

    assert reference.unsigned(reference.refresh()) == ["red_flags", "priority_rules"]


def test_text_is_in_the_language_of_the_reader():
    row = reference.current().reasons["other"]

    assert reference.text(row, "label") == "Another reason"
    assert reference.text(row, "label", "es") == "Otro motivo"
    with translation.override("ar"):
        assert reference.text(row, "label") == "سبب آخر"
    with translation.override("es-mx"):
        assert reference.text(row, "label") == "Otro motivo"


def test_text_falls_back_to_english_and_says_so():
    row = reference.current().reasons["other"]._replace(label_ar="")

    assert reference.text(row, "label", "ar") == "Another reason"
    assert reference.language_of(row, "label", "ar") == "en"
    assert reference.language_of(row, "label", "es") == "es"
    assert reference.text(row, "label", "fr") == "Another reason"


def test_a_stored_value_has_a_label():
    snapshot = reference.current()

    assert reference.label(snapshot, "relations", "mother").label_en == "Mother"
    assert reference.label(snapshot, "relations", "moon") is None
    assert reference.label(snapshot, "no_list", "moon") is None


def test_tables_have_the_shape_that_their_readers_need():
    snapshot = reference.current()

    assert snapshot.chasing["family", "P1"].max_reminders == 3
    assert snapshot.record_checklist["bone", "first_weeks"][0].item == "authorization"
    assert [row.value for row in snapshot.choices["yes_no"]] == ["yes", "no"]
    assert snapshot.notice_texts["generic_link", "email"].subject_en == "Your new link"
    assert snapshot.alternatives["physician_line"].contact in snapshot.contacts
    assert snapshot.decline_reasons["age"].alternatives == ("adult_cancer_centers", "nci_cis")

from intake import voice, wizard
from intake.forms.questions import Questions
from intake.queries import reference
from tests import make


def test_a_patient_who_asks_is_spoken_to(db):
    snapshot = reference.current()
    rows = wizard.questions(snapshot, "child")
    facts = {"form": "family", "asker_role": "patient_adult"}

    form = Questions(rows=rows, facts=facts, snapshot=snapshot, today=make.TODAY)

    assert str(form.fields["child_first_name"].label) == "Your first name"
    assert str(wizard.title(snapshot, "child", facts)) == "About you"
    assert wizard.title(snapshot, "child", {"asker_role": "parent"}) == "Your child"


def test_every_changed_word_is_a_question_s_or_a_page_s(db):
    snapshot = reference.current()

    assert set(voice.LABELS) | set(voice.HINTS) | set(voice.ASKS) <= set(snapshot.questions)
    assert set(voice.STATES) <= set(snapshot.item_states)
    assert set(voice.WHYS) | set(voice.RECORDS) <= set(snapshot.record_items)
    assert set(voice.PLACES) <= set(snapshot.alternatives)
    values = {row.value for rows in snapshot.choices.values() for row in rows} | set(snapshot.red_flags)
    assert set(voice.CHOICES) <= values
    assert set(voice.TITLES) <= {*wizard.SHORT, *wizard.TASKS}

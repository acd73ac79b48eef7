import pytest
from django.urls import reverse

from intake.admin import columns, site
from intake.models import User
from intake.models.reference import TABLES, Checklist, ChecklistTrigger, PriorityRule, Question, RecordKind, Text, key
from intake.queries import reference
from intake.states import Role
from records.policies import checklist
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def admin(client):
    user = User.objects.create(email="ada@example.org", name="Ada Sample", role=Role.ADMIN, created_at=NOW)
    client.force_login(user)
    return user


def page(row, what="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{what}", args=[row.pk] if row.pk else [])


def form(client, path):
    """What a browser would send back unchanged."""
    bound = client.get(path).context["adminform"].form
    told = {name: bound.get_initial_for_field(field, name) for name, field in bound.fields.items()}
    return {name: "on" if value is True else value for name, value in told.items() if value not in (None, False)}


def current(model, **name):
    return model.objects.get(until=None, **name)


def test_saving_makes_a_new_version(client, admin):
    before, rule = reference.refresh(), current(PriorityRule, rule="p2_infant")

    answer = client.post(page(rule), form(client, page(rule)) | {"threshold": 18})

    new = current(PriorityRule, rule="p2_infant")
    assert answer.status_code == 302
    assert (new.threshold, new.edited_by, new.since > before.version) == (18, admin, True)
    assert next(row.threshold for row in reference.at(before.version).priority_rules if row.rule == new.rule) == 12


def test_saving_without_a_change_makes_none(client):
    rule = current(PriorityRule, rule="p2_infant")

    client.post(page(rule), form(client, page(rule)))

    assert current(PriorityRule, rule="p2_infant") == rule


def test_going_on_editing_goes_on_with_the_new_version(client):
    rule = current(PriorityRule, rule="p2_infant")

    answer = client.post(page(rule), form(client, page(rule)) | {"threshold": 18, "_continue": "1"})

    assert answer["Location"] == page(current(PriorityRule, rule="p2_infant"))
    shown = client.get(answer["Location"]).content.decode()
    assert "Ada Sample" in shown
    assert "threshold was “12”" in shown
    assert "as shipped" in shown


def test_an_older_version_cannot_be_opened(client):
    rule = current(PriorityRule, rule="p2_infant")
    client.post(page(rule), form(client, page(rule)) | {"threshold": 18})

    assert client.get(page(rule)).status_code == 302


@pytest.mark.parametrize("model", TABLES.values())
def test_conditions_and_keys_are_read_only(client, model):
    fields = form(client, page(model.objects.first()))

    assert fields.keys().isdisjoint({*key(model), *model.SPEC, *model.FIXED})


def test_a_condition_cannot_be_posted(client):
    rule = current(PriorityRule, rule="p2_infant")

    client.post(page(rule), form(client, page(rule)) | {"when": "always", "rule": "other", "threshold": 13})

    assert current(PriorityRule, rule="p2_infant").when == rule.when


def test_a_rule_keeps_its_number_and_none_is_added(client):
    rule = current(PriorityRule, rule="p2_infant")

    answer = client.post(page(rule), form(client, page(rule)) | {"threshold": ""})

    assert "threshold" in answer.context["adminform"].form.errors
    assert client.get(page(PriorityRule(), "add")).status_code == 403


def test_a_rule_can_be_switched_off(client):
    rule = current(PriorityRule, rule="p2_infant")
    sent = form(client, page(rule))
    del sent["active"]

    client.post(page(rule), sent)

    assert not current(PriorityRule, rule="p2_infant").active


@pytest.mark.parametrize("model", TABLES.values())
def test_every_row_can_be_saved_as_it_is(client, model):
    row = model.objects.order_by("-pk").first()

    answer = client.post(page(row), form(client, page(row)))

    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_closed_lists_refuse_what_they_do_not_hold(client):
    row = current(Checklist, checklist_group="bone", phase="first_weeks", item="echo")

    answer = client.post(page(row), form(client, page(row)) | {"necessity": "nice to have"})

    assert "necessity" in answer.context["adminform"].form.errors


def test_a_deleted_row_is_retired(client):
    before, row = reference.refresh(), current(RecordKind, item="photos")

    client.post(page(row, "delete"), {"post": "yes"})

    assert RecordKind.objects.filter(pk=row.pk).exclude(until=None).exists()
    assert "photos" not in reference.refresh().record_items
    assert "photos" in reference.at(before.version).record_items


def test_several_rows_are_retired_at_once(client):
    rows = [current(RecordKind, item=item) for item in ("photos", "echo")]
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}

    client.post("/admin/intake/recordkind/", sent)

    assert reference.refresh().record_items.keys().isdisjoint({"photos", "echo"})


def test_an_added_item_is_on_the_next_list_and_not_on_an_older_one(client):
    before = reference.refresh()
    kind = form(client, page(current(RecordKind, item="photos"))) | {
        "item": "diary",
        "label_en": "Diary",
        "active": "on",
    }
    line = {"checklist_group": "bone", "phase": "first_weeks", "item": "diary", "necessity": "required",
            "channel": "upload", "usual_holder": "family", "active": "on"}  # fmt: skip
    told = {"dx_group": "bone", "timing": "first_weeks"}

    assert client.post(page(RecordKind(), "add"), kind).status_code == 302
    assert client.post(page(Checklist(), "add"), line).status_code == 302

    assert "diary" in {want.kind for want in checklist.items(reference.refresh(), told)}
    assert "diary" not in {want.kind for want in checklist.items(reference.at(before.version), told)}


def test_a_trigger_can_be_added(client):
    sent = {"field": "daily_life", "value": "bed", "items": "photos; echo", "set_to": "helpful", "active": "on"}

    assert "set_to" in client.post(page(ChecklistTrigger(), "add"), sent).context["adminform"].form.errors
    assert client.post(page(ChecklistTrigger(), "add"), sent | {"set_to": "required"}).status_code == 302

    assert reference.refresh().checklist_triggers[-1].items == ("photos", "echo")


def test_texts_are_approved_by_name(client, admin):
    text = current(Text, text_key="privacy")

    client.post("/admin/intake/text/", {"action": "approve", "_selected_action": [text.pk]})

    assert current(Text, text_key="privacy").approved_by == admin


def test_a_changed_text_must_be_approved_again(client):
    text = current(Text, text_key="privacy")
    client.post("/admin/intake/text/", {"action": "approve", "_selected_action": [text.pk]})
    approved = current(Text, text_key="privacy")

    client.post(page(approved), form(client, page(approved)) | {"title_en": "Your privacy"})

    assert current(Text, text_key="privacy").approved_at is None


def test_the_three_languages_stand_side_by_side():
    rows = columns.rows_of(Question)

    assert ("label_en", "label_es", "label_ar") in rows
    assert ("hint_en", "hint_es", "hint_ar") in rows


def test_arabic_is_typed_from_right_to_left(client):
    widget = client.get(page(current(Question, code="country"))).context["adminform"].form.fields["label_ar"].widget

    assert (widget.attrs["dir"], widget.attrs["lang"]) == ("rtl", "ar")


def test_search_finds_words_and_codes(client):
    assert b"p2_infant" in client.get("/admin/intake/priorityrule/?q=infant").content
    assert b"p1_apl" not in client.get("/admin/intake/priorityrule/?q=infant").content


def test_every_table_is_here():
    assert set(TABLES.values()) <= set(site._registry)

import csv
import io
import time

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from intake.domain import reference as domain
from intake.domain.errors import Stale
from intake.models import Service, User
from intake.models.reference import TABLES, Choice, Holiday, PriorityRule, RecordKind, Revision, Text
from intake.queries import people, reference
from intake.states import Role
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return User.objects.create(email="admin@example.org", name="Ada", role=Role.ADMIN, created_at=NOW)


@pytest.fixture
def shipped(monkeypatch):
    """What the files say, to be changed by a test."""
    read = domain.read
    tables = {}
    monkeypatch.setattr(domain, "read", lambda name: tables.setdefault(name, read(name)))
    return domain.read


def rule():
    return PriorityRule.objects.get(rule="p2_infant", until=None)


def counts(**wanted):
    return {"added": 0, "renewed": 0, "kept": sum(len(domain.read(name)) for name in TABLES), "services": 0} | wanted


def test_loading_again_changes_nothing():
    revisions = Revision.objects.count()

    assert domain.load(now=NOW) == counts()
    assert Revision.objects.count() == revisions


def test_an_empty_database_is_filled_in_one_step_and_fast():
    for model in TABLES.values():
        model.objects.all().delete()
    Service.objects.all().delete()
    start = time.perf_counter()

    found = domain.load(now=NOW)

    assert time.perf_counter() - start < 2
    assert found == counts(added=counts()["kept"], kept=0, services=2)
    assert set(RecordKind.objects.values_list("since", flat=True)) == {Revision.objects.latest("number").number}


def test_the_command_says_in_one_line_what_it_did():
    out = io.StringIO()

    call_command("load_reference", stdout=out)

    assert out.getvalue() == f"Reference data: 0 rows added, 0 renewed, {counts()['kept']} kept, 0 services added.\n"


def test_a_change_closes_the_old_row_and_opens_a_new_one(admin):
    old = rule()

    new = domain.change(old, {"threshold": 18}, by=admin, now=NOW)

    old.refresh_from_db()
    assert (old.threshold, old.until) == (12, new.since)
    assert (new.threshold, new.until, new.edited_at, new.edited_by) == (18, None, NOW, admin)
    assert (new.rule, new.when, new.order) == (old.rule, old.when, old.order)
    revision = Revision.objects.get(number=new.since)
    assert (revision.at, revision.by) == (NOW, admin)


def test_two_changes_at_once_do_not_both_win(admin):
    old = rule()
    domain.change(rule(), {"threshold": 18}, by=admin, now=NOW)

    with pytest.raises(Stale):
        domain.change(old, {"threshold": 24}, by=admin, now=NOW)

    assert rule().threshold == 18


def test_a_row_that_a_person_edited_is_never_overwritten(admin, shipped):
    domain.change(rule(), {"threshold": 18}, by=admin, now=NOW)
    next(line for line in shipped("priority_rules") if line["rule"] == "p2_infant")["threshold"] = "6"

    assert domain.load(now=NOW) == counts()
    assert rule().threshold == 18


def test_a_row_that_nobody_edited_follows_the_files_as_a_new_version(shipped):
    before = reference.refresh()
    next(line for line in shipped("reasons") if line["reason"] == "other")["label_en"] = "Something else"

    found = domain.load(now=NOW)

    assert found == counts(renewed=1, kept=counts()["kept"] - 1)
    assert reference.refresh().reasons["other"].label_en == "Something else"
    assert reference.at(before.version).reasons["other"].label_en == "Another reason"


def test_a_later_load_adds_new_rows(shipped):
    line = {"date": "2030-01-01", "name_en": "New Year's Day", "name_es": "Año Nuevo", "name_ar": "رأس السنة"}
    shipped("holidays").append(line)

    assert domain.load(now=NOW) == counts(added=1, kept=counts()["kept"] - 1)
    assert Holiday.objects.filter(date="2030-01-01").count() == 1


def test_a_retired_row_ends_and_no_load_brings_it_back(admin):
    before = reference.refresh()

    domain.retire(RecordKind.objects.get(item="photos", until=None), by=admin, now=NOW)

    assert domain.load(now=NOW) == counts()
    assert "photos" not in reference.refresh().record_items
    assert "photos" in reference.at(before.version).record_items


def test_an_added_item_is_in_the_next_version_and_not_in_an_older_one(admin):
    before = reference.refresh()
    kind = RecordKind.objects.get(item="photos", until=None)

    domain.add(RecordKind, domain.content(kind) | {"item": "diary", "order": 57}, by=admin, now=NOW)

    assert reference.refresh().record_items["diary"].label_en == kind.label_en
    assert "diary" not in reference.at(before.version).record_items
    assert domain.load(now=NOW) == counts()


def test_a_row_can_be_added_again_after_it_was_retired(admin):
    choice = Choice.objects.get(list="yes_no", value="no", until=None)
    domain.retire(choice, by=admin, now=NOW)

    domain.add(Choice, domain.content(choice), by=admin, now=NOW)

    assert [row.value for row in reference.refresh().choices["yes_no"]] == ["yes", "no"]


def test_a_key_has_one_current_row(admin):
    with pytest.raises(IntegrityError), transaction.atomic():
        domain.add(PriorityRule, domain.content(rule()), by=admin, now=NOW)


def test_an_approval_names_the_person_and_ends_when_the_words_change(admin):
    text = Text.objects.get(text_key="consent_limits", until=None)

    approved = domain.approve(text, by=admin, now=NOW)
    edited = domain.change(approved, {"title_en": "Other words"}, by=admin, now=NOW)

    assert (approved.approved_at, approved.approved_by) == (NOW, admin)
    assert (edited.approved_at, edited.approved_by) == (None, None)


def test_services_are_added_and_never_overwritten():
    Service.objects.filter(code="oncology").update(name_en="Our name")

    domain.load(now=NOW)

    assert Service.objects.get(code="oncology").name_en == "Our name"
    assert Service.objects.get(is_default=True).code == "oncology"


def test_who_acts_is_known_also_when_it_is_the_site():
    row = domain.change(rule(), {"threshold": 13}, by=people.system(), now=NOW)

    assert row.edited_by.role == Role.SYSTEM


def test_the_files_and_the_tables_have_the_same_columns():
    bookkeeping = {"id", "since", "until", "active", "edited_at", "edited_by", "translation_status"}
    approval = {"approved_at", "approved_by"}
    for name, model in TABLES.items():
        with (domain.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            header = set(next(csv.reader(lines)))
        columns = {field.name for field in model._meta.concrete_fields}
        assert header - bookkeeping == columns - bookkeeping - approval, name

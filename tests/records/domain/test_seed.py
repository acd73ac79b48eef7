"""Cases in bulk must be what the verbs would have made of them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from intake import folding, references
from intake.domain import history
from intake.models import Answer, Contact, Event, SearchWord, SecondOpinionRequest, User
from intake.policies import cases as policies
from intake.policies import words
from intake.queries import answers, reference
from intake.queries import cases as queries
from intake.states import ENDED, OPEN, TRANSITIONS
from records.domain import cases, seed
from records.domain.seeds import paths, rows, told
from records.models import RecordItem
from records.queries import items

COUNT = 600


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests of this file, and taken back."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    kept, settings.VAR = settings.VAR, tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), transaction.atomic():
        seed.load(COUNT, now=timezone.now())
        yield
        transaction.set_rollback(True)
    settings.VAR = kept


def every():
    return SecondOpinionRequest.objects.order_by("pk")


def test_so_many_cases_with_references_of_their_own(db):
    found = list(every().values_list("reference", flat=True))

    assert len(set(found)) == len(found) == COUNT
    assert [references.clean(each) for each in found] == found


def test_one_in_twenty_is_open_and_four_in_five_are_of_the_first_coordinator(db):
    home = User.objects.get(email=seed.HOME)

    assert every().filter(is_open=True).count() == COUNT // 20
    assert every().filter(service__in=home.services.all()).count() == COUNT * 4 // 5
    assert queries.visible_to(home).count() == COUNT * 4 // 5


def test_one_in_a_hundred_is_named_smith_and_names_are_of_several_scripts(db):
    names = "".join(every().values_list("child_name", flat=True))

    assert every().filter(name_folded__startswith="smith ").count() >= COUNT / 100
    assert all(any(low <= sign <= high for sign in names) for low, high in ("az", "áú", "ءي", "一龥", "Ая"))


def test_every_chain_verifies(db):
    for case in every():
        head = history.FIRST
        for event in case.events.order_by("number"):
            head = history.digest(head, event)
            assert event.digest == head
        assert (case.event_head, case.event_number) == (head, case.events.count())


def test_each_history_is_a_way_through_the_table_of_moves(db):
    for case in every().filter(pk__in=every().values("pk")[:120]):
        status, moment = "draft", None
        for event in case.events.order_by("number"):
            assert moment is None or event.at > moment
            moment = event.at
            if event.action in TRANSITIONS:
                move = TRANSITIONS[event.action]
                assert status in move.sources
                assert (event.before, event.after, event.role) == (status, move.target, event.by.role)
                assert event.by.room in move.rooms or case.covered is False
                status = event.after
        assert (status, moment) == (case.status, case.since)
        assert moment <= timezone.now()


@pytest.mark.parametrize("stem", paths.STAMPS)
def test_stamps_are_the_moments_and_people_of_their_steps(db, stem):
    actions = [action for action, move in TRANSITIONS.items() if move.stamps == stem]
    for case in every().exclude(**{f"{stem}_at": None})[:40]:
        event = case.events.filter(action__in=actions).get()
        assert (getattr(case, f"{stem}_at"), getattr(case, f"{stem}_by_id")) == (event.at, event.by_id)
    for case in every().filter(**{f"{stem}_at": None})[:40]:
        assert not case.events.filter(action__in=actions).exists()


def test_counts_are_those_of_the_records(db):
    for case in every()[:200]:
        rows = items.of_case(case)
        assert case.records_needed == sum(items.is_counted(item) for item in rows) > 0
        assert case.records_outstanding == len(items.missing(rows))
        assert [item.number for item in sorted(rows, key=lambda item: item.number)] == list(range(1, len(rows) + 1))


def test_records_are_those_that_the_group_needs(db):
    snapshot = reference.current()
    for case in every().filter(is_open=True):
        wanted = policies.facts(case, timezone.now())
        assert (wanted["group"], wanted["phase"]) == (case.group, case.phase)
        for item in case.items.all():
            assert snapshot.record_items[item.kind].category == item.category


def test_search_words_and_copies_are_folded_as_answers_fold_them(db):
    for case in every().select_related("child")[:200]:
        guardian = case.contacts.get(kind="guardian")
        first, last = case.child.first_name, case.child.last_name
        assert case.name_folded == folding.fold(f"{last} {first}")
        assert (case.child.first_folded, case.child.last_folded) == (folding.fold(first), folding.fold(last))
        assert guardian.name_folded == folding.fold(guardian.name)
        assert guardian.phone_digits == folding.digits(guardian.phone)
        words = set(SearchWord.objects.filter(case=case).values_list("word", flat=True))
        assert words == set(folding.words(f"{first} {last} {guardian.name}"))


def test_numbers_and_mails_are_fiction(db):
    for contact in Contact.objects.all():
        assert contact.email.endswith("@example.org")
        assert not contact.phone or "-555-01" in contact.phone


def test_open_cases_have_answers_that_open_and_mean_the_same(db):
    for case in every().filter(is_open=True):
        given = {code: value for (code, _), value in answers.given(case).items()}
        assert given["child_dob"] == str(case.birth_date)
        assert given["dx_group"] == case.group
        assert f"{given['child_first_name']} {given['child_last_name']}" == case.child_name
        assert given["guardian_phone"] == case.contacts.get(kind="guardian").phone
    assert not Answer.objects.filter(case__is_open=False).exists()


def test_the_words_of_each_group_are_sure(db):
    snapshot = reference.current()

    assert {group: words.match(snapshot, text).group for group, text in told.WORDS.items()} == {
        group: group for group in told.WORDS
    }


def test_the_verbs_go_on_with_a_seeded_case(db):
    lead = User.objects.get(email="lead@example.org")
    for case in every().filter(status="submitted"):
        case = cases.assign(case, lead, by=lead, now=timezone.now())
        assert (case.status, case.owner) == ("in_triage", lead)
        case = cases.advance(case, "accept", by=lead, now=timezone.now())
        assert case.status == "collecting_records"


def test_no_case_is_due_for_a_reminder_or_a_mail(db):
    assert not every().exclude(remind_at=None).exists()
    assert not SecondOpinionRequest.objects.filter(notices__isnull=False).exists()


def test_order_is_the_decision_date_and_unknown_is_last(db):
    assert every().filter(decide_on=None).exclude(order_on=date(9999, 12, 31)).count() == 0
    assert every().filter(decide_on=None).exists()
    assert every().filter(is_open=True).exclude(decide_on=None).exists()


def test_every_state_is_reached(db):
    assert {str(status) for status in paths.STEPS} == {str(status) for status in (OPEN | ENDED)} - {"draft"}


def test_shares_are_whole():
    for ended in (False, True):
        assert sum(share for status, share in paths.SHARES.items() if (status in ENDED) is ended) == 100


def test_every_column_without_a_default_is_told():
    for model, columns, _ in rows.ROWS:
        for field in model._meta.concrete_fields:
            if not (field.null or field.has_default() or field.primary_key or field.generated or field.blank):
                assert field.column in columns, field


def test_keys_hold_although_nobody_checked_each(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [sorted({model._meta.db_table for model, *_ in rows.ROWS})],
        )
        for table, name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"; ALTER TABLE {table} ADD {definition}')


def test_indexes_come_back(db):
    with connection.cursor() as cursor:
        tables = sorted({model._meta.db_table for model, *_ in rows.ROWS})
        listed = "SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY indexname"
        cursor.execute(listed, [tables])
        before = cursor.fetchall()
        again = seed._indexes_away(cursor, tables)
        cursor.execute(listed, [tables])
        without = cursor.fetchall()
        for statement in again:
            cursor.execute(statement)
        cursor.execute(listed, [tables])

        assert (cursor.fetchall(), len(before) - len(without)) == (before, len(again))


def test_a_second_load_adds_as_many(db):
    seed.load(40, now=timezone.now() - timedelta(hours=1))

    assert (every().count(), Event.objects.values("case").distinct().count()) == (COUNT + 40, COUNT + 40)
    assert RecordItem.objects.filter(case__in=every().order_by("-pk")[:1]).exists()

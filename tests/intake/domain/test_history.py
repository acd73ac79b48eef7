import pytest
from django.db import DatabaseError, connection, transaction

from intake.domain import history
from intake.models import Access, Event
from tests import make


def broken(case):
    """The numbers of events whose digest does not follow from the one before."""
    head, wrong = history.FIRST, []
    for event in case.events.order_by("number"):
        head = history.digest(head, event)
        wrong += [event.number] if event.digest != head else []
        head = event.digest
    return wrong


def test_every_change_is_chained_without_gaps(db):
    case = make.case("collecting_records", **make.OFFICE)

    assert broken(case) == []
    numbers = list(case.events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, case.event_number + 1))


@pytest.mark.parametrize("change", [{"after": "closed"}, {"by_id": 1}, {"action": "accept"}])
def test_an_edit_below_the_database_s_guard_is_named(change, db):
    case = make.case()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    event = case.events.get(number=2)
    Event.objects.filter(pk=event.pk).update(**change)

    assert broken(case) == [2]


@pytest.mark.parametrize("model", [Event, Access])
def test_the_database_refuses_to_change_or_empty_history(model, db):
    case = make.case()
    history.read(case, "family:status", by=make.family_of(case), now=make.NOW)
    for harm in (
        lambda: model.objects.update(at=make.NOW),
        lambda: model.objects.filter(case=case)._raw_delete("default"),
        lambda: connection.cursor().execute(f"TRUNCATE {model._meta.db_table} CASCADE"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            harm()

    assert model.objects.filter(case=case).exists()

"""The median days of a place: exact, from five cases on, whatever its name's spelling."""

from datetime import timedelta

import pytest

from records import waits
from records.domain import place_days
from records.models import PlaceDays, PlaceMedian
from records.queries import items as queries
from tests import make


def came(days, **told):
    """A case whose office sent one record after so many days."""
    case = make.case(**{**make.OFFICE, **told})
    item = make.items(case, party="physician", status="asked").first()
    make.upload(case, item, by=make.office_of(case), now=make.NOW + timedelta(days=days))
    return case


def median():
    return PlaceMedian.objects.values_list("cases", "days").get()


def test_the_median_is_exact_and_one_row_a_case(db):
    for days in (9, 3, 8, 30):
        came(days)
    assert median() == (4, 8.5)

    case = came(6)

    assert median() == (5, 8)
    second = make.items(case, party="physician", status="asked").first()
    make.upload(case, second, by=make.office_of(case), content=make.PDF + b"2", now=make.NOW + timedelta(days=12))
    assert median() == (5, 9)  # 3 8 9 12 30
    assert PlaceDays.objects.get(case=case).days == 12


def test_it_is_told_from_five_cases_on(db):
    for days in (8, 8, 8, 8):
        came(days)
    waiting = make.case(**make.OFFICE)
    asked = lambda: next(item for item in queries.of_case(waiting) if item.status == "asked")  # noqa: E731
    assert waits.usual(asked()) == ""

    came(7)

    assert waits.usual(asked()) == "usually takes about 8 days"


def test_another_spelling_is_the_same_place_and_another_place_is_not(db):
    assert place_days.key("Demo Hospital") == place_days.key(" DEMO  hospital") == place_days.key("Démo Hospital")
    came(4, doctor_hospital="Sample Clinic")
    came(5, doctor_hospital="sample clinic")

    assert median() == (2, 4.5)


def test_what_a_family_sends_tells_of_no_place(db):
    case = make.case("collecting_records")
    item = make.items(case, party="family", status="asked").first() or make.items(case, party="family").first()
    make.upload(case, item, now=make.NOW + timedelta(days=3))

    assert not PlaceMedian.objects.exists()


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_no_place(name):
    assert place_days.key(name) == ""

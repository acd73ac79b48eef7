"""No file of another child passes, and none of the child's own is held."""

from datetime import date

import pytest

from records.policies import guard, names
from records.policies.guard import Found, Patient
from tests import patients

TODAY = date(2026, 11, 24)
BORN = date(2019, 4, 27)
NIA = Patient("Nia", "Sample", "", BORN, "female")


def holds(child, *, name=("Sample", "Nia"), born=BORN, sex="F", **more):
    return guard.compare(child, Found((name,) if name else (), born, sex, **more), today=TODAY)


def test_of_200_planted_mismatches_none_passes():
    planted = patients.mismatched()
    passed = [(how, child, found) for how, child, found in planted if not _held(child, found)]

    assert len(planted) == 200
    assert sum(how == "twin" for how, *_rest in planted) == 40
    assert passed == []


def test_of_200_of_the_childs_own_none_is_held():
    own = patients.matching()
    held = [(how, child, found) for how, child, found in own if _held(child, found)]

    assert len(own) == 200
    assert sum(how == "scripts" for how, *_rest in own) == 40
    assert held == []


@pytest.mark.parametrize("seed", range(5))
def test_other_draws_give_the_same(seed):
    assert all(_held(child, found) for _how, child, found in patients.mismatched(seed))
    assert not any(_held(child, found) for _how, child, found in patients.matching(seed))


def _held(child, found):
    return bool(guard.compare(child, found, today=TODAY).holds)


def test_each_fact_holds_by_itself():
    assert holds(NIA) == ((), ())
    assert holds(NIA, name=("Other", "Nia")).holds == ("name",)
    assert holds(NIA, born=date(2019, 4, 28)).holds == ("birth_date",)
    assert holds(NIA, sex="M").holds == ("sex",)
    assert holds(NIA, study_date=date(2018, 1, 1)).holds == ("study_date",)
    assert holds(NIA, study_date=date(2026, 11, 25)).holds == ("study_date",)
    assert holds(NIA, anonymous=True).holds == ("anonymous",)
    assert holds(NIA, name=None, born=None).holds == ("anonymous",)


def test_what_is_not_said_is_only_noted():
    assert holds(NIA, born=None) == ((), ("no_birth_date",))
    assert holds(NIA, sex="O") == ((), ())
    assert holds(NIA._replace(sex="unknown"), sex="M") == ((), ())
    assert holds(NIA, name=("Nia", "Sample")) == ((), ("order",))
    assert holds(NIA._replace(birth_date=date(2019, 4, 5)), born=date(2019, 5, 4)) == ((), ("birth_date_swapped",))


def test_a_name_that_the_family_told_us_counts():
    child = NIA._replace(others="Fixture; Antonia Demo")

    assert holds(child, name=("Fixture", "Nia")).holds == ()
    assert holds(child, name=("Demo", "Antonia")).holds == ()
    assert holds(child, name=("Demo", "Nia")).holds == ("name",)


def test_a_name_in_two_scripts_matches_by_one_of_them():
    found = Found((("Yamada", "Tarou"), ("山田", "太郎")), BORN, "M")

    assert guard.compare(Patient("Tarou", "Yamada", "", BORN, "male"), found, today=TODAY).holds == ()
    assert guard.compare(Patient("太郎", "山田", "", BORN, "male"), found, today=TODAY).holds == ()


def test_two_people_in_one_upload_are_told_apart():
    nia, twin = Found((("Sample", "Nia"),), BORN), Found((("Sample", "Mia"),), BORN)
    again = Found((("SAMPLE", "NIA GRACE"),), BORN)

    assert guard.mixed([nia, twin])
    assert guard.mixed([nia, nia._replace(birth_date=date(2019, 4, 28))])
    assert guard.mixed([nia._replace(patient_id="1"), nia._replace(patient_id="2")])
    assert not guard.mixed([nia, again, Found()])


PLACES = (("Riverside Sample Hospital", "R-4471"), ("Lakeside Demo Imaging Center", ""))


def test_a_number_that_the_place_has_for_the_child_counts():
    child = NIA._replace(places=PLACES)

    assert holds(child, place="RIVERSIDE SAMPLE HOSP", patient_id="R4471") == ((), ("number_known",))
    assert holds(child, place="Riverside Sample Hospital", patient_id="R-4472").holds == ("patient_id",)
    assert holds(child, place="Lakeside Demo Imaging", patient_id="77").holds == ()


def test_a_place_that_nobody_named_is_only_noted():
    assert holds(NIA._replace(places=PLACES), place="Hilltop Fixture Clinic").notes == ("place",)
    assert holds(NIA, place="Hilltop Fixture Clinic").notes == ()


@pytest.mark.parametrize(
    ("age", "notes"), [("006Y", ()), ("005Y", ("age",)), ("083M", ()), ("012Y", ("age",)), ("", ())]
)
def test_an_age_that_is_more_than_a_year_off_is_noted(age, notes):
    assert holds(NIA, age=age, study_date=date(2026, 3, 12)).notes == notes


def test_each_hospital_has_its_own_number_for_the_child():
    here = Found((("Sample", "Nia"),), BORN, patient_id="1", place="Riverside Sample Hospital")

    assert not guard.mixed([here, here._replace(patient_id="2", place="Lakeside Demo Imaging")])
    assert guard.mixed([here, here._replace(patient_id="2")])


@pytest.mark.parametrize(
    ("one", "other"), [("شهد", "shahd"), ("müller", "mueller"), ("carl", "karl"), ("mohamed", "muhammad")]
)
def test_one_name_in_two_spellings(one, other):
    assert names.same(one, other)


@pytest.mark.parametrize(("one", "other"), [("كرم", "karim"), ("jan", "jen"), ("ثامر", "تامر"), ("daniel", "daniela")])
def test_two_names_that_look_alike(one, other):
    assert not names.same(one, other)

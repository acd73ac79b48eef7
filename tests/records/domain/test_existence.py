import pytest

from intake.domain.errors import Refused
from records.domain import cases, existence
from records.policies import items as policies
from tests import make


@pytest.fixture
def found(db):
    return make.case("collecting_records", **make.OFFICE)


def optional(found):
    return make.items(found, necessity="if exists").exclude(category="legal").exclude(party="family").first()


def tell(found, item, said):
    existence.tell(found, {item.number: said}, by=make.family_of(found), now=make.NOW)
    item.refresh_from_db()
    return item


def test_a_record_that_the_family_has_is_asked_of_it(db):
    found = make.case("collecting_records")
    item = tell(found, optional(found), "have")

    assert (item.party, item.necessity, item.status, item.basis) == ("family", "required", "asked", "family")
    assert policies.said(item) == "have"


def test_a_record_that_the_hospital_has_is_asked_of_the_invited_office(found):
    item = make.items(found, necessity="helpful").exclude(category="legal").exclude(party="family").first()
    item = tell(found, item, "hospital")

    assert (item.party, item.necessity, item.exists) == ("physician", "required", "yes")
    assert (item.status, item.basis) == ("asked", "treatment")


def test_a_record_that_was_never_made_is_set_aside(db):
    found = make.case()
    item = tell(found, optional(found), "not_done")

    assert (item.status, policies.said(item)) == ("not_applicable", "not_done")


def test_the_family_does_not_set_aside_what_the_review_needs(found):
    item = make.items(found, necessity="required").exclude(category="legal").first()

    assert tell(found, item, "not_done").status != "not_applicable"
    assert policies.said(item) == "not_done"


def test_not_being_sure_asks_for_nothing(db):
    found = make.case("collecting_records")
    item = tell(found, optional(found), "not_sure")

    assert (item.status, item.necessity, policies.said(item)) == ("needed", "if exists", "not_sure")


def test_what_exists_counts_and_what_was_a_slip_does_not(db):
    found = make.case("collecting_records")
    found.refresh_from_db()
    before, item = found.records_needed, optional(found)

    tell(found, item, "hospital")
    found.refresh_from_db()
    assert found.records_needed == before + 1

    tell(found, item, "not_sure")
    found.refresh_from_db()
    assert found.records_needed == before


def test_it_is_written_down_once(db):
    found = make.case()
    item = optional(found)
    for _ in range(2):
        tell(found, item, "not_sure")

    assert found.events.filter(action="record_told", subject=f"record:{item.number}").count() == 1


def test_a_received_record_does_not_move(found):
    item = make.items(found, necessity="required").exclude(category="legal").first()
    make.upload(found, item)

    assert tell(found, item, "not_done").status == "received"


def test_a_finished_request_hears_nothing(found):
    item = optional(found) or make.items(found).first()
    cases.advance(found, "withdraw", by=make.family_of(found), now=make.NOW)

    with pytest.raises(Refused):
        tell(found, item, "have")

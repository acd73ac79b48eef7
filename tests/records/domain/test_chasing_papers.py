"""A chase knows of permissions, letters and parcels: it does not overwrite what a coordinator can do at once."""

from datetime import timedelta

import pytest

from records.domain import chasing, permits, place_days, post, standing, sweeps
from records.domain.transitions import follow
from records.queries import pictures
from tests import make


@pytest.fixture
def case(db):
    return make.case("collecting_records")


def unsigned(case):
    case = make.named(case)
    permits.prepare(case, by=make.family_of(case), now=make.NOW)
    case.save()
    make.items(case).exclude(party="facility").update(necessity="helpful")
    follow(case, now=make.NOW)


def signed_as_somebody_else(case):
    make.signed(case, name="Ben Other")


def signed(case):
    make.signed(case)


def late_parcel(case):
    slides = make.items(case, kind="pathology_slides").get()
    by = make.person("coordinator")
    post.announce(slides, carrier="ups", number="1Z1", expected_on=make.TODAY, by=by, now=make.NOW)
    sweeps.permissions(make.NOW + timedelta(days=8))


@pytest.mark.parametrize(
    ("happens", "act"),
    [
        (unsigned, "sign_permission"),
        (signed_as_somebody_else, "check_permission"),
        (signed, "send_letter"),
        (late_parcel, "trace_parcel"),
    ],
)
def test_a_chase_leaves_the_next_act_as_it_was(case, happens, act):
    happens(case)
    case.refresh_from_db()
    assert case.next_action == act
    at = make.NOW + timedelta(days=9)
    case.remind_at = at - timedelta(hours=1)
    case.save()

    assert chasing.send_due(now=at) == 1

    case.refresh_from_db()
    assert case.next_action == act
    picture, found = pictures.pictures([case])[case.pk], standing.read(case)
    assert [getattr(picture, name) for name in pictures.PAPERS] == [getattr(found, name) for name in pictures.PAPERS]


def test_a_place_that_is_asked_by_a_permission_has_its_days_counted(case):
    make.signed(case)

    asked = make.items(case, basis="authorization")
    assert asked
    key = place_days.key(case.authorizations.get().place.name)
    assert {item.place_key for item in asked} == {key}

from datetime import timedelta

import pytest

from intake.domain import members
from intake.domain.errors import Refused
from intake.models import Code
from tests import make


@pytest.fixture
def family(db):
    return make.case().members.get(kind="family")


@pytest.fixture
def office(db):
    return make.case(**make.OFFICE).members.get(kind="physician")


def test_the_words_open_however_they_are_typed(family):
    members.set_passphrase(family, "Lamp river stone cloud", by=family.user, now=make.NOW)

    assert members.passphrase_fits(family, "  lamp RIVER stone   cloud ")
    assert not members.passphrase_fits(family, "lamp river stone clouds")
    assert "river" not in family.passphrase


def test_short_words_are_refused(family):
    with pytest.raises(Refused):
        members.set_passphrase(family, "short words", by=family.user, now=make.NOW)


def test_a_seat_without_words_opens_by_none(family):
    assert not members.passphrase_fits(family, "")


def test_the_office_s_eight_digits_open_for_thirty_days(office):
    digits = members.new_office_code(office, by=office.user, now=make.NOW)

    assert len(digits) == 8
    assert members.code_fits(office, digits, now=make.NOW + timedelta(days=29))
    assert not members.code_fits(office, digits, now=make.NOW + timedelta(days=30))


def test_new_digits_end_the_old_ones(office):
    old = members.new_office_code(office, by=office.user, now=make.NOW)
    new = members.new_office_code(office, by=office.user, now=make.NOW)

    assert old != new
    assert not members.code_fits(office, old, now=make.NOW)
    assert members.code_fits(office, new, now=make.NOW)


def test_five_wrong_tries_end_the_office_s_digits(office):
    digits = members.new_office_code(office, by=office.user, now=make.NOW)
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    for _ in range(5):
        assert not members.code_fits(office, wrong, now=make.NOW)

    assert not members.code_fits(office, digits, now=make.NOW)


def test_digits_read_out_open_once_and_for_ten_minutes(family):
    digits = members.read_out(family, by=make.person("coordinator"), now=make.NOW)

    assert not members.code_fits(family, digits, now=make.NOW + timedelta(minutes=11))
    assert members.code_fits(family, digits, now=make.NOW + timedelta(minutes=9))
    assert not members.code_fits(family, digits, now=make.NOW + timedelta(minutes=9))
    assert digits not in str(Code.objects.values())


def test_five_wrong_tries_end_what_was_read_out(family):
    digits = members.read_out(family, by=make.person("coordinator"), now=make.NOW)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    for _ in range(5):
        assert not members.code_fits(family, wrong, now=make.NOW)

    assert not members.code_fits(family, digits, now=make.NOW)

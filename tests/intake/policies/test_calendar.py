from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from intake.policies import calendar
from tests.intake import tables

OFF = calendar.days_off(tables.snapshot())
NEW_YORK = "America/New_York"


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-24", 0, "2026-11-24"),
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-25", 1, "2026-11-27"),  # Thanksgiving between
        ("2026-11-26", 0, "2026-11-27"),
        ("2026-11-27", 1, "2026-11-30"),  # a weekend between
        ("2026-11-28", 0, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-28", 2, "2026-12-01"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2027-12-23", 1, "2027-12-27"),  # Christmas 2027 is a Saturday, observed on Friday
        ("2026-11-24", 10, "2026-12-09"),
    ],
)
def test_business_days_leave_out_weekends_and_holidays(day, count, expected):
    assert calendar.business_day(date.fromisoformat(day), count, OFF) == date.fromisoformat(expected)


@given(some.dates(date(2026, 11, 11), date(2029, 10, 1)), some.integers(1, 30))
def test_counting_back_gives_the_count(day, count):
    later = calendar.business_day(day, count, OFF)

    assert calendar.is_business_day(later, OFF)
    assert calendar.business_days_between(day, later, OFF) == count


def test_no_day_lies_between_a_day_and_itself_or_an_earlier_one():
    assert calendar.business_days_between(tables.TODAY, tables.TODAY, OFF) == 0
    assert calendar.business_days_between(tables.TODAY, tables.TODAY - timedelta(days=9), OFF) == 0


def test_a_holiday_that_is_switched_off_is_a_business_day():
    other = tables.changed("holidays", tables.row("holidays", date=date(2026, 11, 26)), active=False)

    assert calendar.is_business_day(date(2026, 11, 26), calendar.days_off(other))


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        (NEW_YORK, "2026-11-24T15:00+00:00", "2026-11-24T15:00+00:00"),  # 10:00 there
        (NEW_YORK, "2026-11-24T13:00+00:00", "2026-11-24T13:00+00:00"),  # 8:00 sharp
        (NEW_YORK, "2026-11-24T12:59+00:00", "2026-11-24T13:00+00:00"),
        (NEW_YORK, "2026-11-25T00:59+00:00", "2026-11-25T00:59+00:00"),  # 19:59
        (NEW_YORK, "2026-11-25T01:00+00:00", "2026-11-25T13:00+00:00"),  # 20:00 is too late
        (NEW_YORK, "2027-03-14T05:30+00:00", "2027-03-14T12:00+00:00"),  # the night the clocks go forward
        (NEW_YORK, "2026-11-01T05:30+00:00", "2026-11-01T13:00+00:00"),  # the night they go back
        ("Asia/Dubai", "2026-11-24T15:00+00:00", "2026-11-24T15:00+00:00"),
        ("Asia/Dubai", "2026-11-24T16:30+00:00", "2026-11-25T04:00+00:00"),
        ("Pacific/Kiritimati", "2026-11-24T12:00+00:00", "2026-11-24T18:00+00:00"),
        ("Asia/Kathmandu", "2026-11-24T00:00+00:00", "2026-11-24T02:15+00:00"),
    ],
)
def test_the_next_decent_hour(zone, now, then):
    assert calendar.next_decent_hour(zone, at(now)) == at(then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-24T12:00+00:00", "2026-11-24T13:00+00:00"),
        ("2026-11-24T13:00+00:00", "2026-11-24T13:00+00:00"),
        ("2026-11-24T13:01+00:00", "2026-11-25T13:00+00:00"),
        ("2027-03-13T14:00+00:00", "2027-03-14T12:00+00:00"),
    ],
)
def test_digests_leave_at_eight(now, then):
    assert calendar.next_digest(NEW_YORK, at(now)) == at(then)


@given(
    some.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    some.sampled_from([NEW_YORK, "Australia/Lord_Howe", "Asia/Tehran", "Africa/Cairo", "America/Santiago", ""]),
)
def test_the_decent_hour_is_decent_and_never_in_the_past(now, zone):
    then = calendar.next_decent_hour(zone, now)

    assert now <= then <= now + timedelta(hours=25)
    assert 8 <= calendar.local(zone, then).hour < 20


@pytest.mark.parametrize(
    ("known", "zone"),
    [
        ({"browser": "Asia/Tokyo", "country": "US", "region": "PA"}, "Asia/Tokyo"),
        ({"browser": "../../etc/passwd", "country": "US", "region": "TX"}, "America/Chicago"),
        ({"browser": "", "country": "US", "region": "HI"}, "Pacific/Honolulu"),
        ({"country": "PR"}, "America/Puerto_Rico"),
        ({"country": "CA"}, "America/Toronto"),  # Canada, not California
        ({"country": "AE", "region": ""}, "Asia/Dubai"),
        ({"country": "US", "region": ""}, NEW_YORK),
        ({"country": "US", "region": "XX"}, NEW_YORK),
        ({"country": "ZZ"}, NEW_YORK),
        ({}, NEW_YORK),
    ],
)
def test_a_persons_zone(known, zone):
    assert calendar.zone_for(tables.snapshot(), **known) == zone


def test_an_unknown_zone_is_the_sites():
    now = at("2026-11-24T15:00+00:00")

    assert calendar.local("Mars/Olympus", now).tzinfo == calendar.local("", now).tzinfo == ZoneInfo(NEW_YORK)


def test_today_is_a_persons_own_day():
    now = at("2026-11-24T03:00+00:00")

    assert calendar.today(NEW_YORK, now) == date(2026, 11, 23)
    assert calendar.today("Asia/Tokyo", now) == date(2026, 11, 24)


def test_morning_is_eight_there():
    assert calendar.morning("Asia/Dubai", date(2026, 11, 24)) == at("2026-11-24T04:00+00:00")

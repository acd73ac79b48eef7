"""Business days, and the hours at which we may write to people in their own zone."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from intake.queries.reference import Snapshot

MORNING, EVENING = time(8), time(20)
WORK_ENDS = time(17)
DAY = timedelta(days=1)


def days_off(snapshot: Snapshot) -> frozenset[date]:
    return frozenset(day for day, row in snapshot.holidays.items() if row.active)


def is_business_day(day: date, off: Container[date]) -> bool:
    return day.weekday() < 5 and day not in off


def business_day(day: date, count: int, off: Container[date]) -> date:
    """The count-th business day after a day; 0 is the day itself, or the next business day."""
    if count == 0:
        return day if is_business_day(day, off) else business_day(day, 1, off)
    while count:
        day += DAY
        count -= is_business_day(day, off)
    return day


def business_days_between(first: date, last: date, off: Container[date]) -> int:
    """How many business days after `first`, up to and with `last`."""
    days = range(1, (last - first).days + 1)
    return sum(is_business_day(first + timedelta(days=count), off) for count in days)


def zone_for(snapshot: Snapshot, *, browser: str = "", country: str = "", region: str = "") -> str:
    """A person's zone: the browser's, else the state's or the country's main one, else the site's."""
    if _known(browser):
        return browser
    state = snapshot.us_states.get(region if country == "US" else country)
    if state and (country == "US" or state.kind == "territory"):
        return state.time_zone
    main = snapshot.country_zones.get(country)
    return main.time_zone if main and country != "US" else timezone.get_default_timezone_name()


def local(zone: str, now: datetime) -> datetime:
    """The moment on a person's clock; an empty or unknown zone is the site's."""
    return now.astimezone(_zone(zone))


def today(zone: str, now: datetime) -> date:
    return local(zone, now).date()


def is_work_time(now: datetime, off: Container[date]) -> bool:
    """Whether the site's people are at work: Monday to Friday, 8:00 to 17:00 there, no holiday."""
    here = local("", now)
    return is_business_day(here.date(), off) and MORNING <= here.time() < WORK_ENDS


def next_decent_hour(zone: str, now: datetime) -> datetime:
    """Now, if it is between 8:00 and 20:00 there, else the next 8:00."""
    here = local(zone, now)
    return now if MORNING <= here.time() < EVENING else next_digest(zone, now)


def next_digest(zone: str, now: datetime) -> datetime:
    """The next 8:00 there."""
    here = local(zone, now)
    day = here.date() if here.time() <= MORNING else here.date() + DAY
    return datetime.combine(day, MORNING, here.tzinfo).astimezone(now.tzinfo)


def morning(zone: str, day: date) -> datetime:
    """8:00 of a day there."""
    return datetime.combine(day, MORNING, _zone(zone))


def end_of_business(start: datetime, count: int, off: Container[date]) -> datetime:
    """17:00 at the site, on the count-th business day after the day of a moment."""
    return morning("", business_day(today("", start), count, off)) + timedelta(hours=9)


def _zone(name: str) -> tzinfo:
    return _known(name) or timezone.get_default_timezone()


@lru_cache(maxsize=1000)
def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

"""The right of access (45 CFR 164.524): how long a place has, once the family has asked as the individual."""

from datetime import timedelta

from intake.policies import calendar

DAYS = 30  # one extension of as many is possible, if the place writes why


def ends_on(left):
    """The last of the days after the day that a letter left."""
    return calendar.today("", left) + timedelta(days=DAYS)


def clock(left, now):
    """In words: `day 12 of 30`."""
    day = (calendar.today("", now) - calendar.today("", left)).days
    return f"day {day} of {DAYS}" if day <= DAYS else f"{day - DAYS} days over the {DAYS}"

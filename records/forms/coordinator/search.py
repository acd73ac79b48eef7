"""What a coordinator types into the one search box."""

import re
from datetime import date

from intake import folding, references
from intake.forms import Form, fields
from intake.forms.fields import reading
from records.queries.search import Sought

SHORTEST_NUMBER, LONGEST_NUMBER = 7, 15
NUMBERED = re.compile(r"(?<!\d)(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})(?!\d)")
NAMED = re.compile(
    r"(?:(\d{1,2})\s+(?:de\s+)?)?([^\W\d_]{3,12})\.?\s+(?:de\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
EMAIL = re.compile(r"\S+@\S+")


class Search(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("q", fields.Line(
            label="Search all cases", max_length=200, asks={"required": "Enter a name, reference, phone or birth date"},
            attrs={"type": "search", "dir": "auto", "spellcheck": "false"},
        ))  # fmt: skip


def sought(typed):
    """What the words can mean: a reference or its beginning, else names beside a birth date, a phone or mail."""
    text = reading.digits(typed)
    if reference := references.clean(text):
        return Sought(reference=reference)
    if begun := references.begun(text):
        return Sought(begun=begun)
    text, births = _births(text)
    text, email = _email(text)
    if phones := () if births else _phones(text):
        return Sought(phones=phones, email=email)
    return Sought(births=births, email=email, words=tuple(folding.words(text)))


def _births(text):
    """-> the rest, and the days that a date in it can mean: 4/5/2016 is April 5 or May 4."""
    for pattern, read in ((NUMBERED, _numbered), (NAMED, _named)):
        if (found := pattern.search(text)) and (days := tuple(filter(None, read(*found.groups())))):
            return f"{text[: found.start()]} {text[found.end() :]}", days
    return text, ()


def _numbered(one, two, three):
    if len(one) == 4:
        return {_day(one, two, three)}
    return {_day(three, one, two), _day(three, two, one)} if len(three) == 4 else set()


def _named(before, month, after, year):
    return {_day(year, reading.month(month), before or after)}


def _day(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        return None


def _email(text):
    found = EMAIL.search(text)
    return (text.replace(found[0], " "), found[0]) if found else (text, "")


def _phones(text):
    """The digits of a number, with and without the country's 1: people write it or not."""
    digits = re.sub(r"\D", "", text)
    if re.search(r"[^\W\d_]", text) or not SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER:
        return ()
    digits = digits.removeprefix("00")
    return tuple({digits, f"1{digits}", digits.removeprefix("1")})

"""What was answered, in the words that people read: rows for parts/summary_list.html."""

from django.utils.formats import number_format
from django.utils.translation import get_language

from intake.facts import UNKNOWN
from intake.policies import conditions
from intake.queries.reference import text
from intake.templatetags.intake import day

from .build import choices
from .fields.choices import Country
from .questions import PARTS

NOT_ANSWERS = {"checkbox", "file", "repeat", "signature per facility"}
LISTS = {"radio", "checkboxes", "select", "coded"}


def rows(snapshot, questions, facts, *, empty=True):
    """One row a shown question; without `empty` only those that have an answer."""
    shown = [row for row in questions if row.type not in NOT_ANSWERS and conditions.shown(row, facts)]
    found = [{"code": row.code, "key": text(row, "label"), **_value(snapshot, row, facts)} for row in shown]
    return [row for row in found if empty or row["unknown"] or row["value"] or row["parts"]]


def _value(snapshot, row, facts):
    value = facts.get(row.code)
    if row.type == "address":
        return _row(parts=_address(facts, row.code))
    if value is UNKNOWN or value == "unknown":
        return _row(unknown=True)
    if not value:
        return _row()
    if row.type in LISTS:
        names = dict(_names(snapshot, row, facts))
        told = [names.get(each, each) for each in (value if isinstance(value, tuple) else (value,))]
        return _row(value=told[0]) if len(told) == 1 else _row(parts=told)
    if row.type in {"date", "month"}:
        return _row(value=day(value) or value)
    if row.type == "decimal":
        return _row(value=number_format(value))
    if row.type == "textarea":
        return _row(parts=str(value).split("\n"))
    return _row(value=value)


def _row(value="", parts=(), unknown=False):
    return {"value": value, "parts": list(parts), "unknown": unknown}


def _names(snapshot, row, facts):
    """(value, label) of what may be picked."""
    if row.choices == "ISO-3166-1":
        return country_names()
    if row.choices == "us_states.csv":
        return [(each.code, text(each, "name")) for each in snapshot.us_states.values()]
    return choices(row, snapshot, {**facts, "follow_up": facts.get("follow_up") or ""})


def country_names():
    return Country(required=False).choices if get_language() else []


def _address(facts, code):
    told = {part: facts.get(f"{code}_{part}") for part in PARTS}
    names = dict(country_names())  # of countries alone: the state PA is not Panama
    shown = {**told, "country": names.get(told["country"], told["country"])}
    return [part for part in shown.values() if part and part is not UNKNOWN]


def places(snapshot, questions, facts):
    """[(name, rows)] of the places that hold records."""
    found = facts.get("facilities")
    told = found.values() if isinstance(found, dict) else []
    return [
        (place.get("facility_name") or "", [_place_row(snapshot, row, place) for row in questions]) for place in told
    ]


def _place_row(snapshot, row, place):
    return {"code": row.code, "key": text(row, "label"), **_value(snapshot, row, place)}

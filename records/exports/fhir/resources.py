"""What the parts of the bundle share: the case in hand, names of resources, small FHIR types."""

import csv
from functools import cached_property, lru_cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from intake.facts import UNKNOWN
from intake.queries import answers, reference
from records.queries import items

DATA = Path(__file__).parents[2] / "data"
PLACE = "facility_"


class Case:
    """A case, opened: what was told, its records, its people."""

    def __init__(self, case):
        self.case = case
        self.snapshot = reference.at(case.checklist_version)

    @cached_property
    def given(self):
        return answers.given(self.case)

    @cached_property
    def items(self):
        return items.of_case(self.case)

    @cached_property
    def uploads(self):
        return list(items.uploads(self.case))

    @cached_property
    def places(self):
        """Rows of places that hold records: (row, {question: value})."""
        rows = {}
        for (code, row), value in self.given.items():
            if code.startswith(PLACE):
                rows.setdefault(row, {})[code] = value
        return sorted(rows.items())

    def say(self, code):
        """The answer as text; empty if there is none or nobody knows."""
        value = self.given.get((code, 0), "")
        return "" if value is UNKNOWN else value

    def all(self, code):
        return [value for value in self.say(code).split(";") if value]

    def first(self, *codes):
        return next((text for code in codes if (text := self.say(code))), "")

    def id(self, name):
        return str(uuid5(NAMESPACE_URL, f"{self.case.reference}/{name}"))

    def ref(self, name):
        return {"reference": f"urn:uuid:{self.id(name)}"}

    def make(self, kind, name, /, **parts):
        return {"resourceType": kind, "id": self.id(name), **parts}


def own(name):
    """A system of our own: the site's address stands for its owner."""
    return f"{settings.BASE_URL}/fhir/{name}"


def coded(system, code, display="", text=""):
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": text or display}


def table(name):
    """Rows of a table of codes, by its first column."""
    rows = _read(name)
    return {next(iter(row.values())): row for row in rows}


def code_for(use):
    """The code that fhir_codes.csv names for a use, as a CodeableConcept; None if it names none."""
    row = next((row for row in _read("fhir_codes") if use in row["used_for"].split("; ")), None)
    return row and coded(row["url"], row["code"], row["display"])


def moment(value):
    return value and value.isoformat(timespec="seconds")


def day(value):
    return value and value.isoformat()


def cleaned(value):
    """Without what is empty: FHIR knows no null and no empty list."""
    if isinstance(value, dict):
        parts = {name: cleaned(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [part for part in map(cleaned, value) if part not in (None, "", [], {})]
    return value


@lru_cache
def _read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

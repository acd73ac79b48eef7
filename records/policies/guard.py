"""The wrong-patient guard: does what stands in a file belong to this child? dicom_guard.csv is its specification.

It never says no: it lets pass, or it holds for a person to decide.
"""

import re
from datetime import date
from typing import NamedTuple

from records.policies import names, places
from records.policies.names import words

SEXES = {"female": "F", "male": "M"}
FIRST_OF_MANY = "mohammed"  # the first of two names is often left out
APART = re.compile("[;,\n]")


class Patient(NamedTuple):
    """Whose records these should be: names as given, `others` with ; between them; `places`: (name, record number)."""

    given: str
    family: str = ""
    others: str = ""
    birth_date: date | None = None
    sex: str = ""
    places: tuple[tuple[str, str], ...] = ()


class Found(NamedTuple):
    """What a file says: each name as (family, given), one of the two may be empty."""

    names: tuple[tuple[str, str], ...] = ()
    birth_date: date | None = None
    sex: str = ""
    study_date: date | None = None
    patient_id: str = ""
    anonymous: bool = False
    place: str = ""  # who made the file
    age: str = ""  # as DICOM writes it: 007Y, 018M


class Verdict(NamedTuple):
    holds: tuple[str, ...]  # why a person must look: name, birth_date, sex, patient_id, study_date, anonymous, mixed
    notes: tuple[str, ...] = ()  # worth a glance: order, birth_date_swapped, no_birth_date, no_name, place, age, ...


def compare(child, found, *, today):
    """The file against the child, each fact by itself."""
    holds, notes = [], []
    for kind, (hold, note) in {
        "name": _names(child, found),
        "birth_date": _birth_date(child.birth_date, found.birth_date),
        "sex": (_differs(child.sex, found.sex), ""),
        "patient_id": places.number(child.places, found.place, found.patient_id),
        "place": (False, places.unknown(child.places, found.place)),
        "age": (False, places.other_age(child.birth_date, found)),
        "study_date": (_outside(child.birth_date, found.study_date, today), ""),
        "anonymous": (found.anonymous or not (found.names or found.patient_id or found.birth_date), ""),
    }.items():
        holds += [kind] if hold else []
        notes += [note] if note else []
    return Verdict(tuple(holds), tuple(notes))


def mixed(found):
    """More than one person in what came together. `found`: what each file says."""
    dates = {each.birth_date for each in found if each.birth_date}
    people = {each.names for each in found if each.names}
    return (
        len(dates) > 1 or _two_numbers(found) or not all(_one_person(one, other) for one in people for other in people)
    )


def _two_numbers(found):
    """Of one place: each hospital has a number of its own for the same child."""
    numbers: dict[str, set[str]] = {}
    for each in found:
        if each.patient_id:
            numbers.setdefault(" ".join(words(each.place)), set()).add(each.patient_id)
    return any(len(those) > 1 for those in numbers.values())


def _one_person(these, those):
    """Two headers of one upload: spelled alike, or each other's variant."""
    return these == those or any(not _names(Patient(given, family), Found(those))[0] for family, given in these)


def _names(child, found):
    """-> (whether to hold, a note)"""
    if not found.names or not child.given:
        return False, "no_name"
    for family, given in found.names:
        for own_given, own_family in _known(child):
            if _pair(own_given, own_family, words(given), words(family)):
                return False, ""
            if given and family and _pair(own_given, own_family, words(family), words(given)):
                return False, "order"
            if not (given and family) and _in_bag(own_given, own_family, words(f"{given} {family}")):
                return False, ""
    return True, ""


def _known(child):
    """Every name that the child is known by: (given words, family words)."""
    given, family = words(child.given), words(child.family)
    known = [(given, family)]
    for other in APART.split(child.others):
        parts = words(other)
        if len(parts) == 1:  # another given name, or another family name
            known += [(parts, family), (given, parts)]
        elif parts:
            known += [(parts[:-1], parts[-1:]), (parts[1:], parts[:1])]
    return known


def _pair(given, family, other_given, other_family):
    """Given and family names apart; a side without a family name is judged by the given one alone."""
    if not given or not other_given or not _given(given, other_given):
        return False
    if not family or not other_family:
        return True
    return any(names.same(one, other, given=False) for one in family for other in other_family)


def _given(one, other):
    """The first of each in the other, and no word that contradicts: a second name may be missing, not be another."""
    for these, those in _readings(one, other):
        short, long = sorted((these, those), key=len)
        if _has(those, these[0]) and _has(these, those[0]) and all(_has(long, word) for word in short):
            return True
    return _same_whole(one, other)


def _same_whole(one, other):
    """Maria Jose and Mariajose."""
    return names.latin("".join(one)) == names.latin("".join(other))


def _readings(one, other):
    yield one, other
    if min(len(one), len(other)) == 1 and max(len(one), len(other)) > 1:
        short, long = (one, other) if len(one) == 1 else (other, one)
        if names.same(long[0], FIRST_OF_MANY) and not names.same(short[0], FIRST_OF_MANY):
            yield short, long[1:]


def _has(those, word):
    return any(names.same(word, other) for other in those)


def _in_bag(given, family, bag):
    """A file that does not say which word is which: first the family's words are taken out, the rest is given."""
    if not family:
        return bool(bag) and _given(given, bag)
    for at, word in enumerate(bag):
        if any(names.same(word, other, given=False) for other in family):
            rest = [other for number, other in enumerate(bag) if number != at and not _is_family(other, family)]
            if rest and _given(given, rest):
                return True
    return False


def _is_family(word, family):
    return any(names.latin(word) == names.latin(other) for other in family)


def _birth_date(own, theirs):
    if not own or not theirs:
        return False, "no_birth_date"
    if own == theirs:
        return False, ""
    if own.year == theirs.year and (own.month, own.day) == (theirs.day, theirs.month):
        return False, "birth_date_swapped"
    return True, ""


def _differs(own, theirs):
    own, theirs = SEXES.get(own), theirs.strip().upper()
    return bool(own) and theirs in {"F", "M"} and own != theirs


def _outside(birth_date, study_date, today):
    if not study_date:
        return False
    return study_date > today or (bool(birth_date) and study_date < birth_date)

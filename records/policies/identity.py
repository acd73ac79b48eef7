"""Whom a file says it is about: out of a DICOM header, or out of the words of a report."""

import re
from datetime import date

from intake import folding
from records.policies.guard import Found

NAME = re.compile(
    r"(?im)^[^\S\n]*(?:patient(?:'s)?(?: name)?|name of patient|nombre del paciente|paciente|اسم المريض|المريض)"
    r"[^\S\n]*[:：][^\S\n]*([^\n]{2,80})"
)
BORN = re.compile(
    r"(?i)(?:d\.?o\.?b\.?|date of birth|birth ?date|born|fecha de nacimiento|تاريخ الميلاد)"
    r"[^\S\n]*[:：]?[^\S\n]*([\w./\- ]{6,14})"
)
SEX = re.compile(r"(?i)\b(?:sex|gender|sexo)[^\S\n]*[:：][^\S\n]*([fm])\b")
END = re.compile(
    r"\s{3,}|\t|[(|]|\d|(?i:\b(?:mrn|dob|d\.o\.b|date of birth|birth ?date|born|sex|gender|age|id|fecha|sexo|edad)\b)"
)
ISO = re.compile(r"\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})\b")
COMMON = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./](\d{4})\b")
NOBODY = {"anonymous", "anon", "unknown", "none", "test", "xxx", "noname"}


def of_header(header):
    """`header`: what records.scanning.dicom says of one file."""
    names = _names(header["name"])
    born = _day(header["birth_date"])
    return Found(
        names=names,
        birth_date=born,
        sex=header["sex"],
        study_date=_day(header["study_date"]),
        patient_id=header["patient_id"],
        anonymous=header["anonymous"].upper() == "YES",
        place=header.get("institution", ""),
        age=header.get("age", ""),
    )


def _names(text):
    """A name in up to three scripts: Latin = ideographs = sounds. -> ((family, given), ...)"""
    found = []
    for written in text.split("="):
        parts = [part.strip() for part in f"{written}^^^".split("^")]
        family, given = parts[0], f"{parts[1]} {parts[2]}".strip()
        if set(folding.words(f"{family} {given}")) - NOBODY:
            found.append((family, given))
    return tuple(found)


def _day(text):
    """DICOM writes 20190427, once 2019.04.27; anything else says nothing."""
    digits = text.replace(".", "")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        return None


def of_text(text):
    """What a report names by its label: nothing is guessed from the rest. -> Found, or None if it names nobody"""
    names = {("", name) for match in NAME.finditer(text) if (name := _cut(match[1]))}
    days = {day for match in BORN.finditer(text) if (day := _written(match[1]))}
    sexes = {match[1].upper() for match in SEX.finditer(text)}
    if not names and not days:
        return None
    return Found(
        names=tuple(sorted(names)),
        birth_date=days.pop() if len(days) == 1 else None,
        sex=sexes.pop() if len(sexes) == 1 else "",
    )


def _cut(text):
    """The name up to the next label; "Sample, Nia" is turned around."""
    name = END.split(text.strip())[0].strip(" .,;-")
    family, comma, given = name.partition(",")
    name = f"{given.strip()} {family.strip()}" if comma else name
    return name if len(folding.words(name)) >= 2 else ""


def _written(text):
    """A date in figures. Month and day the American way; the guard forgives the other order."""
    text = folding.letters(text)
    if found := ISO.search(text):
        parts = [(found[1], found[2], found[3])]
    elif found := COMMON.search(text):
        parts = [(found[3], found[1], found[2]), (found[3], found[2], found[1])]
    else:
        return None
    for year, month, day in parts:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None

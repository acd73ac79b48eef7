"""What a file says of the place that made it, against the places that the family has named."""

import re

from intake import folding

COMMON = frozenset(
    "hospital hosp clinic center centre medical med health university univ childrens children the of and for at"
    " regional general imaging radiology department dept hospitals clinica centro medico de del la el".split()
)
AGE = re.compile(r"0*(\d{1,3})([DWMY])")
DAYS = {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}
SPARE = 365.25  # an age may be a year off: it is written in whole years


def number(places, place, patient_id):
    """-> (whether to hold, a note): the number that this place has for the child, where we know it."""
    known = {_plain(own) for name, own in places if own and same(name, place)}
    if not known or not _plain(patient_id):
        return False, ""
    return (False, "number_known") if _plain(patient_id) in known else (True, "")


def unknown(places, place):
    """A note where the family has not named this place."""
    named = [name for name, _number in places if name]
    return "place" if place and named and not any(same(name, place) for name in named) else ""


def same(one, other):
    """Whether two names may be one place: all own words of the shorter stand in the longer."""
    first, second = (_own(text) for text in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def _own(text):
    found = set(folding.words(text))
    return found - COMMON or found


def _plain(text):
    """A number without what people write around it."""
    return re.sub(r"[^0-9a-z]", "", text.casefold()).lstrip("0")


def other_age(born, found):
    """A note where the age in the file is not what the child's was on the day of the study."""
    written = AGE.fullmatch(found.age.strip().upper())
    if not written or not born or not found.study_date:
        return ""
    days = int(written[1]) * DAYS[written[2]]
    return "age" if abs((found.study_date - born).days - days) > SPARE else ""

import datetime

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from intake.forms import widgets

from . import reading
from .base import Field


class PartDate(Field):
    """A date in three parts; gives "2016-04-27", or "2016-04" where the day may be left out.

    An error's code names the parts it is about: `missing_month`, `bad_year`; no part named = all of them.
    """

    widget: type[forms.Widget] = widgets.DateParts
    default_error_messages = {
        "unreal": _("%(noun)s must be a real date"),
        "missing_month": _("%(noun)s must include a month"),
        "missing_day": _("%(noun)s must include a day"),
        "missing_year": _("%(noun)s must include a year"),
        "missing_month_day": _("%(noun)s must include a month and day"),
        "missing_month_year": _("%(noun)s must include a month and year"),
        "missing_day_year": _("%(noun)s must include a day and year"),
        "bad_year": _("%(noun)s must have a year with 4 numbers, like 2016"),
        "early": _("%(noun)s must be on or after %(earliest)s"),
        "late": _("%(noun)s must be on or before %(latest)s"),
    }
    parts: tuple[str, ...] = ("month", "day", "year")

    def __init__(self, *, earliest=None, latest=None, day_optional=False, autocomplete="off", **kwargs):
        super().__init__(autocomplete=autocomplete, **kwargs)
        self.earliest = earliest or datetime.date(1900, 1, 1)
        self.latest = latest or datetime.date(2100, 12, 31)
        self.day_optional = day_optional

    def to_python(self, value):
        typed = dict(zip(self.parts, (self._typed(part) for part in value or ()), strict=False))
        missing = [name for name in self.parts if not typed.get(name)]
        if len(missing) == len(self.parts):
            return ""
        if missing and not (self.day_optional and missing == ["day"]):
            raise self.error("_".join(["missing", *missing]))
        return self._date(**typed)

    def _typed(self, part):
        if reading.is_broken(part or ""):
            raise self.error("broken")
        return reading.one_line((part or "")[:100])

    def _date(self, month, year, day=""):
        numbers = {"month": reading.month(month), "day": reading.number(day or "1"), "year": reading.number(year)}
        if len(year) != 4 or numbers["year"] is None:
            raise self.error("bad_year")
        for name, read in numbers.items():
            if read is None:
                raise self.error(f"bad_{name}", "unreal")
        try:
            found = datetime.date(**numbers)
        except ValueError:
            raise self.error("unreal") from None
        self._within(found, whole_month=not day)
        return found.isoformat() if day else found.isoformat()[:7]

    def _within(self, found, *, whole_month):
        earliest = self.earliest.replace(day=1) if whole_month else self.earliest
        if found < earliest:
            raise self.error("early", earliest=formats.date_format(self.earliest))
        if found > self.latest:
            raise self.error("late", latest=formats.date_format(self.latest))


class Month(PartDate):
    """Month and year; gives "2016-04"."""

    widget = widgets.MonthParts
    default_error_messages = {
        "unreal": _("%(noun)s must be a real month and year"),
    }
    parts = ("month", "year")

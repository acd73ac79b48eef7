import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.forms import widgets

from . import reading
from .base import Field
from .choices import Country
from .text import Line

POSTAL = {
    "US": ("[0-9]{5}([ -]?[0-9]{4})?", _("Enter a ZIP code with 5 numbers, like 19104")),
    "CA": ("[A-Z][0-9][A-Z][ -]?[0-9][A-Z][0-9]", _("Enter a postal code like K1A 0B1")),
    "MX": ("[0-9]{5}", _("Enter a postal code with 5 numbers, like 06000")),
}


class Postal(Line):
    default_error_messages = {"shape": _("Enter a postal code with letters and numbers only")}

    def __init__(self, *, country="US", **kwargs):
        super().__init__(max_length=16, attrs={"dir": "ltr"}, **{"width": 10, **kwargs})
        self.country = country

    def check(self, text):
        shape, words = POSTAL.get(self.country, (r"[A-Z0-9][A-Z0-9 \-]*", self.error_messages["shape"]))
        text = reading.digits(text)
        if not re.fullmatch(shape, text.upper()):
            raise ValidationError(words, code="shape")
        return text


class Address(Field):
    """Six parts in one group; gives a dictionary with all six, or {}. An error's code is its part."""

    widget = widgets.AddressParts
    parts = ("line1", "line2", "city", "region", "postal", "country")
    empty_values = [*Field.empty_values]
    default_error_messages = {
        "line1": _("Enter the street and house number"),
        "city": _("Enter the town or city"),
        "region": _("Enter the state or region"),
        "country": _("Select a country"),
    }
    needed = ("line1", "city", "country")

    def __init__(self, *, country="US", choices=None, autocomplete="", **kwargs):
        super().__init__(autocomplete=autocomplete, **kwargs)
        self.country_field = Country(required=False, **({"choices": choices} if choices else {}))
        self.country = country
        self.widget.attrs.pop("autocomplete", None)
        self.widget.offer(self.country_field.widget.choices, own=autocomplete == "on")

    def to_python(self, value):
        typed = dict(zip(self.parts, value or (), strict=False))
        # The country stands ready in the form: alone it is no address.
        if not any(typed.get(part) for part in self.parts if part != "country"):
            return {}
        found, errors = {}, []
        for part in self.parts:
            try:
                found[part] = self._part(part, typed)
            except ValidationError as error:
                errors.append(ValidationError(error.messages[0], code=part))
        if errors:
            raise ValidationError(errors)
        return found

    def _part(self, part, typed):
        country = typed.get("country") or self.country
        kinds = {"country": self.country_field, "postal": Postal(country=country, required=False)}
        text = kinds.get(part, Line(label=self.label, required=False)).clean(typed.get(part))
        if not text and self.required and part in self.needed:
            raise self.error(part)
        return text

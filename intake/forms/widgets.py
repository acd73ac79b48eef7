"""Widgets name the component that draws them (templates/govuk/components/<component>.html) and keep the first value.

Markup lives in those templates; a widget only reads what was sent and knows its parts.
"""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SELECTED = SafeString(" selected")


class First:
    """A name sent twice counts once: its first value."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return values[0] if values else None


class TextInput(First, forms.TextInput):
    component = "input"

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.input_type = self.attrs.get("type", "text")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["type"] = context["widget"]["attrs"].pop("type", self.input_type)
        return context


class Textarea(First, forms.Textarea):
    component = "textarea"


class Password(First, forms.PasswordInput):
    component = "password"


class Trap(First, forms.TextInput):
    component = "trap"


class Radios(First, forms.RadioSelect):
    component = "radios"


class Checkboxes(forms.CheckboxSelectMultiple):
    component = "checkboxes"


class Select(First, forms.Select):
    component = "select"

    def render(self, name, value, attrs=None, renderer=None):
        """Written in one go: 250 countries through a template each cost more than the rest of the page."""
        chosen = "" if value is None else str(value)
        rows = [(code, SELECTED if str(code) == chosen else "", label) for code, label in self.choices]
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options
        )


class Tick(forms.CheckboxInput):
    component = "tick"


class Unknown(forms.CheckboxInput):
    """The box "I do not know": the field it stands beside draws it."""

    component = "nothing"


class FileInput(forms.FileInput):
    component = "file_upload"


class FilesInput(FileInput):
    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True, **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Parts(forms.MultiWidget):
    """One answer in several inputs, named <name>_<part>."""

    component = "parts"
    use_fieldset = True
    labels: dict = {}
    widths: dict = {}

    def __init__(self, attrs=None):
        super().__init__({name: self.input(name) for name in self.labels}, attrs)

    def input(self, name):
        return TextInput({"class": f"govuk-input--width-{self.widths[name]}"} if name in self.widths else {})

    def decompress(self, value):
        return [(value or {}).get(name, "") for name in self.labels]


class DateParts(Parts):
    component = "date_input"
    labels = {"month": _("Month"), "day": _("Day"), "year": pgettext_lazy("part of a date", "Year")}
    # A month may be written as a word.
    widths = {"month": 5, "day": 2, "year": 4}

    def input(self, name):
        box = super().input(name)
        box.attrs |= {"inputmode": "text" if name == "month" else "numeric", "spellcheck": "false"}
        return box

    def decompress(self, value):
        year, month, day = (*(value or "").split("-"), "", "", "")[:3]
        given = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
        return [given[name] for name in self.labels]


class MonthParts(DateParts):
    labels = {"month": _("Month"), "year": pgettext_lazy("part of a date", "Year")}


class AddressParts(Parts):
    component = "address"
    labels = {
        "line1": _("Street and house number"),
        "line2": _("More of the address (optional)"),
        "city": _("Town or city"),
        "region": _("State or region"),
        "postal": _("ZIP or postal code"),
        "country": _("Country"),
    }
    widths = {"postal": 10}
    autocomplete = ("address-line1", "address-line2", "address-level2", "address-level1", "postal-code", "country")

    def input(self, name):
        if name == "country":
            return Select()
        box = super().input(name)
        box.attrs["dir"] = "ltr" if name == "postal" else "auto"
        return box

    def offer(self, countries, *, own):
        """Give the list of countries; `own` lets the browser fill in its owner's address."""
        self.widgets[-1].choices = countries
        for box, kind in zip(self.widgets, self.autocomplete, strict=True):
            box.attrs["autocomplete"] = kind if own else "off"

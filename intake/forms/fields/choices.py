from functools import lru_cache

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from intake.forms import widgets

from .base import Field


class Choice(Field):
    """One answer of a list. `reveals` names, by value, the field shown under that answer ("*" = any answer).

    Values in `exclusive` stand last, after "or"; `hints` gives an answer's second line.
    """

    widget: type[forms.Widget] = widgets.Radios
    default_error_messages = {
        "required": _("Select %(object)s"),
        "list": _("Select an answer from the list"),
        "either": _("Select either “%(alone)s” or other answers, not both"),
    }

    def __init__(self, *, choices=(), hints=None, exclusive=("none", "unknown"), reveals=None, unknown=False, **kwargs):
        super().__init__(**kwargs)
        self.hints = hints or {}
        self.exclusive = exclusive
        self.reveals = reveals or {}
        self.unknown_choice = unknown
        self.choices = choices

    @property
    def choices(self):
        return self._choices

    @choices.setter
    def choices(self, pairs):
        pairs = list(pairs)
        if self.unknown_choice and "unknown" not in dict(pairs):
            pairs.append(("unknown", _("I do not know")))
        last = [pair for pair in pairs if pair[0] in self.exclusive]
        self._choices = [pair for pair in pairs if pair[0] not in self.exclusive] + last
        self.widget.choices = self._choices

    def to_python(self, value):
        value = str(value or "")
        if value and value not in dict(self.choices):
            raise self.error("list")
        return value


class MultiChoice(Choice):
    """Any answers of a list; gives their values, each once, in the list's order."""

    widget = widgets.Checkboxes

    def __init__(self, *, max_count=None, **kwargs):
        super().__init__(**kwargs)
        self.max_count = max_count

    default_error_messages = {"many": _("Select %(limit)s answers or fewer")}

    def to_python(self, value):
        ticked = {str(one) for one in value or () if one}
        if not ticked <= set(dict(self.choices)):
            raise self.error("list")
        alone = [str(label) for value, label in self.choices if value in self.exclusive and value in ticked]
        if alone and len(ticked) > 1:
            raise self.error("either", alone=alone[0])
        if self.max_count and len(ticked) > self.max_count:
            raise self.error("many", limit=self.max_count)
        return [value for value, _label in self.choices if value in ticked]


class Select(Choice):
    """A long list: its first line, without a value, says what to do."""

    widget = widgets.Select
    first = _("Select an answer")

    def __init__(self, *, first=None, exclusive=("unknown",), **kwargs):
        self.first = first or self.first
        super().__init__(exclusive=exclusive, **kwargs)
        self.widget.choices = [("", self.first), *self.choices]


class State(Select):
    """`choices` are the rows of the states: code and name."""

    first = _("Select a state")
    default_error_messages = {"required": _("Select a state")}


class Country(Select):
    first = _("Select a country")
    default_error_messages = {"required": _("Select a country")}

    def __init__(self, **kwargs):
        super().__init__(**{"choices": _countries(get_language()), **kwargs})


@lru_cache
def _countries(language):
    """Sorted by their names in this language, which takes a while."""
    return [(country.code, str(country.name)) for country in countries]


class Tick(Field):
    """A single box that stands for "I agree"; gives "yes" or ""."""

    widget = widgets.Tick
    default_error_messages = {
        "required": _("Select the box to agree, or call us if you have questions"),
        "unanswered": _("Select the box to agree, or call us if you have questions"),
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.pop("autocomplete", None)

    def to_python(self, value):
        return "yes" if value else ""

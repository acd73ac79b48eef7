"""Forms clean a dictionary and nothing else. Here is what they share; their fields are in `fields`."""

import re

from django import forms
from django.forms.formsets import ManagementForm
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .widgets import Unknown


class Form(forms.Form):
    """A form whose words are the server's alone; `page_heading` names the field whose label is the page's h1."""

    use_required_attribute = False
    page_heading = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in list(self.fields.items()):
            self.ask(name, field)

    def ask(self, name, field):
        """Add a field, and beside it the box "I do not know" where that is an answer."""
        self.fields[name] = field
        if getattr(field, "unknown", False):
            box = forms.BooleanField(label=_("I do not know"), required=False, widget=Unknown)
            self.fields[f"{name}_unknown"] = box

    def get_initial_for_field(self, field, field_name):
        """Beside a ticked box "I do not know" stands an empty field."""
        ticked = getattr(field, "unknown", False) and self.initial.get(f"{field_name}_unknown")
        return None if ticked else super().get_initial_for_field(field, field_name)

    def full_clean(self):
        ticked = [name for name, field in self.fields.items() if getattr(field, "unknown", False) and self._box(name)]
        for name in ticked:
            self.fields[name].waived = True
        super().full_clean()
        for name in ticked:
            if getattr(self, "cleaned_data", {}).get(name):
                self.add_error(name, self.fields[name].error("both"))

    def _box(self, name):
        box = f"{name}_unknown"
        return self.is_bound and box in self.fields and bool(self[box].data)


class Rows(forms.BaseFormSet):
    """Repeated rows, `facilities-0-facility_name`: counted by their names, so no counter has to be sent."""

    @cached_property
    def management_form(self):
        if not self.is_bound:
            return super().management_form
        counts = {f"{self.prefix}-TOTAL_FORMS": self._sent(), f"{self.prefix}-INITIAL_FORMS": 0}
        form = ManagementForm(counts, prefix=self.prefix)
        form.full_clean()
        return form

    def _sent(self):
        found = (re.match(rf"{re.escape(self.prefix)}-([0-9]{{1,3}})-", name) for name in self.data)
        return max((int(match[1]) + 1 for match in found if match), default=0)

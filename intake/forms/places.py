"""The places that hold records: a row each, as many as there are."""

from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from intake.facts import UNKNOWN

from . import Form, Rows, fields
from .build import field_for
from .questions import initial

PREFIX = "facilities"
NAME, REMOVE = "facility_name", "remove"


class Place(Form):
    """One place. Empty, it is left out; with anything in it, it needs a name."""

    def __init__(self, *args, rows, snapshot, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.ask(row.code, field_for(row, snapshot, {}, today=today, required=False))
        self.ask(REMOVE, fields.Tick(label=_("Remove this place"), required=False))

    def clean(self):
        cleaned = super().clean()
        if self.is_told() and not cleaned.get(NAME) and NAME not in self.errors and not cleaned.get(REMOVE):
            self.add_error(NAME, _("Enter the name of the hospital, lab or scan center"))
        return cleaned

    def is_told(self):
        return any(self.cleaned_data.get(row.code) or self.cleaned_data.get(f"{row.code}_unknown") for row in self.rows)

    def answers(self):
        """Question code -> text, list or UNKNOWN."""
        boxes = {row.code for row in self.rows if self.cleaned_data.get(f"{row.code}_unknown")}
        return {row.code: UNKNOWN if row.code in boxes else self.cleaned_data.get(row.code) for row in self.rows}


class Places(Rows):
    row_label = _("Place")

    def answers(self, known=0, *, first=0):
        """(code, row) -> what was told; rows close up, and of `known` old ones those at the end are taken back.

        `first`: how many rows stand before these and are not on the page.
        """
        kept = [form for form in self.forms if form.is_told() and not form.cleaned_data.get(REMOVE)]
        told = {(code, first + at): value for at, form in enumerate(kept) for code, value in form.answers().items()}
        codes = [row.code for row in self.forms[0].rows] if self.forms else []
        gone = range(first + len(kept), known)
        return {**told, **{(code, at): "" for code in codes for at in gone}}

    def as_typed(self):
        """Not judged: one more row was asked for, or another language."""
        for form in self.forms:
            form._errors, form.cleaned_data = ErrorDict(), {}
        self._errors, self._non_form_errors = [form._errors for form in self.forms], self.error_class()
        return self


def places(data, *, rows, snapshot, today, facts, more=False):
    """The formset: what was told, or what was sent; `more` adds an empty row."""
    told = list(facts.get("facilities", {}).values()) if isinstance(facts.get("facilities"), dict) else []
    extra = 1 if not told else 0
    kind = formset_factory(Place, formset=Places, extra=extra, max_num=50, absolute_max=60)
    if data is not None and more:
        data = data.copy()
        data[f"{PREFIX}-{_next(data)}-{NAME}"] = ""
    return kind(
        data, prefix=PREFIX, initial=[initial(rows, each) for each in told],
        form_kwargs={"rows": rows, "snapshot": snapshot, "today": today},
    )  # fmt: skip


def _next(data):
    numbers = [name.split("-")[1] for name in data if name.startswith(f"{PREFIX}-")]
    return max((int(number) + 1 for number in numbers if number.isdigit()), default=0)

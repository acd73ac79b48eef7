"""A form made of question rows: the same for a family's page, a physician's form and a request taken by phone."""

from intake.facts import UNKNOWN
from intake.policies import conditions

from . import Form, asks
from .build import field_for

# Answers of the same page that bring up another question under them (by CSS; the server judges anyway).
REVEALED = {
    "change_types": ("timing", "change_proposed"),
    "red_flag_action": ("red_flags", "*"),
    "reason_other": ("reasons", "other"),
    "consent_sms": ("contact_ways", "sms"),
}
PARTS = ("line1", "line2", "city", "region", "postal", "country")
BESIDE = {"region", "dx_text"}  # drawn at once, needed only if their condition holds


class Questions(Form):
    """`needed`: the column of the questions that must be answered here (`to_send`, `to_send_physician`, `required`
    or "" for none). `facts` are those of the case; what is posted counts on top of them."""

    def __init__(self, *args, rows, facts, snapshot, today, needed="to_send", offers=None, **kwargs):
        self.rows, self.snapshot, self.needed, self.told = rows, snapshot, needed, facts
        self.today, self.offers = today, offers or {}
        super().__init__(*args, initial=initial(rows, facts), **kwargs)
        posted = self._posted() if self.is_bound else {}
        self.facts = conditions.complete(snapshot, {**facts, **posted}, today=today)
        for row in rows:
            if self._is_drawn(row):
                self.ask(row.code, self._field(row))

    def _is_drawn(self, row):
        codes = {other.code for other in self.rows}
        parent = REVEALED.get(row.code, ("",))[0]
        return conditions.shown(row, self.facts) or row.code in BESIDE or parent in codes

    def _field(self, row):
        reveals = {value: code for code, (parent, value) in REVEALED.items() if parent == row.code and self._has(code)}
        return field_for(
            row, self.snapshot, self.facts, today=self.today, required=self._is_needed(row), reveals=reveals,
            offers=self.offers.get(row.code),
        )  # fmt: skip

    def _has(self, code):
        return any(row.code == code for row in self.rows)

    def _is_needed(self, row):
        if not self.needed or not conditions.shown(row, self.facts):
            return False
        return getattr(row, self.needed) in {"yes", "when shown"}

    def _posted(self):
        """What was sent, unchecked, as far as it decides what is shown."""
        found = {}
        for row in self.rows:
            values = self.data.getlist(row.code) if hasattr(self.data, "getlist") else [self.data.get(row.code, "")]
            values = [value for value in values if value]
            if row.type == "checkboxes":
                found[row.code] = tuple(values)
            elif row.type in {"radio", "select", "text", "textarea"} and values:
                found[row.code] = values[0]
        return found

    def clean(self):
        cleaned = super().clean()
        ways = [row.code for row in self.rows if self.needed and getattr(row, self.needed) == "one contact"]
        if ways and not any(cleaned.get(code) or self.errors.get(code) for code in ways):
            self.add_error(ways[0], asks.one_contact())
        return cleaned

    def answers(self):
        """Question code -> text, list or UNKNOWN of what was drawn; addresses by part. Files are not among them."""
        found = {}
        for row in self.rows:
            if row.code not in self.fields or row.type == "file":
                continue
            value = self.cleaned_data.get(row.code)
            if self.cleaned_data.get(f"{row.code}_unknown"):
                value = UNKNOWN
            if row.type == "address":
                parts = self.fields[row.code].parts
                found |= {f"{row.code}_{part}": (value or {}).get(part, "") for part in parts}
            else:
                found[row.code] = value
        return found

    def came_up(self):
        """Questions that these answers brought up and that were not on the page that was sent."""
        return [
            row.code
            for row in self.rows
            if conditions.shown(row, self.facts) and row.code not in BESIDE | set(REVEALED) and not self._was_sent(row)
        ]

    def _was_sent(self, row):
        names = [name for name in self.data if name == row.code or name.startswith(f"{row.code}_")]
        return bool(names) or row.type in {"checkboxes", "checkbox", "radio", "file"}


def initial(rows, facts):
    """What stands in the form at first: the answers of the case."""
    values = {}
    for row in rows:
        value = facts.get(row.code)
        if row.type == "address":
            parts = {part: facts.get(f"{row.code}_{part}", "") for part in PARTS}
            values[row.code] = parts if any(parts.values()) else None
        elif value is UNKNOWN:
            values[f"{row.code}_unknown"] = True
            values[row.code] = "unknown"
        elif value is not None:
            values[row.code] = value
    return values

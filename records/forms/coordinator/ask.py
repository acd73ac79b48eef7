"""Asking for more: named questions, named records, own words, a day."""

from datetime import timedelta

from intake.forms import Form, fields

from .case import words

ROOMS = [("family", "The family"), ("physician", "The doctor's office")]


class AskMore(Form):
    """`questions`: [(title, [(code, label)])] by step; `items`: [(number, name)]; `rooms`: who can be asked."""

    def __init__(self, *args, rooms, questions, items, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("room", fields.Choice(
            label="Ask whom?", choices=[pair for pair in ROOMS if pair[0] in rooms], exclusive=(),
            asks={"required": "Select whom to ask"},
        ))  # fmt: skip
        self.groups = []
        for place, (title, pairs) in enumerate(questions):
            self.groups.append(f"questions{place}")
            self.ask(f"questions{place}", fields.MultiChoice(label=title, choices=pairs, exclusive=(), required=False))
        self.ask("items", fields.MultiChoice(label="Records", choices=items, exclusive=(), required=False))
        self.ask("remark", words("In your own words", hint="They read it as you write it.", required=False, most=1000))
        self.ask("due_on", fields.PartDate(
            label="Answer by", required=False, optional=True, earliest=today, latest=today + timedelta(days=180),
            asks={"noun": "The day"},
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        picked = [*self.groups, "items", "remark"]
        if not self.errors and not any(cleaned.get(name) for name in picked):
            self.add_error("remark", "Pick at least one question or record, or write your own question")
        return cleaned

    def picked(self):
        return [code for name in self.groups for code in self.cleaned_data[name]]

    def numbers(self):
        return [int(number) for number in self.cleaned_data["items"]]

"""A contact that was made, in four fields; and a call that is put off."""

from datetime import timedelta

from intake.forms import Form, fields
from records.states import Outcome, Way

from .case import words

LONGEST = timedelta(days=180)
LATER = {"1": "Tomorrow", "3": "In 3 days", "7": "In 1 week"}


class Contact(Form):
    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **{"initial": {"way": Way.CALL}, **kwargs})
        self.ask("way", fields.Choice(
            label="How?", choices=Way.choices, exclusive=(), asks={"required": "Select how you reached out"},
        ))  # fmt: skip
        self.ask("outcome", fields.Choice(
            label="What came of it?", choices=Outcome.choices, exclusive=(),
            asks={"required": "Select what came of it"},
        ))  # fmt: skip
        self.ask("next_on", fields.PartDate(
            label="By which day did they promise it, or when do we turn to them again?", required=False,
            help_text="Without a day the rules decide.", earliest=today, latest=today + LONGEST,
            asks={"noun": "The day"},
        ))  # fmt: skip
        self.ask("said", words("What was said?", required=False, most=2000))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.PROMISED and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "Enter the day by which they promised it")
        return cleaned


class Later(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("days", fields.Select(
            label="Call later", choices=list(LATER.items()), exclusive=(), asks={"required": "Select when"},
        ))  # fmt: skip

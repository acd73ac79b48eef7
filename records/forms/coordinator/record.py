"""One record: which step, with the reason or the day that this step needs."""

from datetime import timedelta

from intake.forms import Form, fields

from .case import words

ONE_PRESS = {
    "accept": "Accept", "enough": "Good enough, accept", "ask": "Ask for it", "ask_again": "Ask again",
    "receive": "It came by post", "arrive": "The parcel came", "unreceive": "It did not come after all",
    "recheck": "Check it again", "lose": "The parcel is lost", "not_exist": "Does not exist",
    "want_again": "We need it again", "send_back": "Sent back to the owner",
}  # fmt: skip
PRESSES = {
    **ONE_PRESS, "reject": "Send back", "waive": "Waive", "require": "Raise it to required",
    "promise": "They promised it", "elsewhere": "Another place has it",
}  # fmt: skip
NEEDS = {"reject": "reject_reason", "waive": "waive_reason", "require": "why", "promise": "on", "elsewhere": "place"}
SAYS = {
    "reject_reason": "Select what is wrong with it", "waive_reason": "Select why it is not needed",
    "why": "Enter a reason", "on": "Enter the day", "place": "Enter where it is",
}  # fmt: skip


class Record(Form):
    """`action` is one of ONE_PRESS or of NEEDS; the other fields belong to one action each."""

    def __init__(self, *args, rejects, waives, today, **kwargs):
        super().__init__(*args, **kwargs)
        asks = {"required": "Select a step"}
        self.ask("action", fields.Choice(label="Step", choices=list(PRESSES.items()), asks=asks))
        self.ask("reject_reason", fields.Select(
            label="What is wrong with it?", choices=rejects, first="Select a reason", exclusive=(), required=False,
            help_text="The sender reads this reason and what to do next.",
        ))  # fmt: skip
        self.ask("waive_reason", fields.Select(
            label="Why is it not needed?", choices=waives, first="Select a reason", exclusive=(), required=False,
        ))  # fmt: skip
        self.ask("why", words("Why does the review need it?", required=False))
        self.ask("on", fields.PartDate(
            label="It will come by", required=False, earliest=today, latest=today + timedelta(days=180),
            asks={"noun": "The day"},
        ))  # fmt: skip
        self.ask("place", fields.Line(label="Where is it?", required=False, max_length=200))

    def clean(self):
        cleaned = super().clean()
        needed = NEEDS.get(cleaned.get("action", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, SAYS[needed])
        return cleaned


class Add(Form):
    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("kind", fields.Select(
            label="Which record?", choices=kinds, first="Select a record", exclusive=(),
            asks={"required": "Select a record"},
        ))  # fmt: skip
        self.ask("why", words("Why does the review need it?", asks={"object": "a reason", "noun": "The reason"}))

"""How an incident ends: seen through, or it was none."""

from intake.forms import Form, fields

from .case import words

OUTCOMES = [
    ("confirmed", "It is another child's. Whoever must be told was told"),
    ("mistake", "It was a mistake: it is this child's. The files come back"),
]


class Closing(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("outcome", fields.Choice(
            label="How does it end?", choices=OUTCOMES, exclusive=(), asks={"required": "Select how it ends"},
        ))  # fmt: skip
        self.ask("words", words(
            "What was done?", hint="Name no other child here.", most=2000,
            asks={"object": "what was done", "noun": "What was done"},
        ))  # fmt: skip

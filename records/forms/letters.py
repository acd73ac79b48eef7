"""How a letter left, and in which language it is written once more."""

from intake.forms import Form, fields

CHANNELS = [("fax", "By fax"), ("post", "By post"), ("hand", "Handed over")]

OFFICE = "office"
GROUNDS = [
    ("usual", "As usual: treatment, or the signed permission"),
    ("access", "The family asks for itself: right of access, 30 days"),
]


class Sent(Form):
    channel = fields.Choice(
        label="How was it sent?", choices=CHANNELS, exclusive=(), asks={"required": "Select how it was sent"}
    )


class Again(Form):
    """`ways`: the treating office, or the number of a permission in force."""

    def __init__(self, *args, ways, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("to", fields.Choice(
            label="Who gets the letter?", choices=ways, exclusive=(), asks={"required": "Select who gets the letter"},
        ))  # fmt: skip
        self.ask("language", fields.Choice(
            label="In which language?", choices=languages, exclusive=(),
            asks={"required": "Select the language of the letter"},
        ))  # fmt: skip
        self.ask("ground", fields.Choice(
            label="On what ground?", choices=GROUNDS, exclusive=(), required=False,
        ))  # fmt: skip

    def clean(self):
        told = super().clean()
        if told.get("ground") == "access" and told.get("to") == OFFICE:
            self.add_error("ground", "The treating office needs no such letter. Select a place with a permission")
        return told

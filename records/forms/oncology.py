"""What an oncologist decides about a case and its records."""

from intake.forms import Form, fields


class Note(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("body", fields.Paragraph(
            label="Note for staff", help_text="Families and doctors' offices never see it.", max_length=4000, rows=3,
            asks={"object": "a note", "noun": "The note"},
        ))  # fmt: skip


class Reason(Form):
    """One reason of a list, perhaps in own words too."""

    def __init__(self, *args, label, reasons, words="", **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("why", fields.Choice(label=label, choices=reasons, exclusive=(), asks={"required": "Select a reason"}))
        if words:
            self.ask("words", fields.Paragraph(label=words, required=False, max_length=500, rows=3))


class AskMore(Form):
    """Named questions, named records, own words; they become boxes on the asked one's page."""

    def __init__(self, *args, rooms, questions, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("room", fields.Choice(label="Ask whom?", choices=rooms, asks={"required": "Select whom to ask"}))
        self.ask("questions", fields.MultiChoice(label="Questions", choices=questions, exclusive=(), required=False))
        self.ask("items", fields.MultiChoice(label="Records", choices=items, exclusive=(), required=False))
        self.ask("words", fields.Paragraph(
            label="In your own words", help_text="Shown to them as you write it.", required=False,
            max_length=1000, rows=3,
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("questions", "items", "words")) and not self.errors:
            self.add_error("questions", "Pick at least one question or record, or write your own question")
        return cleaned

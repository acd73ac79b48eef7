"""What a coordinator writes about a case: reasons, notes, a call, a paper."""

from intake.forms import Form, fields
from records.forms.uploads import Several

CALLED = [
    ("talked", "I have told the family by phone"),
    ("tried", "I have tried twice and could not reach them"),
]
REMOVED = [
    ("other_child", "It is about another child"),
    ("not_a_record", "It is not a record"),
    ("twice", "We have it twice"),
    ("unsafe", "It is not safe to open"),
    ("asked_for", "The sender asks for it"),
]
HOW_CONFIRMED = [("paper", "A signed paper is here"), ("call", "I have called the guardian")]


def words(label, *, hint="", required=True, optional=None, most=500, rows=3, asks=None):
    """`optional`: whether the label says so; a page of many forms asks only for what its button needs."""
    told = not required if optional is None else optional
    return fields.Paragraph(
        label=label, help_text=hint, required=required, optional=told, max_length=most, rows=rows,
        asks=asks or {},
    )  # fmt: skip


class Note(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks = {"object": "a note", "noun": "The note"}
        self.ask("body", words("Note for staff", hint="Families and offices never see it.", most=4000, asks=asks))


class Why(Form):
    """One reason in own words."""

    def __init__(self, *args, label, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("why", words(label, hint=hint, asks={"object": "a reason", "noun": "The reason"}))


class Reason(Form):
    """One reason of a list, and own words if need be."""

    def __init__(self, *args, label, reasons, required=True, hints=None, more="", **kwargs):
        super().__init__(*args, **kwargs)
        asks = {"required": "Select a reason"}
        self.ask("why", fields.Choice(
            label=label, choices=reasons, exclusive=(), required=required, hints=hints, asks=asks,
        ))  # fmt: skip
        if more:
            self.ask("remark", words(more, required=False))


class Decline(Reason):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, label="Why can we not give this opinion?", **kwargs)
        self.ask("called", fields.Choice(
            label="Has the family been called?", help_text="A call comes first.", choices=CALLED, exclusive=(),
            asks={"required": "Select whether you have called the family"},
        ))  # fmt: skip


class Lower(Form):
    def __init__(self, *args, priorities, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("to", fields.Choice(label="Lower it to", choices=priorities, asks={"required": "Select a priority"}))
        self.ask("why", fields.Choice(
            label="Why?", choices=reasons, exclusive=(), asks={"required": "Select a reason"},
        ))  # fmt: skip


class Office(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("doctor_email", fields.Email(
            label="The office's e-mail", asks={"object": "the office's email address"},
        ))  # fmt: skip
        self.ask("agreed", fields.Tick(
            label="The family agrees that we write to the office",
            asks={"required": "Select the box once the family has agreed"},
        ))  # fmt: skip


class Guardian(Form):
    """A paper, or a call: which number, when, and that the words were read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("how", fields.Choice(
            label="How did the guardian confirm?", choices=HOW_CONFIRMED,
            asks={"required": "Select how the guardian confirmed"},
        ))  # fmt: skip
        self.ask("number", fields.Phone(label="Number called", required=False, region=""))
        self.ask("when", fields.Line(label="Day and time of the call, or of the paper", max_length=80, asks={
            "object": "the day and time", "noun": "Day and time",
        }))  # fmt: skip
        self.ask("read", fields.Tick(
            label="I have read out the words above, and the guardian said yes", required=False,
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == "call":
            if not cleaned.get("number") and "number" not in self.errors:
                self.add_error("number", "Enter the number that you called")
            if not cleaned.get("read"):
                self.add_error("read", "Select the box once you have read out the words")
        return cleaned

    def told(self):
        """What is kept of it, in one line."""
        said = self.cleaned_data
        if said["how"] == "paper":
            return f"Signed paper, {said['when']}"
        return f"Call to {said['number']}, {said['when']}. The words were read out, the guardian said yes."


class Called(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("remark", fields.Line(label="What was said", required=False, max_length=500))


class Uploads(Form):
    """`items`: (number, name) of the records that a file may be for."""

    def __init__(self, *args, items, came=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("file", Several(label="Files", required=not came, asks={"required": "Select a file to upload"}))
        self.ask("item", fields.Select(
            label="Which record is it?", choices=items, first="Not sure which", exclusive=(), required=False,
        ))  # fmt: skip

    def number(self):
        return int(self.cleaned_data["item"]) if self.cleaned_data["item"] else None

    def refuse(self, refused):
        for name, reason in refused:
            self.add_error("file", f"{name}: {reason}")


class Move(Form):
    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("item", fields.Select(
            label="File it under", choices=items, first="Not sure which", exclusive=(), required=False,
        ))  # fmt: skip

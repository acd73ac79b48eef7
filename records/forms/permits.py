"""What a person says when signing, and what a coordinator says of places and signatures."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from intake.forms import Form, fields
from records.papers.permission import SENSITIVE

BUTTON = _("Sign this permission")
STEPS = {"activate": "The signature is right: put it in force", "revoke": "The family took it back"}
PRESSES = {**STEPS, "renew": "Make it anew for the family to sign"}


class Sign(Form):
    """`online`: signing online was agreed to before."""

    def __init__(self, *args, online, name, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("sensitive", fields.MultiChoice(
            label=_("Do you want these kinds of records sent too?"), choices=list(SENSITIVE.items()), exclusive=(),
            required=False, help_text=_("Leave the boxes empty if you do not. This changes nothing else."),
        ))  # fmt: skip
        if not online:
            self.ask("consent_electronic", fields.Tick(label=_("I agree to sign and get papers online")))
        self.ask("interpreter", fields.Line(
            label=_("Did an interpreter help you? Write the name or service"), required=False, max_length=120,
            help_text=_("Leave this empty if you read it by yourself."),
        ))  # fmt: skip
        wanted = _("Type your full name")
        if name:
            wanted = _("Type your full name exactly as you gave it: %(name)s") % {"name": name}
        self.ask("signature_name", fields.Name(label=_("Type your full name to sign"), asks={"required": wanted}))
        self.ask("agree", fields.Tick(label=_("I have read this permission and I agree")))

    def ticks(self):
        """The boxes that were set, by name."""
        told = [name for name in ("agree", "consent_electronic") if self.cleaned_data.get(name)]
        return ", ".join([*told, *self.cleaned_data["sensitive"]])


class Revoke(Form):
    agree = fields.Tick(
        label=_("I take this permission back"), asks={"required": _("Select the box to take it back, or go back")}
    )


class OwnForm(Form):
    """The place's own form, signed by hand."""

    file = fields.File(label=_("The signed form, as a PDF or a photo"))


class PlaceFacts(Form):
    """What a coordinator enters about a place. All of it is looked at by a second person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("name", fields.Line(label="Legal name", max_length=200, asks={"required": "Enter the legal name"}))
        self.ask("address", fields.Paragraph(label="Postal address", rows=3, max_length=400, required=False))
        self.ask("phone", fields.Phone(label="Phone of the records office", required=False))
        self.ask("fax", fields.Phone(label="Fax", required=False))
        self.ask("email", fields.Email(label="E-mail of the records office", required=False))

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("address", "fax", "email")) and not self.errors:
            self.add_error("address", "Enter a postal address, a fax number or an email address")
        return cleaned


class NewPermission(Form):
    """A place that an office named, or that a coordinator knows of."""

    def __init__(self, *args, items, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("place", fields.Select(
            label="Place of the directory", choices=places, first="A place that is not in the list", exclusive=(),
            required=False,
        ))  # fmt: skip
        self.ask("name", fields.Line(label="Or its name", max_length=200, required=False))
        self.ask("items", fields.MultiChoice(
            label="Records that it holds", choices=items, exclusive=(),
            asks={"required": "Select the records that it holds"},
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("place") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Select a place of the directory, or enter a name")
        return cleaned


class OnPaper(Form):
    """A permission that was signed by hand and that a member of staff has in hand."""

    def __init__(self, *args, today, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("signature_name", fields.Name(
            label="Who signed it?", asks={"required": "Enter the name under the signature"},
        ))  # fmt: skip
        self.ask("language", fields.Choice(
            label="Which language was signed?", choices=languages, exclusive=(),
            asks={"required": "Select the language that was signed"},
        ))  # fmt: skip
        self.ask("signed_on", fields.PartDate(
            label="Date on the paper", earliest=today - timedelta(days=180), latest=today,
            asks={"object": "the date on the paper", "noun": "The date on the paper"},
        ))  # fmt: skip
        self.ask("interpreter", fields.Line(label="Interpreter, if there was one", required=False, max_length=120))
        self.ask("file", fields.File(label="Scan of the signed paper"))

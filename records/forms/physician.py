"""What an office fills in about the records it was asked for."""

import datetime
import re

from django.utils.translation import gettext_lazy as _

from intake.forms import Form, fields
from intake.forms.fields import reading
from intake.forms.questions import Questions

from .uploads import Uploads

A_YEAR = datetime.timedelta(days=366)
CARRIERS = [("fedex", "FedEx"), ("ups", "UPS"), ("usps", "USPS"), ("dhl", "DHL")]
NO_NUMBER = {"courier"}
LEAVES = [
    ("not_ours", _("This is not our patient")),
    ("moved", _("This child is with another doctor or hospital now")),
    ("died", _("The child has died")),
]


class Sending(Uploads):
    """Files, and whether they are all."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("all", fields.Tick(
            label=_("This is all we have"),
            help_text=_("We then ask other places for the records that are still open."),
            required=False,
        ))  # fmt: skip
        self.fields["file"].required = False
        if "item" in self.fields:
            self.fields["item"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("all") and not self.came and not self.errors:
            self.add_error("file", self.fields["file"].error("required"))
        if cleaned.get("file") and "item" in self.fields and not cleaned.get("item") and "item" not in self.errors:
            self.add_error("item", self.fields["item"].error("required"))
        return cleaned


class Answer(Form):
    """One record that the office does not send now."""

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            ("promise", _("We will send it by a date")),
            ("elsewhere", _("We do not have it. Another place has it")),
            ("never", _("It was never done here")),
        ]
        self.ask("answer", fields.Choice(
            label=_("What can you tell us?"), choices=choices, exclusive=(),
            reveals={"promise": "by", "elsewhere": "place", "never": "words"},
            asks={"required": _("Select what you can tell us")},
        ))  # fmt: skip
        self.ask("by", fields.PartDate(
            label=_("By what date?"), help_text=_("For example, December 15, 2026"), required=False,
            earliest=today, latest=today + A_YEAR, asks={"object": _("the date"), "noun": _("The date")},
        ))  # fmt: skip
        self.ask("place", fields.Line(
            label=_("Who has it?"), help_text=_("Name of the hospital, lab or department"), required=False,
            max_length=200, attrs={"dir": "auto"}, asks={"object": _("who has it"), "noun": _("The name")},
        ))  # fmt: skip
        self.ask("words", fields.Line(
            label=_("Anything that helps us (you may leave this empty)"), required=False, max_length=300,
            attrs={"dir": "auto"},
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        for answer, name in (("promise", "by"), ("elsewhere", "place")):
            if cleaned.get("answer") == answer and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error("required"))
        return cleaned


class Tracking(fields.Line):
    default_error_messages = {
        "required": _("Enter a tracking number, like 1Z 999 AA1 01 2345 6784"),
        "shape": _("Enter a tracking number, like 1Z 999 AA1 01 2345 6784"),
    }

    def check(self, text):
        plain = re.sub(r"[\s-]", "", reading.digits(text))
        if not re.fullmatch("[0-9A-Za-z]{6,40}", plain):
            raise self.error("shape")
        return text


class Parcel(Form):
    """`items`: (number, name) of what may be in it."""

    def __init__(self, *args, items, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("items", fields.MultiChoice(
            label=_("What is in the parcel?"), choices=[(str(number), name) for number, name in items], exclusive=(),
            asks={"required": _("Select what is in the parcel")},
        ))  # fmt: skip
        self.ask("carrier", fields.Choice(
            label=_("Who carries it?"), choices=[*CARRIERS, ("courier", _("Our own courier, no number"))],
            exclusive=(), asks={"required": _("Select who carries it")},
        ))  # fmt: skip
        self.ask("tracking", Tracking(label=_("Tracking number"), max_length=60, required=False, attrs={"dir": "ltr"}))
        self.ask("shipped", fields.PartDate(
            label=_("When was it sent?"), earliest=today - A_YEAR, latest=today,
            asks={"object": _("the date"), "noun": _("The date")},
        ))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        numbered = cleaned.get("carrier") and cleaned["carrier"] not in NO_NUMBER
        if numbered and not cleaned.get("tracking") and "tracking" not in self.errors:
            self.add_error("tracking", self.fields["tracking"].error("required"))
        return cleaned


class Leave(Form):
    """Not our patient, and what the coordinator should know."""

    why = fields.Choice(
        label=_("What happened?"), choices=LEAVES, exclusive=(), asks={"required": _("Select what happened")}
    )
    words = fields.Line(
        label=_("Who should we ask? (you may leave this empty)"),
        help_text=_("Name of the doctor, hospital or department"),
        required=False,
        max_length=300,
        attrs={"dir": "auto"},
    )


class Asked(Questions):
    """One question that staff put to the office. What anybody answered before does not stand in it."""

    def __init__(self, *args, row, snapshot, today, **kwargs):
        facts = {"form": row.form if row.form != "both" else "physician"}
        super().__init__(*args, rows=[row], facts=facts, snapshot=snapshot, today=today, **kwargs)

    def _is_drawn(self, row):
        return True

    def _is_needed(self, row):
        return True


class Words(Form):
    """An answer to a question in staff's own words."""

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("words", fields.Paragraph(label=question, max_length=2000, asks={"required": _("Enter your answer")}))

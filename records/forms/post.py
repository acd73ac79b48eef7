"""What is written down about a thing: on its way, here, lent, back, returned."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from intake.forms import Form, fields

CARRIERS = [("ups", "UPS"), ("fedex", "FedEx"), ("usps", "USPS"), ("dhl", "DHL"), ("courier", "Courier")]
CONDITIONS = [("whole", "Whole"), ("damaged", "Damaged"), ("incomplete", "Not all of it")]
THINGS = {
    "blocks": "Tissue blocks",
    "slides": "Slides",
    "discs": "Discs",
    "paper": "Paper",
    "study": "Scans by exchange",
}
HALF_A_YEAR = timedelta(days=180)


def _number(label, **more):
    return fields.Line(label=label, max_length=60, required=False, attrs={"dir": "ltr"}, **more)


class Announced(Form):
    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("carrier", fields.Choice(
            label="Who carries it?", choices=[*CARRIERS, ("exchange", "Image exchange")], exclusive=("exchange",),
            asks={"required": "Select who carries it"},
        ))  # fmt: skip
        self.ask("number", _number("Tracking or job number"))
        self.ask("wanted", fields.Integer(label="How many pieces?", required=False))
        self.ask("expected", fields.PartDate(
            label="Expected on", required=False, earliest=today, latest=today + HALF_A_YEAR, asks={"noun": "The day"},
        ))  # fmt: skip


class Arrived(Form):
    count = fields.Integer(label="How many pieces came?", asks={"required": "Enter how many pieces came"})
    condition = fields.Choice(
        label="In which condition?", choices=CONDITIONS, exclusive=(), asks={"required": "Select the condition"}
    )
    shelf = fields.Line(label="Where does it lie?", max_length=60, asks={"required": "Enter where it lies"})


class Lent(Form):
    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("to", fields.Name(label="Who has it?", asks={"required": "Enter who has it"}))
        self.ask("due", fields.PartDate(
            label="Due back on", earliest=today, latest=today + HALF_A_YEAR,
            asks={"object": "the day it is due back", "noun": "The day it is due back"},
        ))  # fmt: skip


class Back(Form):
    shelf = fields.Line(label="Where does it lie?", max_length=60, asks={"required": "Enter where it lies"})


class Returned(Form):
    carrier = fields.Choice(
        label="Who carries it back?", choices=CARRIERS, exclusive=(), asks={"required": "Select who carries it back"}
    )
    number = _number("Tracking number")


class Job(Form):
    number = fields.Line(
        label="Job or tracking number", max_length=60, attrs={"dir": "ltr"}, asks={"required": "Enter the number"}
    )


class Exchange(Form):
    """What an office sent through an image exchange."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("items", fields.MultiChoice(
            label=_("Which scans did you send?"), choices=[(str(number), name) for number, name in items],
            exclusive=(), asks={"required": _("Select which scans you sent")},
        ))  # fmt: skip
        self.ask("number", fields.Line(
            label=_("Job number of the exchange"), max_length=60, attrs={"dir": "ltr"},
            asks={"required": _("Enter the job number that the exchange shows")},
        ))  # fmt: skip

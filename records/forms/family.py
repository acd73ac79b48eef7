"""What a family fills in about sending, records, questions of ours, and ending."""

import uuid

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from intake.forms import Form, fields
from intake.forms.family import Page

TELLS = [
    ("have", _("I have it")),
    ("hospital", _("My hospital or doctor has it")),
    ("not_done", _("It was not done")),
    ("not_sure", _("I am not sure")),
]


def where(label, said=""):
    """Where one record is, as the family knows."""
    return fields.Choice(label=label, choices=TELLS, exclusive=(), required=False, initial=said)


class Send(Page):
    """The consents, and all that sending needs. `missing`: titles of the pages that lack an answer."""

    def __init__(self, *args, missing, version, **kwargs):
        self.missing = missing
        super().__init__(*args, **kwargs)
        hidden = {"required": False, "widget": django_forms.HiddenInput}
        self.ask("send_key", django_forms.CharField(initial=str(uuid.uuid4()), **hidden))
        self.ask("version", django_forms.IntegerField(initial=version, **hidden))

    def clean(self):
        cleaned = super().clean()
        for title in self.missing:
            self.add_error(None, _("Some answers are missing on the page “%(title)s”") % {"title": title})
        return cleaned

    def agreed(self):
        return [row.code for row in self.rows if self.cleaned_data.get(row.code) == "yes"]

    def key(self, reference):
        """One key a form that was shown: pressed twice is sent once. It fits no other case."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{reference}|{self.cleaned_data['send_key']}")


class Where(Form):
    """One record: where it is."""

    def __init__(self, *args, said="", **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("where", where(_("Where is it?"), said))
        self.fields["where"].required = True
        self.fields["where"].error_messages["unanswered"] = _("Select where this record is")


class Others(Form):
    """One box for each record that may exist. `items`: (number, name, what was said before)."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        for number, name, said in items:
            self.ask(f"where-{number}", where(name, said))

    def told(self):
        """number -> what was said."""
        return {int(name[6:]): value for name, value in self.cleaned_data.items() if value}


class Asked(Page):
    """What staff asked now: named questions, and `words`, (name of the field, text) of questions in their own words."""

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in words:
            self.ask(name, fields.Paragraph(label=label, required=False))

    def _is_drawn(self, row):
        return True  # whoever asked knows why

    def replies(self):
        """name -> text of the answers to questions in own words."""
        return {name: text for name, text in self.cleaned_data.items() if name.startswith("reply-") and text}


class Withdraw(Form):
    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("Why do you take it back? You do not have to say.")
        self.ask("why", fields.Choice(label=label, choices=reasons, exclusive=("no_reason",), required=False))


class Confirm(Form):
    agree = fields.Tick(
        label=_("I am the parent or guardian. I want this second opinion, and I agree to the texts above"),
        asks={"required": _("Select the box if this is right. If not, call us")},
    )

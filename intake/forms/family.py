"""What a family fills in. The questions themselves are rows of the reference data."""

from django.core import signing
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from intake import voice
from intake.facts import UNKNOWN
from intake.policies import conditions

from . import Form, fields
from .questions import Questions

FIRST_ANSWERS = signing.TimestampSigner(salt="first-answers")
A_DAY = 24 * 3600
# One that the site stores by itself where the words are sure: an old one is not offered under new words.
FOLLOWS = {"dx_group"}


class Page(Questions):
    """A page of questions. Those that its own answers bring up come back once on the same page, without blame:
    `drawn` rides along and names what was on the page."""

    @property
    def drawn(self):
        return " ".join(row.code for row in self.rows if row.code in self.fields)

    def came_up(self):
        if "drawn" not in self.data:
            return []
        before = self.data["drawn"].split()
        return [row.code for row in self.rows if row.code not in before and conditions.shown(row, self.facts)]

    def _field(self, row):
        field = super()._field(row)
        field.optional = getattr(row, self.needed) == "no" if self.needed else False
        if row.code == "region" and not field.help_text:
            # Without script it always shows.
            field.help_text = voice.hint(row.code, self.facts, _("Only if your child lives in the United States"))
        return field

    def _is_needed(self, row):
        return super()._is_needed(row) and not (self.is_bound and row.code in self.came_up())

    def answers(self):
        """Only what was on the page: an answer that another one hid and shows again is still there."""
        new = set(self.came_up())
        found = {code: value for code, value in super().answers().items() if code not in new}
        return {**found, **dict.fromkeys(new & FOLLOWS, "")}


def as_typed(form):
    """The form with what stands in it, not judged: only the language changes."""
    form._errors = ErrorDict()
    form.cleaned_data = {}
    return form


def pack(answers):
    """The answers of the first page, for a hidden field of the second: nothing is stored before it is sent."""
    return FIRST_ANSWERS.sign_object({code: value for code, value in answers.items() if value})


def unpack(packed):
    """The first page's answers; {} if they are not ours or a day old, then that page asks again."""
    try:
        return FIRST_ANSWERS.unsign_object(packed, max_age=A_DAY)
    except signing.BadSignature:
        return {}


class Passphrase(Form):
    choice = fields.Choice(
        label=_("Which words do you want?"),
        choices=[("these", _("The four words above")), ("own", _("My own words"))],
        reveals={"own": "own"},
        asks={"required": _("Select which words you want")},
    )
    own = fields.Line(
        label=_("Your own words"),
        help_text=_("15 letters or more. Four words that do not belong together are good."),
        required=False,
        max_length=200,
        attrs={"dir": "auto", "spellcheck": "false"},
        asks={"noun": _("Your own words")},
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("choice") == "own" and len(cleaned.get("own", "")) < 15 and "own" not in self.errors:
            self.add_error("own", _("Your own words must have 15 letters or more"))
        return cleaned


class Words(Form):
    words = fields.Line(
        label=_("Your four words"),
        help_text=_("You got them when you started. Capital letters do not matter."),
        max_length=200,
        attrs={"dir": "auto", "spellcheck": "false", "autocapitalize": "none"},
        asks={"object": _("your four words")},
    )


class NewLink(Form):
    contact = fields.TelOrEmail(
        label=_("Your email address or phone number"),
        help_text=_("The one that you gave us."),
        region="",
        asks={"object": _("your email address or phone number")},
    )


class Reference(Form):
    reference = fields.Line(
        label=_("Reference"),
        help_text=_("It looks like SO-7F3K-2QXM-4."),
        max_length=40,
        width=20,
        attrs={"dir": "ltr", "spellcheck": "false"},
        asks={"object": _("your reference")},
    )


class ByWords(Reference, Words):
    field_order = ["reference", "words"]


class ByCode(Form):
    code_reference = fields.Line(
        label=_("Reference"),
        max_length=40,
        width=20,
        attrs={"dir": "ltr", "spellcheck": "false"},
        asks={"object": _("your reference")},
    )
    code = fields.Code(label=_("Code that we read to you"), help_text=_("6 numbers."), length=6)


def told(facts, code):
    """Whether a question has an answer, also `I do not know`."""
    return facts.get(code) is UNKNOWN or bool(facts.get(code))

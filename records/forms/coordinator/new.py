"""A request taken by phone or fax: the family's own questions on one page, and who heard the consent."""

from django.conf import settings

from intake import wizard
from intake.forms import Form, fields
from intake.forms.questions import Questions

SOURCES = [("phone", "Phone"), ("fax", "Fax")]
READ_BACK = "I have read the answers back, and read out the consents. The caller said yes to each one ticked."


class Taken(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("source", fields.Choice(
            label="How did it come?", choices=SOURCES, asks={"required": "Select how it came"},
        ))  # fmt: skip
        self.ask("caller", fields.Name(label="Who called or sent it?", asks={"object": "who called or sent it"}))
        self.ask("heard_by", fields.Name(
            label="Who heard the consent?", asks={"object": "who heard the consent"},
        ))  # fmt: skip
        languages = [(code, str(name)) for code, name in settings.LANGUAGES]
        self.ask("language", fields.Select(label="Language of mails and pages", choices=languages, exclusive=()))
        self.ask("read_back", fields.Tick(
            label=READ_BACK, asks={"required": "Select the box once you have read it back"},
        ))  # fmt: skip

    def words(self):
        """What is kept of the call."""
        said = self.cleaned_data
        return f"{dict(SOURCES)[said['source']]}: {said['caller']}. Consent heard by {said['heard_by']}. Read back."


def short_request(sent, *, snapshot, today):
    """All questions of the eight pages as one form."""
    rows = [row for page in wizard.SHORT for row in wizard.questions(snapshot, page)]
    askers = [row.value for row in snapshot.choices["asker_roles"] if row.value != "physician"]
    return Questions(
        sent, rows=rows, facts={}, snapshot=snapshot, today=today, needed="to_send", offers={"asker_role": askers}
    )  # fmt: skip

"""Scans for the tray, and where one of them belongs."""

from intake.forms import Form, fields

from .uploads import Several


class Scans(Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = "Select one or more scans"
        self.ask("file", Several(
            label="Add scans of paper or fax: PDF, JPEG or PNG", asks={"required": words, "unanswered": words},
        ))  # fmt: skip


class FileScan(Form):
    reference = fields.Line(label="Reference of the case", max_length=20, required=False, attrs={"dir": "ltr"})
    number = fields.Integer(label="Number of the record, if you know it", required=False)
    drop = fields.Tick(label="It is no record: take it off the tray", required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("drop") and not cleaned.get("reference") and "reference" not in self.errors:
            self.add_error("reference", "Enter the reference, like SO-7F3K-2QXM-4")
        return cleaned

"""A request that a doctor's office begins: five answers, and all the rest if it wants to."""

import uuid

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from intake.domain.errors import Refused
from intake.forms import Form, fields
from intake.forms.questions import Questions
from records.domain import storing
from records.scanning import names

from .uploads import Several

NEEDED = [
    *("phy_name", "phy_contact", "child_first_name", "child_last_name", "child_dob"),
    *("phy_guardian_name", "phy_guardian_phone", "phy_guardian_email"),
]
# The site itself stores who asks; a follow-up question depends on an answer; what the office asks has its own box.
LEFT_OUT = {"asker_role", "dx_followup", "phy_stage", "own_questions"}
GROUPS = [
    ("why", _("Why and by when")),
    ("diagnosis", _("The illness")),
    ("symptoms", _("Signs of illness")),
    ("treatment", _("Treatment so far")),
    ("child", _("More about the child")),
    ("physician", _("You, your hospital and the family")),
]
GROUP_OF_STEP = {"start": "child"}
# The questions are worded for parents; here a colleague reads them.
LABELS = {
    "phy_name": _("Your name"),
    "country": _("Country where the child lives"),
    "region": _("State where the child lives (in the US)"),
    "reasons": _("Why does the family want a second opinion?"),
    "reason_other": _("The other reason"),
    "timing": _("Where is the child in treatment?"),
    "change_detail": _("What is planned, in short"),
    "decision_date": _("By what date must the family decide?"),
    "treatment_date": _("When is treatment or the new step planned to start?"),
    "opinion_kind": _("What kind of help is wanted?"),
    "child_address": _("Address of the child"),
    "child_weight": _("Weight of the child"),
    "dx_known": _("Is the diagnosis known?"),
    "dx_text": _("Diagnosis in your words"),
    "dx_group": _("Kind of illness"),
    "dx_date": _("Month of the diagnosis"),
    "dx_how": _("How was it found out?"),
    "dx_site": _("Site"),
    "dx_side": _("Side"),
    "dx_stage": _("Stage or risk group"),
    "family_syndrome": _("Cancer when young or a gene illness in the family"),
    "symptoms_first": _("First signs"),
    "symptoms_start": _("When the signs began"),
    "symptoms_now": _("How is the child now?"),
    "daily_life": _("A normal day of the child now"),
    "other_conditions": _("Other health problems, medicines and allergies"),
    "treatment_types": _("Treatment so far"),
    "treatment_start": _("Start of treatment"),
    "steroids_given": _("Steroids in the last month?"),
    "plan_name": _("Name of the plan or study"),
    "radiation_dates": _("Radiation: where and when"),
    "response": _("Response to treatment"),
    "relapse_dates": _("When it came back or stopped responding"),
}
ASKS = {
    "child_first_name": {"object": _("the child's first name"), "noun": _("Child's first name")},
    "child_dob": {
        "object": _("the child's date of birth"),
        "noun": _("Date of birth"),
        "late": _("Date of birth must be in the past"),
    },
    "decision_date": {"object": _("the date"), "noun": _("The date to decide by")},
}


class Referral(Questions):
    """Everything is drawn, nothing but five answers is needed."""

    def __init__(self, *args, snapshot, today, **kwargs):
        rows = [row for row in snapshot.questions.values() if _is_asked(row)]
        super().__init__(
            *args, rows=rows, facts={"form": "physician"}, snapshot=snapshot, today=today,
            needed="to_send_physician", **kwargs,
        )  # fmt: skip
        self.ask("letter", Several(
            label=_("Your letter or the records you have"),
            help_text=_("You may send a letter instead of typing. PDF, photo, DOCX, ZIP, video or DICOM."),
            required=False,
        ))  # fmt: skip
        hidden = {"required": False, "widget": django_forms.HiddenInput}
        self.ask("send_key", django_forms.UUIDField(initial=uuid.uuid4, **hidden))

    def _is_drawn(self, row):
        return True

    def _field(self, row):
        field = super()._field(row)
        if row.code in LABELS:
            field.label, field.help_text = LABELS[row.code], ""
        if row.code in ASKS:
            field.asks = ASKS[row.code]
            field.error_messages |= {code: said for code, said in ASKS[row.code].items() if code == "late"}
        return field

    def clean_letter(self):
        """What we do not take is said here, before anything is sent."""
        files = self.cleaned_data["letter"]
        for file in files:
            try:
                storing.check(file)
            except Refused as reason:
                words = {"name": names.clean(file.name), "reason": str(reason)}
                self.add_error("letter", _("%(name)s: %(reason)s") % words)
        return files

    def needed_fields(self):
        return [self[code] for code in NEEDED if code in self.fields]

    def groups(self):
        """The other questions by topic; one with an error or an answer stands open."""
        for group, title in GROUPS:
            bound = [self[row.code] for row in self.rows if self._is_in(row, group)]
            if bound:
                opened = self.is_bound and any(field.errors or _is_told(field.data) for field in bound)
                yield {"title": title, "fields": bound, "open": opened}

    def _is_in(self, row, group):
        return row.code in self.fields and row.code not in NEEDED and GROUP_OF_STEP.get(row.step, row.step) == group

    def given(self):
        """What was answered; what a form leaves empty is not an answer."""
        return {code: value for code, value in self.answers().items() if value not in ("", None, [], ())}


def _is_told(value):
    return any(value) if isinstance(value, list) else bool(value)


def _is_asked(row):
    return row.active and row.form in {"physician", "both"} and row.code not in LEFT_OUT


class Again(Form):
    """Files cannot ride along in "Send again": they are chosen once more."""

    letter = fields.Files(label=_("Select your files again"), required=False)

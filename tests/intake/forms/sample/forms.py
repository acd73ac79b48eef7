"""One form with every component of the pack, and its smaller sisters."""

import datetime

from django import forms as django_forms

from intake.forms import Form, Rows, fields

YES_NO = [("yes", "Yes"), ("no", "No")]
PROBLEMS = [("breathing", "Trouble breathing"), ("none", "None of these"), ("seizure", "A seizure today")]
STATES = [("NY", "New York"), ("PA", "Pennsylvania")]


class Everything(Form):
    website = fields.Trap()
    red_flags = fields.MultiChoice(
        label="Does your child have any of these problems right now?",
        help_text="If yes, get help now. Do not wait for us.",
        choices=PROBLEMS,
        reveals={"*": "red_flag_action"},
        asks={"object": "each problem your child has, or “None of these”"},
    )
    red_flag_action = fields.Choice(label="Have you called for help?", choices=YES_NO, required=False)
    country = fields.Country(label="What country does your child live in?", reveals={"US": "region"})
    region = fields.State(label="What state does your child live in?", choices=STATES, required=False)
    reasons = fields.Choice(
        label="Why do you want a second opinion?",
        choices=[("unsure", "We are not sure what it is"), ("other", "Another reason")],
        hints={"unsure": "The doctors gave different names, or none."},
        unknown=True,
        reveals={"other": "reason_other"},
    )
    reason_other = fields.Line(label="Tell us the other reason", max_length=500, required=False)
    child_first_name = fields.Name(
        label="Child's first name",
        help_text="Write it as on the medical records.",
        asks={"object": "your child's first name"},
    )
    child_last_name = fields.Name(label="Child's last name", required=False, optional=True)
    child_dob = fields.PartDate(
        label="Date of birth",
        help_text="For example, 4 27 2016. You may write the month as a word.",
        latest=datetime.date(2026, 3, 1),
        asks={"object": "your child's date of birth", "late": "Date of birth must be in the past"},
    )
    decision_date = fields.PartDate(label="By what date must you decide?", unknown=True)
    dx_date = fields.Month(label="When did you first hear the diagnosis?", unknown=True)
    child_weight = fields.Weight(label="About how much does your child weigh?", unknown=True)
    symptoms_first = fields.Paragraph(label="What did you notice first?", max_length=200, unknown=True)
    dx_text = fields.Line(label="What do the doctors call it?", suggest=("Wilms tumor", "Neuroblastoma"), unknown=True)
    guardian_phone = fields.Phone(label="Phone number", autocomplete="tel")
    guardian_email = fields.Email(label="Email", autocomplete="email")
    child_address = fields.Address(label="Where does your child live?", autocomplete="on")
    phy_npi = fields.Npi(label="NPI number", required=False, optional=True)
    court_paper = fields.Files(
        label="Add the court paper or signed paper", help_text="A phone photo is fine.", max_bytes=1000
    )
    consent_privacy = fields.Tick(label="I have read how you use and protect our facts")


class Heading(Form):
    page_heading = "timing"
    timing = fields.Choice(
        label="Where is your child in treatment?",
        choices=[("before", "Treatment has not started"), ("during", "Treatment has started")],
        unknown=True,
    )


class SignIn(Form):
    page_heading = "password"
    password = fields.Password(label="Password")


class Filters(Form):
    waiting_on = fields.Select(label="Waiting on", first="Anyone", choices=[("family", "Family")], required=False)
    q = fields.Line(label="Find a case", required=False, width=20)


class Facility(Form):
    facility_name = fields.Name(label="Name of the place", asks={"object": "the name of the place"})
    facility_kinds = fields.MultiChoice(
        label="What was done there?", choices=[("scan", "Scans"), ("lab", "Blood tests")]
    )


Facilities = django_forms.formset_factory(Facility, formset=Rows, extra=1, min_num=1, max_num=12, validate_max=True)

"""The same questions, put to a patient of 18 or more who asks for themselves."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "timing": _("Where are you in treatment?"),
    "child_first_name": _("Your first name"),
    "child_last_name": _("Your last name"),
    "guardian_first_name": _("Your first name"),
    "child_address": _("Where do you live?"),
    "child_weight": _("About how much do you weigh?"),
    "guardian_authority": _("Do you make your own health choices?"),
    "insurance_kind": _("What health insurance do you have?"),
    "doctor_name": _("Name of your doctor"),
    "primary_doctor": _("Your regular doctor"),
    "symptoms_now": _("How are you now?"),
    "other_conditions": _("Do you have other health problems? List medicines too."),
    "treatment_types": _("What treatment have you had so far?"),
    "steroids_given": _("Have you had steroids in the last month?"),
    "consent_share_doctor": _("May we send the opinion to your doctor?"),
    "consent_cross_border": _("I agree that my health facts go to a hospital in the United States"),
}
HINTS = {"child_sex": _("We use it to match scans to the right person.")}
TITLES = {
    "treatment": _("Where are you in treatment?"),
    "child": _("About you"),
    "you": _("How we reach you"),
    "doctor": _("Who treats you?"),
    "child-more": _("More about you"),
}


def is_patient(facts):
    return facts.get("asker_role") == "patient_adult"


def label(code, facts, usual):
    return LABELS.get(code, usual) if is_patient(facts) else usual


def hint(code, facts, usual):
    return HINTS.get(code, usual) if is_patient(facts) else usual


def title(page, facts, usual):
    return TITLES.get(page, usual) if is_patient(facts) else usual

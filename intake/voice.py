"""The same questions, put to a patient of 18 or more who asks for themselves."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "red_flags": _("Do you have any of these problems right now?"),
    "country": _("What country do you live in?"),
    "region": _("What state do you live in?"),
    "timing": _("Where are you in treatment?"),
    "child_first_name": _("Your first name"),
    "child_last_name": _("Your last name"),
    "guardian_first_name": _("Your first name"),
    "child_address": _("Where do you live?"),
    "child_weight": _("About how much do you weigh?"),
    "guardian2_relation": _("How is this person related to you?"),
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
HINTS = {
    "child_sex": _("We use it to match scans to the right person."),
    "region": _("Only if you live in the United States"),
}
CHOICES = {
    "self_harm": _("Thoughts about wanting to die or self-harm"),
    "in_care": _("I am being cared for now"),
    "q_trials": _("Is there a trial for me?"),
}
ASKS = {  # what an error says of a question
    "child_first_name": {"object": _("your first name"), "noun": _("Your first name")},
    "child_last_name": {"object": _("your last name"), "noun": _("Your last name")},
    "child_dob": {"object": _("your date of birth")},
    "red_flags": {"required": _("Select the problems you have, or “None of these”")},
    "country": {"required": _("Select the country you live in")},
    "region": {"required": _("Select the state you live in")},
    "timing": {"required": _("Select where you are in treatment")},
}
STATES = {
    "wrong_patient": _("Not your record. We removed it and will ask again."),
    "not_applicable": _("Does not exist for you"),
}
WHYS = {
    "guardian_papers": _("They show who may decide for you."),
    "clinic_notes": _("They show how the illness began and how you do now."),
}
RECORDS = {"germline_report": _("Gene test of your blood"), "hla_typing": _("Tissue type (HLA) of you and your family")}
CHECKS = {
    "guardian_papers": _("Court seal or agency letter, your name, current."),
    "referral_letter": _("Names you, the illness and the question."),
}
PLACES = {"own_doctor": _("Your own care team")}  # where else to ask
TITLES = {
    "treatment": _("Where are you in treatment?"),
    "child": _("About you"),
    "you": _("How we reach you"),
    "doctor": _("Who treats you?"),
    "child-more": _("More about you"),
}


# The texts to agree to that speak of a child, each with one of its own that a grown patient reads.
AGREED = {code: f"{code}_patient" for code in ("consent_privacy", "consent_limits", "consent_cross_border")}


def is_patient(facts):
    return facts.get("asker_role") == "patient_adult"


def label(code, facts, usual):
    return LABELS.get(code, usual) if is_patient(facts) else usual


def hint(code, facts, usual):
    return HINTS.get(code, usual) if is_patient(facts) else usual


def agreed(code, facts):
    """The name of the text that a box agrees to."""
    return AGREED.get(code, code) if is_patient(facts) else code


def title(page, facts, usual):
    return TITLES.get(page, usual) if is_patient(facts) else usual


def choice(value, facts, usual):
    return CHOICES.get(value, usual) if is_patient(facts) else usual


def asks(code, facts, usual):
    return {**usual, **ASKS.get(code, {})} if is_patient(facts) else usual


def record(line, facts):
    """A line of the board."""
    if not is_patient(facts):
        return line
    code = line["code"]
    own = {"state_text": STATES.get(line["state"]), "name": RECORDS.get(code), "why": WHYS.get(code)}
    return {**line, **{name: words for name, words in own.items() if words}}


def check_for(code, facts, usual):
    return CHECKS.get(code, usual) if is_patient(facts) else usual


def record_name(code, facts, usual):
    return RECORDS.get(code, usual) if is_patient(facts) else usual


def place(code, facts, usual):
    return PLACES.get(code, usual) if is_patient(facts) else usual

"""What an error says of a question in its own words; every other question is named by its label."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BIRTH = {
    "object": _("your child's date of birth"),
    "noun": _("Date of birth"),
    "late": _("Date of birth must be in the past"),
}
PHRASES = {
    "child_first_name": {"object": _("your child's first name"), "noun": _("Child's first name")},
    "child_last_name": {"object": _("your child's last name"), "noun": _("Child's last name")},
    "child_dob": BIRTH,
    "guardian_first_name": {"object": _("your first name"), "noun": _("Your first name")},
    "guardian_phone": {"object": _("your phone number"), "noun": _("Phone number")},
    "guardian_email": {"object": _("your email address"), "noun": _("Email address")},
    "guardian_relation": {"required": _("Select how you are related to the child")},
    "red_flags": {"required": _("Select the problems your child has, or “None of these”")},
    "red_flag_action": {"required": _("Select if you have called for help")},
    "country": {"required": _("Select the country your child lives in")},
    "region": {"required": _("Select the state your child lives in")},
    "asker_role": {"required": _("Select who you are")},
    "timing": {"required": _("Select where your child is in treatment")},
    "change_types": {"required": _("Select what new step is planned")},
    "decision_date": {
        "object": _("the date by which you must decide, or select “I do not know”"),
        "noun": _("The date by which you must decide"),
    },
    "treatment_date": {"noun": _("The date of treatment")},
    "dx_known": {"required": _("Select if the doctors know what the illness is")},
    "dx_text": {
        "object": _("the words the doctors use, or select “I do not know”"),
        "noun": _("The words the doctors use"),
    },
    "dx_group": {"required": _("Select the kind of illness. If it has no name yet, select the last answer")},
    "phy_name": {"object": _("your name"), "noun": _("Your name")},
    "phy_contact": {"object": _("your direct phone number or email address")},
}


def phrases(code):
    """The `asks` of the question's field."""
    return PHRASES.get(code, {})


def one_contact():
    return gettext("Enter a phone number or an email address. One of them is enough")

"""What the scripts of form controls say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A number of each plural kind that browsers name; Arabic has all six.
PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def script_words():
    return {
        "characterCount": {
            "charactersUnderLimit": _plurals(_left),
            "charactersAtLimit": _("You have 0 characters left"),
            "charactersOverLimit": _plurals(_over),
        },
        "passwordInput": {
            "showPassword": _("Show"),
            "hidePassword": _("Hide"),
            "showPasswordAriaLabel": _("Show password"),
            "hidePasswordAriaLabel": _("Hide password"),
            "passwordShownAnnouncement": _("Your password is shown"),
            "passwordHiddenAnnouncement": _("Your password is hidden"),
        },
    }


def _left(count):
    return ngettext("You have %(count)d character left", "You have %(count)d characters left", count)


def _over(count):
    return ngettext("You have %(count)d character too many", "You have %(count)d characters too many", count)


def _plurals(words):
    return {name: words(number).replace("%(count)d", "%{count}") for name, number in PLURALS.items()}

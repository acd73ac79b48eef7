import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from . import reading
from .text import Line

EXTENSION = re.compile(r"\s*(?:ext\.?|x)\s*[0-9]{1,6}$", re.IGNORECASE)


def e164(text, region="US"):
    """+12025550142 for what was typed, or "" where the country cannot be known."""
    try:
        number = phonenumbers.parse(EXTENSION.sub("", reading.digits(text)), region or None)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Phone(Line):
    """Kept as typed. `region` is the country where a number without + is at home; "" accepts any."""

    default_error_messages = {"shape": _("Enter a phone number with area code, like 202 555 0142")}

    def __init__(self, *, region="US", attrs=None, **kwargs):
        shown = {"type": "tel", "dir": "ltr", **(attrs or {})}
        super().__init__(max_length=40, attrs=shown, **{"width": 20, **kwargs})
        self.region = region

    def check(self, text):
        plain = EXTENSION.sub("", reading.digits(text))
        count = len(re.sub("[^0-9]", "", plain))
        if not re.fullmatch(r"\+?[0-9 ().\-/\u2010-\u2015]+", plain) or not 7 <= count <= 16:
            raise self.error("shape")
        if (self.region or plain.startswith("+")) and not e164(text, self.region):
            raise self.error("shape")
        return text


class Email(Line):
    default_error_messages = {
        "shape": _("Enter an email address in the correct format, like name@example.com"),
        "letters": _(
            "We cannot write to an email address with special letters before the @. "
            "Enter another one, like name@example.com"
        ),
        "long": _("Email address must be %(limit)s characters or less"),
    }

    def __init__(self, *, attrs=None, **kwargs):
        shown = {"type": "email", "spellcheck": "false", "dir": "ltr", **(attrs or {})}
        super().__init__(max_length=254, attrs=shown, **kwargs)

    def check(self, text):
        local, _at, domain = text.rpartition("@")
        if local and not local.isascii():
            raise self.error("letters")
        address = f"{local}@{self._ascii(domain)}"
        if len(local) > 64 or len(address) > 254 or '"' in local or domain.startswith("["):
            raise self.error("shape")
        try:
            EmailValidator()(address)
        except ValidationError:
            raise self.error("shape") from None
        return address

    def _ascii(self, domain):
        try:
            return punycode(domain).lower()
        except UnicodeError:
            raise self.error("shape") from None


class TelOrEmail(Line):
    """A phone number, an email address, or both with ; between."""

    default_error_messages = {
        "shape": _("Enter a phone number with area code or an email address, like 202 555 0142 or name@example.com")
    }

    def __init__(self, *, region="US", **kwargs):
        super().__init__(max_length=300, **kwargs)
        self.kinds = (Email(required=False), Phone(region=region, required=False))

    def check(self, text):
        found = [self._one(part) for part in text.split(";") if part.strip()]
        if not 1 <= len(found) <= 2:
            raise self.error("shape")
        return ";".join(found)

    def _one(self, part):
        kind = self.kinds[0 if "@" in part else 1]
        try:
            return kind.clean(part)
        except ValidationError:
            raise self.error("shape") from None

"""What an office fills in to come in."""

import re

from django.utils.translation import gettext_lazy as _

from . import Form, fields
from .fields import reading


class OfficeCode(fields.Code):
    """Eight digits from the family's page, or six that a coordinator reads out."""

    default_error_messages = {"shape": _("Enter the code with 8 numbers, or 6 numbers if we read it out to you")}

    def check(self, text):
        code = re.sub(r"[\s-]", "", reading.digits(text))
        if not re.fullmatch("[0-9]{6}|[0-9]{8}", code):
            raise self.error("shape")
        return code


class Code(Form):
    code = OfficeCode(
        label=_("Code"),
        help_text=_("8 numbers from the family, or 6 numbers that we read out to you by phone"),
    )


class Return(Form):
    email = fields.Email(
        label=_("Your work email address"),
        help_text=_("The address that we wrote to before"),
        autocomplete="email",
        asks={"required": _("Enter an email address in the correct format, like name@example.com")},
    )

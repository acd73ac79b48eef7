"""What staff fill in about themselves. Plain English: these pages are for staff only."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from intake.models import User

from . import Form, fields


class SignIn(Form):
    login = fields.Line(
        label="Email address",
        max_length=254,
        autocomplete="username",
        attrs={"type": "email", "spellcheck": "false", "dir": "ltr"},
        asks={"object": "your email address"},
    )
    password = fields.Password(label="Password")


class Code(Form):
    code = fields.Line(
        label="Code from your authenticator app",
        help_text="6 numbers. Without your phone, enter one of your recovery codes.",
        max_length=40,
        width=10,
        autocomplete="one-time-code",
        attrs={"spellcheck": "false", "dir": "ltr"},
        asks={"object": "the code"},
    )


class FirstCode(Form):
    code = fields.Code(label="Code that the app shows now", help_text="6 numbers.", length=6)


class NewPassword(Form):
    new = fields.Password(
        label="New password",
        help_text="15 characters or more. A sentence is good. Do not use it anywhere else.",
        autocomplete="new-password",
        asks={"required": "Enter a new password"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self):
        password = self.cleaned_data["new"]
        try:
            password_validation.validate_password(password, self.user)
        except ValidationError as error:
            raise ValidationError(_plain(error)) from error
        return password


class Invited(NewPassword):
    name = fields.Name(
        label="Your name",
        help_text="Colleagues see it beside what you do.",
        autocomplete="name",
        asks={"object": "your name"},
    )
    field_order = ["name", "new"]


class ChangePassword(NewPassword):
    old = fields.Password(label="Password now", asks={"required": "Enter the password you have now"})
    field_order = ["old", "new"]


class Settings(Form):
    notify = fields.Choice(
        label="When do you want to be told about a case?",
        choices=User.Notify.choices,
        hints={"daily": "Very urgent cases are told at once all the same."},
        asks={"required": "Select when you want to be told"},
    )
    language = fields.Choice(
        label="Language of messages to you",
        help_text="Pages for staff are in English.",
        asks={"required": "Select a language"},
    )
    time_zone = fields.Select(
        label="Time zone", help_text="Times on pages and in messages.", first="As my browser says", required=False
    )

    def __init__(self, *args, languages, zones, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
        self.fields["time_zone"].choices = zones
        self.fields["time_zone"].widget.choices = [("", self.fields["time_zone"].first), *zones]


WORDS = {
    "password_too_short": "Password must be 15 characters or more",
    "password_too_similar": "Password must not be like your name or email address",
    "password_too_common": "Password is one that many people use. Choose another one",
}


def _plain(error):
    return [WORDS.get(each.code, each.messages[0]) for each in error.error_list]

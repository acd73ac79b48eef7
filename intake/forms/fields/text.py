import re

from django.utils.translation import gettext_lazy as _

from intake.forms import widgets

from . import reading
from .base import Field


class Line(Field):
    """One line of text; `suggest` is a list of words to choose from, never a limit."""

    def __init__(self, *, max_length=200, suggest=(), **kwargs):
        super().__init__(**kwargs)
        self.max_length = max_length
        self.suggest = suggest

    def to_python(self, value):
        text = value or ""
        # Before any work on it: normalizing a megabyte of accents is slow.
        if len(text) > 4 * self.max_length + 100:
            raise self.error("long", limit=self.max_length)
        if reading.is_broken(text):
            raise self.error("broken")
        text = self.read(text)
        if len(text) > self.max_length:
            raise self.error("long", limit=self.max_length)
        return self.check(text) if text else ""

    def read(self, text):
        return reading.one_line(text)

    def check(self, text):
        return text if reading.is_seen(text) else ""


class Name(Line):
    """A name in any script, as it was typed."""

    default_error_messages = {"unseen": _("Enter a name, or leave this empty")}

    def __init__(self, *, attrs=None, **kwargs):
        super().__init__(attrs={"spellcheck": "false", "dir": "auto", **(attrs or {})}, **kwargs)

    def to_python(self, value):
        name = super().to_python(value)
        if name or not (value or "").strip():
            return name
        raise self.error("unseen", "required" if self.required else "unseen")


class Paragraph(Line):
    widget = widgets.Textarea

    def __init__(self, *, max_length=2000, rows=5, attrs=None, **kwargs):
        super().__init__(max_length=max_length, attrs={"rows": rows, "dir": "auto", **(attrs or {})}, **kwargs)

    def read(self, text):
        return reading.lines(text)


class Code(Line):
    """Digits that are read out or copied; spaces and hyphens between them do not matter."""

    default_error_messages = {
        "required": _("Enter the code"),
        "shape": _("Enter the code with %(limit)s numbers"),
    }

    def __init__(self, *, length=6, attrs=None, **kwargs):
        shown = {"inputmode": "numeric", "spellcheck": "false", "dir": "ltr", **(attrs or {})}
        super().__init__(max_length=40, attrs=shown, **{"autocomplete": "one-time-code", "width": 10, **kwargs})
        self.length = length

    def check(self, text):
        code = re.sub(r"[\s-]", "", reading.digits(text))
        if not re.fullmatch(f"[0-9]{{{self.length}}}", code):
            raise self.error("shape", limit=self.length)
        return code


class Npi(Code):
    """A physician's number in the United States: its last digit proves the others."""

    default_error_messages = {
        "required": _("Enter the NPI number"),
        "shape": _("Enter the NPI number with %(limit)s numbers"),
        "luhn": _("Check the NPI number. One of its numbers is wrong"),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"length": 10, "autocomplete": "off", **kwargs})

    def check(self, text):
        code = super().check(text)
        doubled = [int(mark) * (1 + place % 2) for place, mark in enumerate(reversed("80840" + code))]
        if sum(value // 10 + value % 10 for value in doubled) % 10:
            raise self.error("luhn")
        return code


class Password(Field):
    """Taken to the letter; only what no hash can take is refused."""

    widget = widgets.Password
    default_error_messages = {"required": _("Enter your password")}

    def __init__(self, *, max_length=1000, autocomplete="current-password", **kwargs):
        super().__init__(autocomplete=autocomplete, **kwargs)
        self.max_length = max_length

    def to_python(self, value):
        text = value or ""
        if reading.is_broken(text):
            raise self.error("broken")
        if len(text) > self.max_length:
            raise self.error("long", limit=self.max_length)
        return text


class Trap(Field):
    """A field no person sees. What a machine writes into it is for the view to judge."""

    widget = widgets.Trap

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Leave this empty"), "required": False, **kwargs})

    def to_python(self, value):
        return value or ""

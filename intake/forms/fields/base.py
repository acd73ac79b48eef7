from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.forms import widgets


class Field(forms.Field):
    widget: type[forms.Widget] = widgets.TextInput
    default_error_messages = {
        "required": _("Enter %(object)s"),
        "unanswered": _("Answer the question %(object)s"),
        "both": _("%(noun)s: enter an answer or select “I do not know”, not both"),
        "broken": _("%(noun)s has letters that we cannot read. Type it again"),
        "long": _("%(noun)s must be %(limit)s characters or less"),
    }

    def __init__(
        self, *, asks=None, unknown=False, optional=False, width=None, autocomplete="off", attrs=None, **kwargs
    ):
        super().__init__(**kwargs)
        self.asks = asks or {}
        self.unknown = unknown
        self.optional = optional
        self.waived = False
        self.error_messages.update({code: words for code, words in self.asks.items() if code not in ("noun", "object")})
        if width:
            self.widget.attrs["class"] = f"govuk-input--width-{width}"
        self.widget.attrs.update({"autocomplete": autocomplete, **(attrs or {})})

    def validate(self, value):
        if self.required and not self.waived and value in self.empty_values:
            own_words = "object" in self.asks or "required" in self.asks
            raise self.error("unanswered" if self._is_question() and not own_words else "required")

    def has_changed(self, initial, data):
        """Empty is empty, whatever it is made of: a row of empty parts was left out."""
        try:
            return (self.to_python(data) or "") != (initial or "")
        except ValidationError:
            return True

    def error(self, code, message=None, **params):
        words = self.error_messages[message or code]
        return ValidationError(words, code=code, params={**self._phrases(), **params})

    def _is_question(self):
        return str(self.label or "").rstrip().endswith(("?", "؟"))

    def _phrases(self):
        label = str(self.label or "")
        quoted = f"“{label}”"
        noun = quoted if self._is_question() else label
        return {"object": self.asks.get("object", quoted), "noun": self.asks.get("noun", noun), "label": label}

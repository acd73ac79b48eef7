import decimal
import re

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from . import reading
from .text import Line

POUND = decimal.Decimal("0.45359237")


class Decimal(Line):
    """A number with a point or a comma; gives it with a point, "18.5"."""

    default_error_messages = {
        "shape": _("%(noun)s must be a number, like 18.5"),
        "range": _("%(noun)s must be between %(least)s and %(most)s"),
    }

    def __init__(self, *, least=None, most=None, places=2, suffix="", attrs=None, **kwargs):
        shown = {"inputmode": "decimal", "spellcheck": "false", "dir": "ltr", **(attrs or {})}
        super().__init__(max_length=40, attrs=shown, **{"width": 5, **kwargs})
        self.least, self.most, self.places, self.suffix = least, most, places, suffix

    def prepare_value(self, value):
        """What is stored with a point is shown with the mark of the page's language."""
        is_number = isinstance(value, str) and re.fullmatch(r"[0-9]+\.[0-9]+", value)
        return value.replace(".", get_format("DECIMAL_SEPARATOR")) if is_number else super().prepare_value(value)

    def check(self, text):
        value = round(self.measure(_western(text)), self.places)
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            raise self.error("range", least=self.least, most=self.most)
        return f"{value.normalize():f}"

    def measure(self, text):
        if not re.fullmatch(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", text):
            raise self.error("shape")
        return decimal.Decimal(text)


class Weight(Decimal):
    """Kilograms; pounds are taken where "lb" is written after the number."""

    default_error_messages = {"shape": _("Weight must be a number, like 18.5")}

    def __init__(self, **kwargs):
        super().__init__(**{"least": decimal.Decimal("0.5"), "most": 250, "places": 1, "suffix": _("kg"), **kwargs})

    def measure(self, text):
        found = re.fullmatch(r"(\S+?) ?(kg|kgs|kilos?|lb|lbs|libras?|pounds?|كغ|كجم|رطل)?\.?", text.casefold())
        if not found:
            raise self.error("shape")
        pounds = found[2] in ("lb", "lbs", "libra", "libras", "pound", "pounds", "رطل")
        return super().measure(found[1]) * (POUND if pounds else 1)


class Integer(Decimal):
    default_error_messages = {"shape": _("%(noun)s must be a whole number, like 80")}

    def __init__(self, *, step=1, attrs=None, **kwargs):
        super().__init__(attrs={"inputmode": "numeric", **(attrs or {})}, **{"width": 4, **kwargs})
        self.step = step

    def measure(self, text):
        if not re.fullmatch("[0-9]{1,9}", text) or int(text) % self.step:
            raise self.error("shape")
        return decimal.Decimal(text)


def _western(text):
    """Arabic digits and the commas of the world, as 18.5."""
    return re.sub("[,\u066b]", ".", reading.digits(text))

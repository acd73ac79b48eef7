"""What people type, read kindly: no character is guessed, none that is seen is changed."""

import re
import unicodedata

# A NUL, a lone surrogate or U+FFFD means that bytes were lost on the way.
BROKEN = re.compile("[\x00\ufffd\ud800-\udfff]")
# Controls, bidi overrides and zero-width marks; not U+200C and U+200D, which Persian and emoji need.
INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
UNSEEN = {"Cc", "Cf", "Cn", "Me", "Mn", "Zl", "Zp", "Zs"}

MONTHS = (
    "january enero ene يناير جانفي كانون_الثاني",
    "february febrero فبراير فيفري شباط",
    "march marzo مارس آذار",
    "april abril abr أبريل أفريل نيسان",
    "may mayo مايو ماي أيار",
    "june junio يونيو جوان حزيران",
    "july julio يوليو يوليوز جويلية تموز",
    "august agosto ago أغسطس أوت غشت آب",
    "september sept septiembre setiembre سبتمبر شتنبر أيلول",
    "october octubre أكتوبر تشرين_الأول",
    "november noviembre نوفمبر نونبر تشرين_الثاني",
    "december diciembre dic ديسمبر دجنبر كانون_الأول",
)


def is_broken(text):
    return bool(BROKEN.search(text))


def one_line(text):
    return unicodedata.normalize("NFC", " ".join(INVISIBLE.sub("", text).split()))


def lines(text):
    """Text of several lines: spaces collapsed, the writer's lines kept."""
    kept = [" ".join(line.split()) for line in INVISIBLE.sub("", text).splitlines()]
    return unicodedata.normalize("NFC", "\n".join(kept).strip("\n"))


def is_seen(text):
    return any(unicodedata.category(mark) not in UNSEEN and mark not in BLANK_LETTERS for mark in text)


def digits(text):
    """The same text with every script's digits written as 0 to 9."""
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in text)


def number(text):
    """A whole number of at most 10 digits, or None."""
    text = digits(text)
    return int(text) if re.fullmatch("[0-9]{1,10}", text) else None


def month(text):
    """1 to 12 from a number or a name in English, Spanish or Arabic, or None."""
    found = number(text)
    return _NAMES.get(_folded(text)) if found is None else found if 1 <= found <= 12 else None


def _folded(text):
    letters = unicodedata.normalize("NFKD", text).casefold().strip(" .").replace(" ", "_")
    return "".join(mark for mark in letters if unicodedata.category(mark) != "Mn")


def _names():
    names = {}
    for place, written in enumerate(MONTHS, 1):
        for name in map(_folded, written.split()):
            names[name] = place
            if name.isascii() and len(name) > 3:
                names[name[:3]] = place
    return names


_NAMES = _names()

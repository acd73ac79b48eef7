"""Names and words folded for search and matching, in Python so that every script folds alike."""

import re
import unicodedata

ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىئیې", "ي"),
        **dict.fromkeys("ؤۆ", "و"),
        "ة": "ه",
        "ھ": "ه",
        "ہ": "ه",
        "ک": "ك",
        "گ": "ك",
        "ء": None,
        "ـ": None,
    }
)
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
APOSTROPHES = re.compile("['’‘ʼ`´ʻ]")
BREAKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents or Arabic marks, one form of each letter, single spaces."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    return BREAKS.sub(" ", APOSTROPHES.sub("", letters(text))).split()


def letters(text: str) -> str:
    """Fold letter by letter; spaces and signs stay."""
    plain = unicodedata.normalize("NFKC", text).translate(ARABIC).casefold().translate(LETTERS)
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(ARABIC)


def digits(phone: str) -> str:
    """The digits of a phone number in any script, without signs."""
    return "".join(str(unicodedata.digit(sign)) for sign in phone if sign.isdecimal())

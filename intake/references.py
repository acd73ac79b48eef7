"""The name of a case that people can read out: `SO-7F3K-2QXM-4`. An address, not a secret."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I L O U
SYMBOLS, GROUP = 8, 4
ALIKE = str.maketrans("OIL", "011")
BEGUN = re.compile(r"(?:SO[-\s]?)?([0-9A-Z]{4})[-\s]?([0-9A-Z]{0,4})[-\s]?")


def new():
    """A reference drawn at random: 40 bits and a check symbol."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))
    return shown(drawn + check(drawn))


def clean(typed):
    """What somebody typed or read out, as a reference; empty if it cannot be one."""
    symbols = re.sub(r"[^0-9A-Z]", "", typed.upper().translate(ALIKE))
    symbols = symbols.removeprefix("S0")
    if len(symbols) != SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in symbols):
        return ""
    return shown(symbols) if check(symbols[:SYMBOLS]) == symbols[SYMBOLS] else ""


def begun(typed):
    """The beginning of a reference, at least its first group, as it is stored; empty if it reads as anything else.

    Without a digit it is rather a name.
    """
    found = BEGUN.fullmatch(typed.strip().upper())
    if not found or not re.search(r"\d", "".join(found.groups())) or not re.search(r"[A-Z]", typed.upper()):
        return ""
    symbols = "".join(found.groups()).translate(ALIKE)
    if any(symbol not in ALPHABET for symbol in symbols):
        return ""
    return f"SO-{symbols[:GROUP]}-{symbols[GROUP:]}"


def check(symbols):
    """The check symbol by the Luhn rule modulo 32: one wrong symbol or two swapped neighbors never fit."""
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def shown(symbols):
    return f"SO-{symbols[:4]}-{symbols[4:8]}-{symbols[8]}"

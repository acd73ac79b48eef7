"""Four easy words that open a request on another device, in the person's language."""

import secrets
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
COUNT = 4
LANGUAGES = ("en", "es", "ar")
_chance = secrets.SystemRandom()


def draw(language: str) -> str:
    """Four different words; 40 bits, and every wrong try counts against a limit."""
    return " ".join(_chance.sample(listed(language[:2]), COUNT))


@cache
def listed(language: str) -> tuple[str, ...]:
    """The words of a language; of English where there is no list."""
    name = language if language in LANGUAGES else "en"
    return tuple((DATA / f"words_{name}.txt").read_text(encoding="utf-8").split())

"""Papers as accessible PDF: tagged, the language set, PDF/A for keeping. Values are data, never markup."""

import json
from functools import cache
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
HERE = Path(__file__).parent
RIGHT_TO_LEFT = {"ar"}
KEPT = ["a-2a", "ua-1"]
APART, LEFT_TO_RIGHT, END = "\u2068", "\u2066", "\u2069"


def pdf(template, data, *, title, language):
    """-> the bytes of a PDF. `title` is what lists and windows show: it holds no name and no reference."""
    import typst  # noqa: PLC0415  (slow to load, and most processes never need it)

    said = {"title": str(title), "language": language, "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr"}
    source = {"input": str(HERE / f"{template}.typ"), "root": str(HERE), "font_paths": _fonts()}
    inputs = {"data": json.dumps({**data, **said}, ensure_ascii=False, default=str)}
    try:
        return typst.compile(**source, sys_inputs=inputs, pdf_standards=KEPT)
    except typst.TypstError as error:
        # A letter of a name that our fonts lack is an error of the standard; the family gets its paper all the same.
        log.warning("paper_below_standard", error=type(error).__name__)
        return typst.compile(**source, sys_inputs=inputs)


def apart(value):
    """A person's or a place's words inside text of another direction."""
    return f"{APART}{value}{END}" if value else ""


def ltr(value):
    """A number, an address or a reference, which reads from left to right in every language."""
    return f"{LEFT_TO_RIGHT}{value}{END}" if value else ""


@cache
def _fonts():
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])

"""The code on a sheet that lies on top of what comes back on paper: which case, which record. It names nobody."""

import io
import re

from django.utils.crypto import constant_time_compare, salted_hmac

SHAPE = re.compile(r"SO1\.(SO-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])\.([0-9]{1,4})\.([0-9a-f]{12})")


def code(reference, number=0):
    """`number` 0: not said which record."""
    return f"SO1.{reference}.{number}.{_mark(reference, number)}"


def read(text):
    """-> (reference, number of the record or 0), or None for what is not a code of ours"""
    match = SHAPE.fullmatch(text.strip())
    if match is None or not constant_time_compare(match[3], _mark(match[1], int(match[2]))):
        return None
    return match[1], int(match[2])


def picture(text):
    """-> the QR code as SVG"""
    import segno  # noqa: PLC0415  (only where papers are made)

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return out.getvalue().decode()


def _mark(reference, number):
    return salted_hmac("sheet", f"{reference}|{number}", algorithm="sha256").hexdigest()[:12]

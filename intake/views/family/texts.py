"""Longer texts of the reference data, as pages show them."""

from intake.queries.reference import text


def written(row):
    """A text of the reference data in paragraphs; a draft says so until a named person has approved it."""
    return {
        "title": text(row, "title"),
        "paragraphs": [part.strip() for part in text(row, "body").split("\n\n") if part.strip()],
        "draft": row.must_approve and row.approved_by_id is None,
    }

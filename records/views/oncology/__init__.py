"""The oncology team's room."""

from .case import case
from .inbox import inbox
from .steps import accept, ask, note, reject, start_review, waive

__all__ = ["accept", "ask", "case", "inbox", "note", "reject", "start_review", "waive"]

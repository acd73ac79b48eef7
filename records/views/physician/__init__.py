"""The office's room: what is asked of it, what it sends, and a referral of its own."""

from .answering import answer, record
from .case import case, leave, permission
from .post import exchange, packing_sheet
from .refer import refer
from .sending import batch, end_upload, remove, sent, ship, upload

__all__ = [
    "answer", "batch", "case", "end_upload", "exchange", "leave", "packing_sheet", "permission", "record", "refer",
    "remove", "sent", "ship", "upload",
]  # fmt: skip

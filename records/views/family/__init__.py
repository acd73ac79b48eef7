"""The family's room, as far as it knows of records: the pages of questions, sending, status, records."""

from .asked import asked
from .changes import confirm, died, reopen, withdraw
from .check import check, sent
from .pages import case, page, too_old
from .places import places
from .records import others, record, records, remove, upload
from .status import code, status

__all__ = [
    "asked", "case", "check", "code", "confirm", "died", "others", "page", "places", "record", "records", "remove",
    "reopen", "sent", "status", "too_old", "upload", "withdraw",
]  # fmt: skip

"""The family's room, as far as it knows of records: the pages of questions, sending, status, records."""

from .asked import asked
from .changes import confirm, died, reopen, withdraw
from .check import check, sent
from .files import batch, end_upload, remove
from .own_form import own_form
from .pages import case, page, too_old
from .permits import permission, permission_copy, revoke, sign, sign_again
from .places import places
from .records import others, record, records, upload
from .status import code, status

__all__ = [
    "asked", "batch", "case", "check", "code", "confirm", "died", "end_upload", "others", "own_form", "page",
    "permission", "permission_copy", "places", "record", "records", "remove", "reopen", "revoke", "sent", "sign",
    "sign_again", "status", "too_old", "upload", "withdraw",
]  # fmt: skip

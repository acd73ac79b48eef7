"""The coordinators' room."""

from .asking import ask
from .case import case
from .endings import death, decline, lift_death, report_death
from .files import file, upload
from .letters import letter, letter_sent, letters
from .new import new
from .outside import called, code, guardian, office, retry
from .permits import new_permission, on_paper, permission, permission_copy, permissions
from .places import place
from .queue import queue
from .records import add, record
from .steps import assign, gaps, go_on, newest, note, priority, step, withdraw

__all__ = [
    "add", "ask", "assign", "called", "case", "code", "death", "decline", "file", "gaps", "go_on", "guardian",
    "letter", "letter_sent", "letters", "lift_death", "new", "new_permission", "newest", "note", "office", "on_paper",
    "permission", "permission_copy", "permissions", "place", "priority", "queue", "record", "report_death", "retry",
    "step", "upload", "withdraw",
]  # fmt: skip

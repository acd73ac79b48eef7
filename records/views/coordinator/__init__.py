"""The coordinators' room."""

from .asking import ask
from .calls import calls, contact, snooze
from .case import case
from .endings import death, decline, lift_death, report_death
from .files import file, upload
from .new import new
from .outside import called, code, guardian, office, retry
from .queue import queue
from .records import add, record
from .steps import assign, gaps, go_on, newest, note, priority, step, withdraw

__all__ = [
    "add", "ask", "assign", "called", "calls", "case", "code", "contact", "death", "decline", "file", "gaps", "go_on",
    "guardian", "lift_death", "new", "newest", "note", "office", "priority", "queue", "record", "report_death", "retry",
    "snooze", "step", "upload", "withdraw",
]  # fmt: skip

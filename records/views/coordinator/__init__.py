"""The coordinators' room."""

from .asking import ask
from .calls import calls, contact, snooze
from .case import case
from .checking import check, preview
from .endings import death, decline, lift_death, report_death
from .files import batch, end_upload, file, upload
from .incidents import incident, incident_file, incidents
from .letters import letter, letter_sent, letters
from .new import new
from .outside import called, code, guardian, office, retry
from .permits import new_permission, on_paper, permission, permission_copy, permissions
from .places import place
from .post import arrivals, packing_sheet, post
from .queue import queue
from .records import add, record
from .sorting import first_check, sort
from .steps import assign, gaps, go_on, newest, note, priority, step, withdraw
from .tray import scan, scan_file, tray

__all__ = [
    "add", "arrivals", "ask", "assign", "batch", "called", "calls", "case", "check", "code", "contact", "death",
    "decline", "end_upload", "file", "first_check", "gaps", "go_on", "guardian", "incident", "incident_file",
    "incidents", "letter", "letter_sent", "letters", "lift_death", "new", "new_permission", "newest", "note",
    "office", "on_paper", "packing_sheet", "permission", "permission_copy", "permissions", "place", "post", "preview",
    "priority", "queue", "record", "report_death", "retry", "scan", "scan_file", "snooze", "sort", "step", "tray",
    "upload", "withdraw",
]  # fmt: skip

"""What was sent to whom: the outbox of one case, the calls to make, and what is stuck."""

from django.utils.crypto import salted_hmac

from records import board

KINDS = {
    "draft_saved": "Link to the unsent request", "draft_expiring": "Unsent request ends soon", "new_link": "New link",
    "new_words": "Link to choose new words",
    "receipt": "Receipt", "team_alert": "New case", "physician_invited": "Invitation",
    "guardian_confirm": "Confirm the request", "info_needed": "Questions", "missing_records": "Missing records",
    "physician_reminder": "Reminder", "item_received": "Records came", "item_rejected": "A record cannot be used",
    "file_failed": "A file could not be used",
    "files_here": "Receipt for files", "all_here": "Everything is here", "review_started": "Review started",
    "opinion_ready": "News", "declined": "News: declined", "withdrawn": "Taken back", "closed": "Finished",
    "access_alert": "Security notice", "closing_soon": "The request will be closed",
    "records_reminder_facility": "Missing records", "parcel_trace": "A parcel that does not come",
    "stuck_case": "Waiting too long", "call_again": "They asked to be called again",
    "date_check": "The date is near", "date_passed": "The date has passed",
}  # fmt: skip


def lists(notices, audience, snapshot):
    """All notices as lines, and of them the calls to make and the stuck ones."""
    lines = [_line(notice) for notice in notices]
    return {
        "sent": lines,
        "calls": [line for line in lines if line["state"] == "To call"],
        "stuck": [line for line in lines if line["state"] == "Stuck"],
    }


def name(notice):
    """Stands for the notice in a form: keys of rows never leave the database."""
    return salted_hmac("notice", str(notice.pk), algorithm="sha256").hexdigest()[:16]


def state(notice):
    if notice.cancelled_at:
        return "Called off"
    if notice.sent_at:
        return "Told by phone" if notice.channel == "call" else "Sent"
    if notice.parked_at:
        return "Stuck"
    return "To call" if notice.channel == "call" else "Waiting"


def _line(notice):
    return {
        "name": name(notice), "what": KINDS.get(notice.kind, notice.kind), "to": board.who(notice.to),
        "room": str(notice.to.room), "state": state(notice), "made_at": notice.made_at, "due_at": notice.due_at,
        "sent_at": notice.sent_at, "error": notice.last_error, "attempts": notice.attempts, "digest": notice.digest,
    }  # fmt: skip

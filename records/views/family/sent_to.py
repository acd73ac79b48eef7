"""What was sent to the family: when, what, and whether it went out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.queries import notices

WHAT = {
    "draft_saved": gettext_lazy("The link to your unsent request"),
    "draft_expiring": gettext_lazy("A reminder that your request is not sent yet"),
    "new_link": gettext_lazy("A new link"),
    "new_words": gettext_lazy("A link to choose new words"),
    "receipt": gettext_lazy("We have your request"),
    "guardian_confirm": gettext_lazy("Tell us that the request is right"),
    "info_needed": gettext_lazy("We need an answer from you"),
    "missing_records": gettext_lazy("We need records from you"),
    "date_check": gettext_lazy("Your date is near"),
    "date_passed": gettext_lazy("Your date has passed"),
    "item_received": gettext_lazy("Records have come"),
    "files_here": gettext_lazy("We have your files"),
    "file_failed": gettext_lazy("A file could not be used"),
    "item_rejected": gettext_lazy("A record cannot be used"),
    "all_here": gettext_lazy("Everything is here"),
    "review_started": gettext_lazy("The review has started"),
    "opinion_ready": gettext_lazy("There is news for you"),
    "declined": gettext_lazy("There is news for you"),
    "withdrawn": gettext_lazy("You took the request back"),
    "closed": gettext_lazy("Your request is finished"),
    "access_alert": gettext_lazy("A change in who can open your request"),
}


def lines(case, user):
    """Newest first; what was called off never left."""
    return [_line(notice) for notice in notices.told(case, user)]


def _line(notice):
    what = WHAT.get(notice.kind, _("A message from us"))
    if notice.channel == "call":
        how = _("We told you by phone") if notice.sent_at else _("We will call you")
    elif notice.sent_at:
        how = _("Sent by email")
    else:
        how = _("We try again, or call you") if notice.parked_at else _("Will be sent by email")
    return {"what": what, "when": notice.sent_at or notice.due_at, "how": how}

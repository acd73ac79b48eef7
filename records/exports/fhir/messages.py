"""What was sent: that it was, when, and by which name; never what it said."""

from intake.domain import letters
from intake.queries import notices

from .resources import coded, moment

CATEGORY = "http://terminology.hl7.org/CodeSystem/communication-category"
REMINDERS = {
    "missing_records",
    "physician_reminder",
    "info_needed",
    "guardian_confirm",
    "draft_expiring",
    "date_check",
    "date_passed",
}


def resources(here):
    sent = [notice for notice in notices.of_case(here.case) if notice.sent_at]
    return [_message(here, notice) for notice in reversed(sent)]


def _message(here, notice):
    name = letters.message_id(notice).strip("<>")
    word = "alert" if notice.kind == "team_alert" else "reminder" if notice.kind in REMINDERS else "notification"
    return here.make(
        "Communication",
        f"message-{name}",
        status="completed",
        category=[coded(CATEGORY, word, word.title())],
        about=[here.ref("request")],
        sent=moment(notice.sent_at),
        recipient=[{"display": notice.to.get_role_display()}],
        payload=[{"contentString": name}],
    )

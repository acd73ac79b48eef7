"""Which kinds of notice there are and what stops them (notices.csv of the reference data is the specification)."""

from intake.states import ENDED, CaseStatus, HoldKind

# kind -> the text it uses (notice_texts); the rooms' links lead to the person's own page.
TEXTS = {
    "draft_saved": "generic_saved",
    "draft_expiring": "generic_action",
    "new_link": "generic_link",
    "new_words": "generic_link",
    "receipt": "generic_receipt",
    "team_alert": "staff_new",
    "physician_invited": "generic_physician",
    "guardian_confirm": "generic_action",
    "info_needed": "generic_action",
    "missing_records": "generic_action",
    "physician_reminder": "generic_physician",
    "closing_soon": "generic_action",
    "date_check": "generic_action",
    "date_passed": "generic_action",
    "records_request": "facility_link",
    "authorization_needed": "generic_action",
    "authorization_expiring": "generic_action",
    "item_received": "generic_progress",
    "item_rejected": "generic_action",
    "file_failed": "generic_action",
    "files_here": "generic_receipt",
    "all_here": "generic_progress",
    "review_started": "generic_progress",
    "opinion_ready": "generic_message",
    "declined": "generic_message",
    "withdrawn": "generic_message",
    "closed": "generic_message",
    "access_alert": "generic_security",
    "staff_digest": "staff_digest",
    "stuck_case": "staff_new",
}

# The same to one of the staff, where a family is told in other words.
STAFF_TEXTS = {"date_check": "staff_new"}

# Receipts, invitations, links and codes leave at any hour.
EXEMPT = {
    "draft_saved",
    "new_link",
    "new_words",
    "receipt",
    "files_here",
    "file_failed",
    "physician_invited",
    "guardian_confirm",
}

# What asks somebody to do something stops with the case; a receipt or a farewell does not.
CHASING = {
    *("draft_expiring", "guardian_confirm", "info_needed", "missing_records", "physician_reminder", "closing_soon"),
    *("date_check", "date_passed"),
    *("authorization_needed", "authorization_expiring", "records_request"),
}

# Calls to places that we have no mail of, and what lies with us too long.
OURS = {"records_reminder_facility", "parcel_trace", "call_again", "stuck_case"}

# Nothing but a new link (asked for by the person) and a security alert goes out once a death is reported.
STOPPED_BY_DEATH = set(TEXTS) - {"new_link", "access_alert", "staff_digest"}

# A physician's invitation ends with the case too, and so do the links in it.
ENDS_WITH_CASE = CHASING | OURS | {"physician_invited", "item_rejected", "file_failed"}


def is_over(kind, case, holds):
    """Whether what the notice is about has ended since it was owed. `holds` are those set now."""
    if kind in STOPPED_BY_DEATH and (HoldKind.DEATH_REPORTED in holds or case.status == CaseStatus.DECEASED):
        return True
    if kind in ENDS_WITH_CASE and case.status in ENDED:
        return True
    if kind == "guardian_confirm" and HoldKind.GUARDIAN_NOT_CONFIRMED not in holds:
        return True
    return kind == "draft_expiring" and case.status != CaseStatus.DRAFT

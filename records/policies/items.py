"""Whether a step with one record may be taken: a reason, or nothing."""

from django.conf import settings

from intake.models import User
from intake.states import Role, Room
from records import wording
from records.queries import permits
from records.states import ITEM_TRANSITIONS, OPEN, ItemStatus

SENT_BACK = {ItemStatus.UNREADABLE, ItemStatus.INCOMPLETE, ItemStatus.WRONG_PATIENT}
LEGAL = "legal"
AT_PLACES = {ItemStatus.ASKED, ItemStatus.PROMISED}  # a place has it, and is waited for
REQUIRED = "required"


def why_not(item, action, *, by: User, now=None):
    """-> the reason why this person cannot take this step with the record now, or None."""
    move = ITEM_TRANSITIONS[action]
    if by.room not in move.rooms:
        return wording.NOT_YOURS
    if item.status not in move.sources:
        return wording.NOT_POSSIBLE
    if not move.allows(item.status, by.room):
        return wording.NOT_YOURS
    if action == "waive":
        return _waive(item, by)
    if action == "not_exist" and item.necessity == REQUIRED and by.room == Room.FAMILY:
        return wording.COORDINATOR_SAYS_NOT_THERE
    if action == "accept" and item.received_at is None:
        return wording.NO_FILE_TO_ACCEPT
    return None


def _waive(item, by):
    if not item.waived_why:
        return wording.REASON_NEEDED
    if item.necessity == REQUIRED and by.role not in {Role.LEAD_COORDINATOR, Role.ONCOLOGY}:
        return wording.LEADS_WAIVE
    return None


def steps(item, *, by):
    """Every step from here for this person's room, each with the reason why not, or None."""
    return {
        action: why_not(item, action, by=by)
        for action, move in ITEM_TRANSITIONS.items()
        if move.allows(item.status, by.room)
    }


def may_see(item, kind, user, asked=None):
    """Legal papers are for the family and the coordinator; an office sees what is asked of it.

    `asked`: ids of the records that a place is asked for by a signed permission; None for the treating office.
    """
    match user.room:
        case Room.FAMILY | Room.COORDINATOR:
            return True
        case Room.PHYSICIAN:
            theirs = item.party == "physician" if asked is None else item.pk in asked
            return kind.category != LEGAL and theirs and item.dropped_at is None
        case Room.ONCOLOGY:
            return kind.category != LEGAL
    return False


def is_theirs(item, user):
    """Whether it is the person's room that has it. A place's desk sees only what it was asked for."""
    return item.party in {Room.FAMILY: {"family"}, Room.PHYSICIAN: {"physician", "facility"}}.get(user.room, ())


def ground(case, item):
    """On what ground it may be asked for now, or "": other places need a signed permission."""
    if item.party == "family":
        return "family"
    if item.party == "facility" and permits.is_covered(item):
        return "authorization"
    office = item.party == "physician" and case.office_mail and item.category != LEGAL
    return "treatment" if office else ""


def why_not_ask(case, item):
    """-> the reason why nobody can be asked for it now, or None."""
    if ground(case, item):
        return None
    return wording.PERMISSION_NEEDED if item.party == "facility" else wording.OFFICE_UNKNOWN


def said(item):
    """What the family told us of it: have, hospital, not_done, not_sure, or ""."""
    if item.exists == "yes":
        return "have" if item.party == "family" else "hospital"
    return {"no": "not_done", "unknown": "not_sure"}.get(item.exists, "")


def waiting_on(item):
    """The party that must act with this record now, or ""."""
    if item.dropped_at or item.status not in {*OPEN, ItemStatus.RECEIVED}:
        return ""
    if item.status == ItemStatus.RECEIVED or item.exists == "no":
        return "coordinator"
    if item.status == ItemStatus.IN_TRANSIT:
        return "carrier"
    if item.status == ItemStatus.NEEDED and item.party != "family":
        return "family" if item.necessity == "if exists" and not item.exists else "coordinator"
    return item.party


def may_answer(item):
    """Whether the office may say that it comes later, is elsewhere or was never done."""
    return item.status in {ItemStatus.ASKED, ItemStatus.PROMISED}


def is_for_sender(item):
    """Whether the next thing to do with it is the sender's, not ours."""
    return item.status in {*OPEN, *SENT_BACK} and item.status != ItemStatus.IN_TRANSIT


def is_open(scan):
    """Whether anybody may have the bytes of a file in this state of its check.

    What no scanner has seen opens in demonstrations without one alone.
    """
    return scan == "clean" or (scan == "not_scanned" and settings.DEPLOYMENT == "demo")


def may_download(upload, user):
    """Families and offices have their own files, the case's staff all; oncology no legal papers."""
    if not is_open(upload.scan):
        return False
    match user.room:
        case Room.FAMILY | Room.PHYSICIAN:
            return upload.uploaded_by_id == user.pk
        case Room.COORDINATOR:
            return True
        case Room.ONCOLOGY:
            return upload.item is None or upload.item.category != LEGAL
    return False


def asks_office(item):
    """Whether a newly invited office is asked for it: not if an office has said already that it is elsewhere."""
    told = item.party == "facility" and item.came_from in {ItemStatus.ASKED, ItemStatus.PROMISED}
    return item.party != "family" and item.category != LEGAL and item.necessity != "helpful" and not told


def open_for_files(item):
    """Whether a file for this record makes sense."""
    return item.status not in {ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE, ItemStatus.SUPERSEDED, ItemStatus.RETURNED}

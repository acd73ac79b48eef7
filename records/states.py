"""The states of one record on the checklist and the moves between them."""

from django.db.models import TextChoices

from intake.states import Move, Room


class ItemStatus(TextChoices):
    NEEDED = "needed", "Still needed"
    ASKED = "asked", "Asked"
    PROMISED = "promised", "Promised"
    IN_TRANSIT = "in_transit", "On its way"
    RECEIVED = "received", "Received, to check"
    ACCEPTED = "accepted", "Accepted"
    WRONG_PATIENT = "wrong_patient", "Another child's record"
    UNREADABLE = "unreadable", "Cannot be read"
    INCOMPLETE = "incomplete", "A part is missing"
    SUPERSEDED = "superseded", "Replaced by a newer one"
    RETURNED = "returned", "Sent back to the owner"
    WAIVED = "waived", "Not needed after all"
    NOT_APPLICABLE = "not_applicable", "Does not exist"


I, R = ItemStatus, Room
SENDERS = {R.FAMILY, R.PHYSICIAN, R.COORDINATOR}
STAFF = {R.COORDINATOR, R.ONCOLOGY}
OPEN = {I.NEEDED, I.ASKED, I.PROMISED, I.IN_TRANSIT}
DONE = {I.ACCEPTED, I.RETURNED}
GONE = {I.SUPERSEDED, I.WAIVED, I.NOT_APPLICABLE}  # neither missing nor counted
SETTLED = DONE | GONE


def _move(sources, target, rooms, stamps="", clears=""):
    return Move(frozenset(sources), target, frozenset(rooms), stamps=stamps, clears=clears)


ITEM_TRANSITIONS = {
    "ask": _move({I.NEEDED}, I.ASKED, {R.COORDINATOR, R.SYSTEM}, stamps="asked"),
    "promise": _move({I.ASKED}, I.PROMISED, SENDERS),
    "lapse": _move({I.PROMISED}, I.ASKED, {R.SYSTEM}),
    "ship": _move({I.NEEDED, I.ASKED, I.PROMISED}, I.IN_TRANSIT, SENDERS),
    "lose": _move({I.IN_TRANSIT}, I.ASKED, {R.COORDINATOR, R.SYSTEM}),
    "receive": _move({I.NEEDED, I.ASKED, I.PROMISED}, I.RECEIVED, SENDERS | {R.SYSTEM}, stamps="received"),
    "arrive": _move({I.IN_TRANSIT}, I.RECEIVED, {R.COORDINATOR, R.SYSTEM}, stamps="received"),
    "unreceive": _move({I.RECEIVED}, I.NEEDED, SENDERS, clears="received"),
    "accept": _move({I.RECEIVED}, I.ACCEPTED, STAFF, stamps="accepted"),
    "recheck": _move({I.ACCEPTED}, I.RECEIVED, STAFF, clears="accepted"),
    "wrong_patient": _move({I.RECEIVED}, I.WRONG_PATIENT, STAFF, stamps="rejected", clears="received"),
    "unreadable": _move({I.RECEIVED}, I.UNREADABLE, STAFF, stamps="rejected", clears="received"),
    "incomplete": _move({I.RECEIVED}, I.INCOMPLETE, STAFF, stamps="rejected", clears="received"),
    "enough": _move({I.INCOMPLETE}, I.ACCEPTED, STAFF, stamps="accepted"),
    "need_again": _move({I.WRONG_PATIENT}, I.NEEDED, {R.SYSTEM}),
    "ask_again": _move({I.UNREADABLE, I.INCOMPLETE}, I.ASKED, {R.SYSTEM, R.COORDINATOR}, stamps="asked"),
    "supersede": _move({I.RECEIVED, I.ACCEPTED}, I.SUPERSEDED, {R.COORDINATOR, R.SYSTEM}),
    "send_back": _move({I.ACCEPTED, I.SUPERSEDED, I.WRONG_PATIENT}, I.RETURNED, {R.COORDINATOR}),
    "elsewhere": _move({I.ASKED, I.PROMISED}, I.NEEDED, {R.COORDINATOR, R.PHYSICIAN}, clears="asked"),
    "waive": _move({I.NEEDED, I.ASKED, I.PROMISED}, I.WAIVED, STAFF, stamps="waived"),
    "not_exist": _move({I.NEEDED, I.ASKED}, I.NOT_APPLICABLE, {R.FAMILY, R.COORDINATOR, R.SYSTEM}, stamps="waived"),
    "want_again": _move(
        {I.WAIVED, I.NOT_APPLICABLE}, I.NEEDED, {R.FAMILY, *STAFF, R.SYSTEM}, clears="waived"
    ),
}

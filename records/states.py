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


class Party(TextChoices):
    """Whom we wait for outside, as chasing.csv names them."""

    FAMILY = "family", "Family"
    PHYSICIAN = "physician", "Doctor's office"
    FACILITY_RECORDS = "facility_records", "Hospital records office"
    PATHOLOGY_LAB = "pathology_lab", "Lab"
    IMAGE_DESK = "image_desk", "Scan department"
    CARRIER = "carrier", "Parcel service"


FACILITIES = {Party.FACILITY_RECORDS, Party.PATHOLOGY_LAB, Party.IMAGE_DESK}


class Way(TextChoices):
    CALL = "call", "Call"
    LETTER = "letter", "Letter"
    FAX = "fax", "Fax"
    VISIT = "visit", "Visit"


class Outcome(TextChoices):
    PROMISED = "promised", "They promised it by a day"
    TALKED = "talked", "We talked, or it was handed over"
    MESSAGE = "message", "I left a message"
    NO_ANSWER = "no_answer", "Nobody answered"
    WRONG_NUMBER = "wrong_number", "The number is wrong"


REACHED = {Outcome.PROMISED, Outcome.TALKED}


class AuthorizationStatus(TextChoices):
    DRAFT = "draft", "Not signed yet"
    SIGNED = "signed", "Signed, to be checked"
    ACTIVE = "active", "In force"
    EXPIRED = "expired", "Run out"
    REVOKED = "revoked", "Taken back"
    REPLACED = "replaced", "Replaced by a newer one"


It, R = ItemStatus, Room
SENDERS = {R.FAMILY, R.PHYSICIAN, R.COORDINATOR}
STAFF = {R.COORDINATOR, R.ONCOLOGY}
OPEN = {It.NEEDED, It.ASKED, It.PROMISED, It.IN_TRANSIT}
DONE = {It.ACCEPTED, It.RETURNED}
GONE = {It.SUPERSEDED, It.WAIVED, It.NOT_APPLICABLE}  # neither missing nor counted
SETTLED = DONE | GONE


def _move(sources, target, rooms, stamps="", clears="", only=None):
    return Move(frozenset(sources), target, frozenset(rooms), stamps=stamps, clears=clears, only=only or {})


ITEM_TRANSITIONS = {
    "ask": _move({It.NEEDED}, It.ASKED, {R.COORDINATOR, R.SYSTEM}, stamps="asked"),
    "promise": _move({It.ASKED}, It.PROMISED, SENDERS),
    "lapse": _move({It.PROMISED}, It.ASKED, {R.SYSTEM}),
    "ship": _move({It.NEEDED, It.ASKED, It.PROMISED}, It.IN_TRANSIT, SENDERS),
    "lose": _move({It.IN_TRANSIT}, It.ASKED, {R.COORDINATOR, R.SYSTEM}),
    "receive": _move({It.NEEDED, It.ASKED, It.PROMISED}, It.RECEIVED, SENDERS | {R.SYSTEM}, stamps="received"),
    "arrive": _move({It.IN_TRANSIT}, It.RECEIVED, {R.COORDINATOR, R.SYSTEM}, stamps="received"),
    "unreceive": _move({It.RECEIVED}, It.NEEDED, SENDERS | {R.SYSTEM}, clears="received"),
    "accept": _move({It.RECEIVED}, It.ACCEPTED, STAFF | {R.SYSTEM}, stamps="accepted"),
    "recheck": _move({It.ACCEPTED}, It.RECEIVED, STAFF | {R.SYSTEM}, clears="accepted"),
    "wrong_patient": _move({It.RECEIVED}, It.WRONG_PATIENT, STAFF, stamps="rejected", clears="received"),
    "unreadable": _move({It.RECEIVED}, It.UNREADABLE, STAFF, stamps="rejected", clears="received"),
    "incomplete": _move({It.RECEIVED}, It.INCOMPLETE, STAFF, stamps="rejected", clears="received"),
    "enough": _move({It.INCOMPLETE}, It.ACCEPTED, STAFF, stamps="accepted"),
    "need_again": _move({It.WRONG_PATIENT}, It.NEEDED, {R.SYSTEM}),
    "ask_again": _move({It.UNREADABLE, It.INCOMPLETE}, It.ASKED, {R.SYSTEM, R.COORDINATOR}, stamps="asked"),
    "supersede": _move({It.RECEIVED, It.ACCEPTED}, It.SUPERSEDED, {R.COORDINATOR, R.SYSTEM}),
    "send_back": _move({It.ACCEPTED, It.SUPERSEDED, It.WRONG_PATIENT}, It.RETURNED, {R.COORDINATOR}),
    "call_off": _move({It.ASKED}, It.NEEDED, {R.SYSTEM}, clears="asked"),
    "elsewhere": _move({It.ASKED}, It.NEEDED, {R.COORDINATOR, R.PHYSICIAN}, clears="asked"),
    "waive": _move({It.NEEDED, It.ASKED, It.PROMISED}, It.WAIVED, STAFF, stamps="waived"),
    "not_exist": _move(
        {It.NEEDED, It.ASKED},
        It.NOT_APPLICABLE,
        {R.FAMILY, R.COORDINATOR},
        stamps="waived",
        only={It.ASKED: {R.COORDINATOR}},
    ),
    "want_again": _move(
        {It.WAIVED, It.NOT_APPLICABLE}, It.NEEDED, {R.FAMILY, *STAFF}, clears="waived", only={It.WAIVED: STAFF}
    ),
}

Au = AuthorizationStatus
SIGNERS = {R.FAMILY, R.COORDINATOR}
STANDING = {Au.DRAFT, Au.SIGNED, Au.ACTIVE, Au.EXPIRED}  # the one that counts for its place
AUTHORIZATION_TRANSITIONS = {
    "sign": _move({Au.DRAFT}, Au.SIGNED, SIGNERS, stamps="signed"),
    "activate": _move({Au.SIGNED}, Au.ACTIVE, {R.COORDINATOR, R.SYSTEM}),
    "expire": _move({Au.SIGNED, Au.ACTIVE}, Au.EXPIRED, {R.SYSTEM}, stamps="ended"),
    "revoke": _move({Au.SIGNED, Au.ACTIVE}, Au.REVOKED, SIGNERS, stamps="ended"),
    "replace": _move({Au.DRAFT, Au.SIGNED, Au.ACTIVE, Au.EXPIRED}, Au.REPLACED, {*SIGNERS, R.SYSTEM}, stamps="ended"),
}

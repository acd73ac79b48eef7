"""The states of a case and the moves between them: data that both apps read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import TextChoices


class Room(TextChoices):
    FAMILY = "family"
    PHYSICIAN = "physician"
    COORDINATOR = "coordinator"
    ONCOLOGY = "oncology"
    ADMIN = "admin"
    SYSTEM = "system"


class Role(TextChoices):
    FAMILY = "family"
    PHYSICIAN = "physician"
    COORDINATOR = "coordinator"
    LEAD_COORDINATOR = "lead_coordinator"
    ONCOLOGY = "oncology"
    PRIVACY = "privacy"
    ADMIN = "admin"
    SYSTEM = "system"

    @property
    def room(self):
        return ROOM_OF_ROLE[self]


ROOM_OF_ROLE = {
    Role.FAMILY: Room.FAMILY,
    Role.PHYSICIAN: Room.PHYSICIAN,
    Role.COORDINATOR: Room.COORDINATOR,
    Role.LEAD_COORDINATOR: Room.COORDINATOR,
    Role.ONCOLOGY: Room.ONCOLOGY,
    Role.PRIVACY: Room.COORDINATOR,
    Role.ADMIN: Room.ADMIN,
    Role.SYSTEM: Room.SYSTEM,
}


class CaseStatus(TextChoices):
    DRAFT = "draft", "Started, not sent"
    SUBMITTED = "submitted", "Sent"
    IN_TRIAGE = "in_triage", "In triage"
    NEEDS_INFORMATION = "needs_information", "Needs information"
    COLLECTING_RECORDS = "collecting_records", "Collecting records"
    READY_FOR_REVIEW = "ready_for_review", "Ready for review"
    IN_REVIEW = "in_review", "In review"
    OPINION_READY = "opinion_ready", "Opinion ready"
    DELIVERED = "delivered", "Delivered"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED = "declined", "Declined"
    MERGED = "merged", "Merged"
    DECEASED = "deceased", "Child has died"


class Priority(TextChoices):
    P1 = "P1", "Very urgent"
    P2 = "P2", "Urgent"
    P3 = "P3", "Regular"


class WaitingOn(TextChoices):
    FAMILY = "family", "Family"
    PHYSICIAN = "physician", "Doctor's office"
    FACILITY = "facility", "Hospital or lab"
    CARRIER = "carrier", "Parcel service"
    COORDINATOR = "coordinator", "Coordinator"
    ONCOLOGY = "oncology", "Oncology"
    NOBODY = "nobody", "No one"


class HoldKind(TextChoices):
    TURNING_18 = "turning_18", "Turning 18"
    GUARDIAN_NOT_CONFIRMED = "guardian_not_confirmed", "Guardian not confirmed"
    AUTHORITY_NONE_OR_UNSURE = "authority_none_or_unsure", "Authority not known"
    PAPERS_MISSING = "papers_missing", "Guardian papers missing"
    AUTHORITY_DISPUTE = "authority_dispute", "Parents disagree"
    FACILITY_HOLD = "facility_hold", "Study held"
    LEGAL_HOLD = "legal_hold", "Legal hold"
    DEATH_REPORTED = "death_reported", "Death reported"


BACK = "back"  # the target of a move that returns to where the row came from


class Move(NamedTuple):
    sources: frozenset  # from any of these
    target: str  # BACK = the state it came from
    rooms: frozenset  # who may
    tells: frozenset = frozenset()  # which rooms are owed a notice
    stamps: str = ""  # submitted -> submitted_at, submitted_by
    clears: str = ""
    notice: str = ""  # the kind of notice that is owed
    only: Mapping = MappingProxyType({})  # source -> who may from there, where not everybody of `rooms`

    def allows(self, status, room):
        """Whether the table has this cell."""
        return status in self.sources and room in self.only.get(status, self.rooms)


S, R = CaseStatus, Room
ENDED = {S.CLOSED, S.WITHDRAWN, S.DECLINED, S.MERGED, S.DECEASED}
OPEN = set(S) - ENDED
SENT_AND_OPEN = OPEN - {S.DRAFT}
ON_THE_ROAD = SENT_AND_OPEN - {S.DELIVERED}
BEFORE_REVIEW = {S.SUBMITTED, S.IN_TRIAGE, S.NEEDS_INFORMATION, S.COLLECTING_RECORDS, S.READY_FOR_REVIEW}


def _move(sources, target, rooms, tells=(), notice="", stamps="", clears="", only=None):
    return Move(frozenset(sources), target, frozenset(rooms), frozenset(tells), stamps, clears, notice, only or {})


STAFF = {R.COORDINATOR, R.ONCOLOGY}
TRANSITIONS = {
    "submit": _move({S.DRAFT}, S.SUBMITTED, {R.FAMILY, R.PHYSICIAN, R.COORDINATOR}, stamps="submitted"),
    "delete_draft": _move({S.DRAFT}, S.WITHDRAWN, {R.FAMILY}, stamps="ended"),
    "expire": _move({S.DRAFT}, S.CLOSED, {R.SYSTEM}, stamps="ended"),
    "reopen_draft": _move({S.CLOSED}, S.DRAFT, {R.FAMILY}, clears="ended"),
    "take": _move({S.SUBMITTED}, S.IN_TRIAGE, {R.COORDINATOR}),
    "undo_take": _move({S.IN_TRIAGE}, S.SUBMITTED, {R.COORDINATOR}),
    "merge": _move({S.SUBMITTED, S.IN_TRIAGE}, S.MERGED, {R.COORDINATOR}, stamps="ended"),
    "unmerge": _move({S.MERGED}, S.IN_TRIAGE, {R.COORDINATOR}, clears="ended"),
    "accept": _move({S.IN_TRIAGE}, S.COLLECTING_RECORDS, {R.COORDINATOR}),
    "ask": _move(
        {S.IN_TRIAGE, S.COLLECTING_RECORDS, S.IN_REVIEW},
        S.NEEDS_INFORMATION,
        STAFF,
        only={
            S.IN_TRIAGE: {R.COORDINATOR},
            S.COLLECTING_RECORDS: {R.COORDINATOR},
            S.IN_REVIEW: {R.ONCOLOGY},
        },
    ),
    "answered": _move({S.NEEDS_INFORMATION}, BACK, {R.FAMILY, R.PHYSICIAN, R.COORDINATOR, R.SYSTEM}),
    "complete": _move(
        {S.IN_TRIAGE, S.COLLECTING_RECORDS},
        S.READY_FOR_REVIEW,
        {R.SYSTEM, R.COORDINATOR},
        {R.FAMILY, R.PHYSICIAN, R.ONCOLOGY},
        "all_here",
        stamps="ready",
        only={S.IN_TRIAGE: {R.COORDINATOR}},
    ),
    "reopen": _move(
        {S.READY_FOR_REVIEW, S.IN_REVIEW},
        S.COLLECTING_RECORDS,
        {R.SYSTEM, *STAFF},
        clears="ready",
        only={S.READY_FOR_REVIEW: {R.SYSTEM, R.COORDINATOR}, S.IN_REVIEW: {R.ONCOLOGY}},
    ),
    "start_review": _move(
        {S.READY_FOR_REVIEW}, S.IN_REVIEW, STAFF, {R.FAMILY, R.PHYSICIAN}, "review_started", stamps="review"
    ),
    "sign": _move({S.IN_REVIEW}, S.OPINION_READY, {R.ONCOLOGY}),
    "pull_back": _move({S.OPINION_READY}, S.IN_REVIEW, {R.ONCOLOGY}),
    "deliver": _move({S.OPINION_READY}, S.DELIVERED, STAFF, {R.FAMILY}, "opinion_ready", stamps="delivered"),
    "follow_up": _move({S.DELIVERED}, S.IN_REVIEW, STAFF, clears="delivered"),
    "close": _move(
        {S.DELIVERED, S.NEEDS_INFORMATION},
        S.CLOSED,
        {R.COORDINATOR, R.SYSTEM},
        {R.FAMILY},
        "closed",
        stamps="ended",
        only={S.NEEDS_INFORMATION: {R.COORDINATOR}},
    ),
    "reopen_closed": _move({S.CLOSED}, S.IN_TRIAGE, {R.COORDINATOR}, clears="ended"),
    "decline": _move(
        {S.IN_TRIAGE, S.COLLECTING_RECORDS, S.IN_REVIEW},
        S.DECLINED,
        STAFF,
        {R.FAMILY, R.PHYSICIAN},
        "declined",
        stamps="ended",
        only={S.IN_REVIEW: {R.ONCOLOGY}},
    ),
    "withdraw": _move(
        SENT_AND_OPEN,
        S.WITHDRAWN,
        {R.FAMILY, R.COORDINATOR},
        {R.FAMILY, R.PHYSICIAN},
        "withdrawn",
        stamps="ended",
    ),
    "undo_withdraw": _move({S.WITHDRAWN}, S.IN_TRIAGE, {R.COORDINATOR}, clears="ended"),
    "confirm_death": _move(SENT_AND_OPEN | (ENDED - {S.DECEASED}), S.DECEASED, {R.COORDINATOR}, stamps="ended"),
    "resume": _move({S.DECEASED}, S.IN_REVIEW, {R.ONCOLOGY}, clears="ended"),
}

"""What chasing reads: cases that are due, what was said already. Few statements a batch."""

from datetime import date, datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject, Upper

from intake.models import Contact, Cover, Notice, SecondOpinionRequest, User
from intake.queries.people import COORDINATORS
from intake.states import Role
from records.models import ContactLog
from records.states import Outcome

KINDS = {
    *("missing_records", "physician_reminder", "info_needed", "guardian_confirm", "closing_soon"),
    *("records_reminder_facility", "parcel_trace", "stuck_case", "date_check", "date_passed"),
}
FAMILY_KINDS = {"missing_records", "info_needed", "guardian_confirm", "closing_soon", "date_check", "date_passed"}
COLUMNS = (
    *("status", "came_from", "priority", "time_zone", "language", "checklist_version", "service", "owner", "group"),
    *("since", "submitted_at", "ready_at", "review_at", "delivered_at", "red_flag", "office_mail", "ready_why"),
    *("waiting_on", "waiting_since", "next_action", "due_at", "remind_at", "event_number", "event_head", "reference"),
    "decide_on",
)


class Told(NamedTuple):
    """One notice of a chase: a mail, or a call that is owed or was made. `party` as chasing.csv names it."""

    pk: int | None  # None while it is not stored yet
    case: int
    kind: str
    party: str
    day: date | None
    by_phone: bool
    made_at: datetime
    done_at: datetime | None
    due_at: datetime
    escalated: bool


def due(now, most):
    """Cases with something due, each locked against every other worker."""
    rows = SecondOpinionRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(remind_at__lte=now)
    return list(rows.only(*COLUMNS).order_by("remind_at", "pk")[:most])


def promised(case):
    """What people promised when we called: party -> when, for which day."""
    rows = ContactLog.objects.filter(case=case, outcome=Outcome.PROMISED).order_by("made_at")
    return {party: (at, on) for party, at, on in rows.values_list("party", "made_at", "next_on")}


_ROW = (
    *("pk", "case", "kind", "to__role", "day", "channel", "made_at", "sent_at", "due_at"),
    *("event__after", "event__action"),
)


def told(cases):
    """Reminders and calls of these cases, the oldest first."""
    return [_told(*row) for row in _of(cases).order_by("pk").values_list(*_ROW)]


def told_in_batch(cases, emails, days):
    """The same, and in the same statement who was reminded on these days in any request of the same family.

    `emails` are in capitals. -> {case: [Told]}, {(email, day)}
    """
    known = Contact.objects.exclude(email="").exclude(kind="office")  # as the index of addresses is
    theirs = known.annotate(capitals=Upper("email")).filter(capitals__in=emails)
    same = Notice.objects.filter(
        day__in=days, kind__in=FAMILY_KINDS, cancelled_at=None, to__role=Role.FAMILY, case__in=theirs.values("case")
    )
    mail = Contact.objects.filter(case=OuterRef("case"), kind="guardian").values(capitals=Upper("email"))
    mine = _of(cases).annotate(address=Value("")).values_list(*_ROW, "address")
    rows = mine.union(same.annotate(address=Subquery(mail)).values_list(*_ROW, "address"), all=True)
    by_case: dict[int, list[Told]] = {case.pk: [] for case in cases}
    days_told = set()
    for *row, address in rows.order_by("pk"):
        each = _told(*row)
        if address:
            days_told.add((address, each.day))
        else:
            by_case[each.case].append(each)
    return by_case, days_told


def _of(cases):
    owed = Q(kind__in=KINDS) | Q(channel="call", sent_at=None)
    return Notice.objects.filter(owed, case__in=cases, cancelled_at=None)


def _told(pk, case, kind, role, day, channel, made_at, sent_at, due_at, after, action):
    party = role if role in {Role.FAMILY, Role.PHYSICIAN} else after
    return Told(pk, case, kind, party, day, channel == "call", made_at, sent_at, due_at, action == "escalated")


def staff():
    """Everybody who works here, once a run: each with `serves` (services) and `covered` [(service, group)]."""
    rows = User.objects.filter(is_active=True, role__in=[*COORDINATORS, Role.ONCOLOGY])
    serves = User.services.through.objects.filter(user=OuterRef("pk")).values("service")
    covers = Cover.objects.filter(user=OuterRef("pk")).values(data=JSONObject(service="service", group="group"))
    found = list(rows.annotate(serves=ArraySubquery(serves), covered=ArraySubquery(covers)).order_by("pk"))
    for user in found:
        user.covered = {(each["service"], each["group"]) for each in user.covered}
    return found

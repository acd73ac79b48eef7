"""What chasing reads: cases that are due, what decides about them, what was said already. Few statements a batch."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject, Least, Lower, Upper

from intake.models import Ask, CaseMember, Contact, Cover, Hold, Notice, SecondOpinionRequest, User
from intake.queries.people import COORDINATORS
from intake.states import Role
from records.models import ContactLog, RecordItem, Upload
from records.states import SETTLED, ItemStatus, Outcome

KINDS = {
    *("missing_records", "physician_reminder", "info_needed", "guardian_confirm", "closing_soon"),
    *("records_reminder_facility", "parcel_trace", "stuck_case"),
}
FAMILY_KINDS = {"missing_records", "info_needed", "guardian_confirm", "closing_soon"}
COLUMNS = (
    *("status", "came_from", "priority", "time_zone", "language", "checklist_version", "service", "owner", "group"),
    *("since", "submitted_at", "ready_at", "review_at", "delivered_at", "red_flag", "office_mail", "ready_why"),
    *("waiting_on", "waiting_since", "next_action", "due_at", "remind_at", "event_number", "event_head", "reference"),
)
ITEM = (
    *("number", "status", "came_from", "since", "exists", "holder", "party", "category", "necessity", "due_on"),
    *("promised_on", "shipped_on", "asked_at", "dropped_at"),
)
MOMENTS, DAYS = {"since", "asked_at", "dropped_at", "answered_at", "at"}, {"due_on", "promised_on", "shipped_on", "on"}


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


class Picture(NamedTuple):
    """What decides about one case, as of now."""

    holds: set[str]
    asks: list[Any]
    items: list[Any]
    seats: list[Any]  # pk, room, email, mine: whether no other worker writes to this family just now
    promises: dict[str, tuple[datetime, date]]  # party -> when it was promised, for which day
    unchecked_at: datetime | None


def due(now, most):
    """Cases with something due, each locked against every other worker."""
    rows = SecondOpinionRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(remind_at__lte=now)
    return list(rows.only(*COLUMNS).order_by("remind_at", "pk")[:most])


def pictures(cases):
    """One statement for all of them. -> {pk: Picture}"""
    of_case = {"case": OuterRef("pk")}
    items = RecordItem.objects.filter(**of_case, necessity="required", dropped_at=None).exclude(status__in=SETTLED)
    holds = Hold.objects.filter(**of_case, lifted_at=None)
    asks = Ask.objects.filter(**of_case, dropped_at=None).order_by("pk")
    promises = ContactLog.objects.filter(**of_case, outcome=Outcome.PROMISED).order_by("made_at")
    rows = SecondOpinionRequest.objects.filter(pk__in=[case.pk for case in cases]).annotate(
        held=ArraySubquery(holds.values("kind")),
        asked=_objects(asks, "room", "asked_at", "answered_at"),
        open_items=_objects(items.order_by("number"), *ITEM),
        seated=ArraySubquery(_seats(of_case).values(data=JSONObject(**_SEAT))),
        promised=ArraySubquery(promises.values(data=JSONObject(party="party", at="made_at", on="next_on"))),
        unchecked=Least(Subquery(_received(of_case)), Subquery(_loose(of_case))),
    )
    found = rows.values_list("pk", "held", "asked", "open_items", "seated", "promised", "unchecked")
    return {
        pk: Picture(set(held), _read(asked), _read(items), _read(seats), _latest(_read(promised)), unchecked)
        for pk, held, asked, items, seats, promised, unchecked in found
    }


def _objects(rows, *columns):
    return ArraySubquery(rows.values(data=JSONObject(**{column: column for column in columns})))


def _received(of_case):
    return RecordItem.objects.filter(**of_case, status=ItemStatus.RECEIVED).order_by("since").values("since")[:1]


def _loose(of_case):
    newer = Q(item=None) | Q(uploaded_at__gt=F("item__accepted_at"))
    return Upload.objects.filter(newer, **of_case, removed_at=None).order_by("uploaded_at").values("uploaded_at")[:1]


_SEAT = {"pk": "user", "room": "kind", "email": "email", "mine": "mine"}


def _seats(of_case):
    """Outsiders who may be told. Whoever reads a family's address first has it until its transaction ends, so that
    two requests of one family are not reminded by two workers on one day."""
    mails = Contact.objects.filter(case=OuterRef("case"), kind=OuterRef("contact")).exclude(email="")
    rows = CaseMember.objects.filter(**of_case, removed_at=None, user__is_active=True).order_by("user")
    number = Func(Lower("email"), function="hashtext", output_field=IntegerField())
    lock = "CASE WHEN kind = 'family' THEN pg_try_advisory_xact_lock(7, %(expressions)s) END"
    mine = Func(number, template=lock, output_field=BooleanField())
    return rows.annotate(email=Subquery(mails.values("email")[:1])).annotate(mine=mine)


def _read(rows):
    return [SimpleNamespace(**{name: _value(name, value) for name, value in row.items()}) for row in rows]


def _value(name, value):
    if isinstance(value, str):
        if name in MOMENTS or name.endswith("_at"):
            return datetime.fromisoformat(value)
        if name in DAYS:
            return date.fromisoformat(value)
    return value


def _latest(promises):
    return {each.party: (each.at, each.on) for each in promises}


def promised(case):
    """What people promised when we called: party -> when, for which day."""
    rows = ContactLog.objects.filter(case=case, outcome=Outcome.PROMISED).order_by("made_at")
    return {party: (at, on) for party, at, on in rows.values_list("party", "made_at", "next_on")}


_ROW = (
    "pk",
    "case",
    "kind",
    "to__role",
    "day",
    "channel",
    "made_at",
    "sent_at",
    "due_at",
    "event__after",
    "event__action",
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

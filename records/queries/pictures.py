"""What decides about a case when it is chased: one statement for a whole batch of cases."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Least, Lower

from intake.models import Ask, CaseMember, Contact, Hold, SecondOpinionRequest
from records.models import Authorization, ContactLog, Letter, Material, RecordItem, Upload
from records.states import SETTLED, AuthorizationStatus, ItemStatus, Outcome

ITEM = (
    *("pk", "number", "status", "came_from", "since", "exists", "holder", "party", "category", "necessity", "due_on"),
    *("promised_on", "shipped_on", "asked_at", "dropped_at"),
)
MOMENTS, DAYS = {"since", "asked_at", "dropped_at", "answered_at", "at"}, {"due_on", "promised_on", "shipped_on", "on"}
PAPERS = ("to_sign", "to_approve", "to_send", "late")


class Picture(NamedTuple):
    """What decides about one case, as of now."""

    holds: set[str]
    asks: list[Any]
    items: list[Any]
    seats: list[Any]  # pk, room, email, mine: whether no other worker writes to this family just now
    promises: dict[str, tuple[datetime, date]]  # party -> when it was promised, for which day
    unchecked_at: datetime | None
    to_sign: frozenset[int]
    to_approve: bool
    to_send: bool
    late: bool


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
        **_papers(of_case),
    )
    found = rows.values_list("pk", "held", "asked", "open_items", "seated", "promised", "unchecked", *PAPERS)
    return {
        pk: Picture(
            set(held), _read(asked), _read(items), _read(seats), _latest(_read(promised)), unchecked,
            frozenset(to_sign), *at_hand,
        )
        for pk, held, asked, items, seats, promised, unchecked, to_sign, *at_hand in found
    }  # fmt: skip


def _papers(of_case):
    """What permissions, letters and parcels wait for: as `permits.waiting`, `letters.to_send`, `post.late` say it."""
    unsigned = Authorization.items.through.objects.filter(
        authorization__case=OuterRef("pk"), authorization__status=AuthorizationStatus.DRAFT
    )
    signed = Authorization.objects.filter(**of_case, status=AuthorizationStatus.SIGNED)
    letters = Letter.objects.filter(**of_case, notice=None, sent_at=None, dropped_at=None)
    late = Material.objects.filter(**of_case).exclude(late_at=None)
    found = ArraySubquery(unsigned.values("recorditem")), Exists(signed), Exists(letters), Exists(late)
    return dict(zip(PAPERS, found, strict=True))


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

"""The coordinators' list: which cases there are for whom, in which order, and how many."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, OuterRef, Q
from django.db.models.functions import Coalesce

from intake import paging
from intake.models import Hold, Notice, SecondOpinionRequest, Service
from intake.models.reference import CaseLabel
from intake.paging import Key, Order
from intake.queries import cases
from intake.queries.people import COORDINATORS
from intake.states import SENT_AND_OPEN
from records.queries import scans

from . import incidents, post

BESIDE = ("unowned", "uncovered", "unscanned", "tray", "incidents")
MOST = 501  # counts end here: "500+"
FAR = datetime(9999, 12, 31, tzinfo=UTC)
NUMBER = Key("pk", int)
SENT = Key("submitted_at", datetime.fromisoformat)
ORDERS = {
    "priority": Order("priority", (Key("priority", str), Key("order_on", date.fromisoformat), SENT, NUMBER)),
    "due": Order("due", (Key(Coalesce("due_at", FAR), datetime.fromisoformat), NUMBER)),
    "age": Order("age", (SENT, NUMBER)),
    "name": Order("name", (Key("name_folded", str), NUMBER)),
}
COLUMNS = (
    *("pk", "reference", "version", "status", "child_name", "birth_date", "group", "priority", "priority_why"),
    *("lowered_why", "waiting_on", "waiting_since", "next_action", "due_at", "decide_on", "treatment_on"),
    *("records_needed", "records_outstanding", "owner_id", "owner__name", "language", "red_flag", "covered"),
    "submitted_at",
)


class Desk(NamedTuple):
    services: list  # whose cases may be among what the person sees
    colleagues: list  # (id, name) of who may own them


def desk(user):
    """The services of a coordinator and who works there. A lead may see a case of any service that has no lead."""
    staff = Service.objects.order_by("pk", "user__name", "user__pk")
    rows = list(staff.values_list("pk", "user__pk", "user__name", "user__role", "user__is_active"))
    own = {service for service, pk, *_ in rows if pk == user.pk and user.role in COORDINATORS}
    seen = {service for service, *_ in rows} if user.is_lead else own
    here = [row for row in rows if row[0] in own and row[3] in COORDINATORS and row[4]]
    return Desk(sorted(seen), list(dict.fromkeys((pk, name) for _, pk, name, *_ in here)))


def wanted(user, *, owner="", due=(None, None), **columns):
    """The condition that filters make: an owner (me, none, an id), a stretch of due moments, equal columns."""
    found = Q(**{name: value for name, value in columns.items() if value})
    if owner:
        found &= Q(owner={"me": user.pk, "none": None}.get(owner, owner))
    start, end = due
    if start:
        found &= Q(due_at__gte=start)
    return found & Q(due_at__lt=end) if end else found


def page(user, services, order, token="", *, state="", wanted=None):
    """One page of the open cases, or of those in a state, that fit `wanted`."""
    seen = cases.visible_to(user).filter(_in(state), wanted or Q())
    return _page([seen.filter(service=service) for service in services] or [seen.none()], order, token)


def found(user, order, token="", *, state="", wanted):
    """One page of what a search found, in whatever state it is."""
    seen = cases.visible_to(user).filter(wanted, _in(state) if state else Q())
    return _page([seen], order, token)


def _page(arms, order, token):
    return paging.page(arms, _rows(), (*COLUMNS, "hold_kinds", "has_stuck"), ORDERS[order], token)


def _in(state):
    if not state:
        return Q(is_open=True)
    return Q(status=state, is_open=state in SENT_AND_OPEN)


def _rows():
    held = Hold.objects.filter(case=OuterRef("pk"), lifted_at=None).order_by("kind")
    stuck = Notice.objects.filter(case=OuterRef("pk"), parked_at__isnull=False, sent_at=None, cancelled_at=None)
    return SecondOpinionRequest.objects.annotate(hold_kinds=ArraySubquery(held.values("kind")), has_stuck=Exists(stuck))


def counts(user, services, now):
    """state -> how many there are; "" = open, "unowned" and "uncovered" of them, "unscanned" files that wait too long,
    "tray" = scans to sort, "incidents" nobody has closed.

    One statement, none above MOST.
    """
    if not services:
        return {"": 0, **dict.fromkeys(BESIDE, 0)}
    seen = cases.visible_to(user).filter(service__in=services)
    opened = seen.filter(is_open=True)
    rows = list(
        CaseLabel.objects.filter(until=None).values_list(
            "state", _capped(seen.filter(status=OuterRef("state"))), _capped(opened.filter(owner=None)),
            _capped(opened.filter(covered=False)), _capped(scans.late(user, now)), _capped(post.unsorted()),
            _capped(incidents.opened(user)),
        )
    )  # fmt: skip
    found = {state: count for state, count, *_ in rows}
    found[""] = min(sum(count for state, count in found.items() if state in SENT_AND_OPEN), MOST)
    return found | dict(zip(BESIDE, rows[0][2:], strict=True))


def _capped(rows):
    return Func(ArraySubquery(rows.values("pk")[:MOST]), function="cardinality", output_field=IntegerField())

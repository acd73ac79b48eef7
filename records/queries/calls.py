"""The coordinators' call list: which calls are owed now or later, and what a person needs to know before dialing."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from intake import paging
from intake.facts import UNKNOWN
from intake.models import Answer, Notice
from intake.paging import Key, Order
from intake.queries import answers, cases
from intake.states import Role
from records.models import ContactLog, RecordItem
from records.states import ItemStatus

from . import chasing

ORDER = Order("calls", (Key("case__priority", str), Key("due_at", datetime.fromisoformat), Key("pk", int)))
COLUMNS = (
    *("pk", "case_id", "kind", "to__role", "due_at", "made_at", "event__after", "case__reference", "case__priority"),
    *("case__child_name", "case__language", "case__time_zone", "case__checklist_version", "case__waiting_since"),
    *("case__office_mail", "case__decide_on", "case__owner__name"),
)
OPEN = Q(channel="call", sent_at=None, cancelled_at=None)
OUTSIDE = [Role.FAMILY, Role.PHYSICIAN]
WAITED_FOR = {ItemStatus.ASKED, ItemStatus.PROMISED, ItemStatus.IN_TRANSIT}
QUESTIONS = {
    *("guardian_first_name", "guardian_last_name", "guardian_relation", "guardian_phone", "guardian_phone2"),
    *("guardian_email", "guardian2_name", "guardian2_phone", "voicemail_ok", "contact_ways", "contact_times"),
    *("language_spoken", "interpreter", "do_not_contact", "doctor_name", "doctor_hospital", "doctor_phone"),
    *("doctor_fax", "doctor_email", "doctor_contact_ok", "doctor_knows", "phy_name", "phy_contact", "phy_hospital"),
    *("phy_guardian_name", "phy_guardian_phone", "phy_guardian_email"),
}


def page(user, token="", *, later=False, now):
    """One page of the calls that are due, or of those put off: the most urgent first, then the oldest."""
    return paging.page([_seen(user).filter(_when(later, now))], Notice.objects.all(), COLUMNS, ORDER, token)


def counts(user, *, now):
    """How many are due, and how many come later."""
    one = Concat("case_id", Value(" "), Case(When(to__role__in=OUTSIDE, then="to__role"), default="event__after"),
                 output_field=CharField())  # fmt: skip
    return _seen(user).aggregate(
        now=Count(one, distinct=True, filter=_when(False, now)),
        later=Count(one, distinct=True, filter=_when(True, now)),
    )


def _seen(user):
    return Notice.objects.filter(OPEN, case__in=cases.visible_to(user).order_by().values("pk"))


def _when(later, now):
    return Q(due_at__gt=now) if later else Q(due_at__lte=now)


def party(row):
    """Whom to call, as chasing.csv names it."""
    return row.to__role if row.to__role in OUTSIDE else row.event__after


def told(pks):
    """What the people of these cases told that matters for a call. -> {case: (case, {question: value})}"""
    rows = Answer.objects.filter(case__in=pks, question__in=QUESTIONS, row=0, replaced_at=None).select_related("case")
    found: dict = {}
    for answer in rows.order_by("pk"):
        case, facts = found.setdefault(answer.case_id, (answer.case, {}))
        value = answers.opened(case, answer)
        several = answer.question in {"contact_ways", "contact_times"} and value is not UNKNOWN
        facts[answer.question] = tuple(value.split(";")) if several else value
    return found


def waited_for(pks):
    """The records that somebody else has to send: {case: [item]}, the oldest first."""
    found = defaultdict(list)
    rows = RecordItem.objects.filter(case__in=pks, status__in=WAITED_FOR, necessity="required", dropped_at=None)
    for item in rows.exclude(exists="no").order_by("asked_at", "number"):
        found[item.case_id].append(item)
    return found


def last(pks):
    """The newest contact with each party of these cases: {(case, party): row}"""
    newest = ContactLog.objects.filter(case=OuterRef("case"), party=OuterRef("party")).order_by("-made_at", "-pk")
    rows = ContactLog.objects.filter(case__in=pks, pk=Subquery(newest.values("pk")[:1]))
    return {(row.case_id, row.party): row for row in rows.annotate(who=F("made_by__name"))}


def open_calls(case, whom):
    """The keys of the calls that are owed to a party of this case."""
    rows = chasing.told([case])
    return [each.pk for each in rows if each.by_phone and each.done_at is None and each.party == whom]

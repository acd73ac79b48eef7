"""The case and the plain copies of answers that queue, search, rules and the guard need."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from intake.states import ENDED, CaseStatus, Priority, WaitingOn

from .constraints import both_or_neither, one_of

USER = settings.AUTH_USER_MODEL
FAR = datetime(9999, 12, 31, tzinfo=UTC)  # without a due moment: last
FILTERED = ["status", "waiting_on", "owner", "group", "language", "due_at", "covered"]
OPEN_STATES = [str(status) for status in CaseStatus if status not in ENDED]


def by():
    return models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")


class SecondOpinionRequest(models.Model):
    reference = models.CharField(max_length=14, unique=True)
    service = models.ForeignKey("intake.Service", on_delete=models.PROTECT)
    form = models.CharField(max_length=10, default="family")
    source = models.CharField(max_length=10, default="online")
    status = models.CharField(max_length=20, choices=CaseStatus.choices, default=CaseStatus.DRAFT)
    came_from = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=2, blank=True)
    routing_rule = models.CharField(max_length=10, blank=True)
    group = models.CharField(max_length=40, blank=True)
    phase = models.CharField(max_length=40, blank=True)
    covered = models.BooleanField(default=True)
    red_flag = models.BooleanField(default=False)

    priority = models.CharField(max_length=2, choices=Priority.choices, default=Priority.P3)
    priority_why = models.CharField(max_length=40, blank=True)
    priority_hits = models.TextField(blank=True)
    lowered_hits = models.TextField(blank=True)
    lowered_at = models.DateTimeField(null=True)
    lowered_by = by()
    lowered_why = models.CharField(max_length=40, blank=True)
    decide_on = models.DateField(null=True)
    treatment_on = models.DateField(null=True)
    order_on = models.DateField()

    records_needed = models.PositiveSmallIntegerField(default=0)
    records_outstanding = models.PositiveSmallIntegerField(default=0)
    checklist_version = models.PositiveIntegerField(default=0)
    waiting_on = models.CharField(max_length=12, choices=WaitingOn.choices, default=WaitingOn.FAMILY)
    waiting_since = models.DateTimeField()
    next_action = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    office_mail = models.BooleanField(default=False)

    created_at = models.DateTimeField()
    created_by = by()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = by()
    ready_at = models.DateTimeField(null=True)
    ready_by = by()
    ready_why = models.CharField(max_length=500, blank=True)
    review_at = models.DateTimeField(null=True)
    review_by = by()
    delivered_at = models.DateTimeField(null=True)
    delivered_by = by()
    ended_at = models.DateTimeField(null=True)
    ended_by = by()
    ended_why = models.CharField(max_length=40, blank=True)
    assigned_at = models.DateTimeField(null=True)
    assigned_by = by()
    owner = by()
    erased_at = models.DateTimeField(null=True)

    child_name = models.CharField(max_length=410, blank=True)
    name_folded = models.CharField(max_length=410, blank=True)
    birth_date = models.DateField(null=True)
    event_number = models.PositiveIntegerField(default=0)
    event_head = models.CharField(max_length=64, blank=True)
    send_key = models.UUIDField(null=True, unique=True)
    sealed_key = models.BinaryField()
    key_id = models.CharField(max_length=40)
    is_open = models.GeneratedField(
        expression=Q(status__in=OPEN_STATES),  # type: ignore[arg-type]  # Django takes a Q
        output_field=models.BooleanField(),
        db_persist=True,
    )

    PERSONAL = frozenset({"child_name", "name_folded", "birth_date"})
    PLAIN = frozenset(
        {
            *("id", "reference", "service", "form", "source", "status", "came_from", "version", "since", "language"),
            *("time_zone", "country", "region", "routing_rule", "group", "phase", "covered", "red_flag", "priority"),
            *("priority_why", "priority_hits", "lowered_hits", "lowered_at", "lowered_by", "lowered_why"),
            *("decide_on", "treatment_on", "order_on", "records_needed", "records_outstanding"),
            *("checklist_version", "waiting_on", "waiting_since", "next_action", "due_at", "remind_at", "office_mail"),
            *("created_at", "created_by", "changed_at", "submitted_at", "submitted_by", "ready_at", "ready_by"),
            *("ready_why", "review_at", "review_by", "delivered_at", "delivered_by", "ended_at", "ended_by"),
            *("ended_why", "assigned_at", "assigned_by", "owner", "erased_at", "send_key", "sealed_key", "key_id"),
            *("event_number", "event_head", "is_open"),
        }
    )

    class Meta:
        constraints = [
            one_of("status", CaseStatus),
            one_of("priority", Priority),
            one_of("waiting_on", WaitingOn),
            *(both_or_neither(stem) for stem in ("created", "submitted", "ready", "review", "delivered", "ended")),
            both_or_neither("assigned"),
            both_or_neither("lowered"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn", "closed"]) | Q(submitted_at__isnull=False),
                name="case_sent_unless_draft",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready_for_review") | Q(records_outstanding=0) | ~Q(ready_why=""),
                name="case_ready_when_whole_or_said_why",
            ),
            models.CheckConstraint(
                condition=Q(records_outstanding__lte=F("records_needed")), name="case_outstanding_within_needed"
            ),
        ]
        indexes = [
            # One a sort of the queue: what filters ask for comes along, so that a page is found in the index alone.
            models.Index(
                *("service", "is_open", "priority", "order_on", "submitted_at", "id"),
                include=FILTERED,
                name="case_by_priority",
            ),
            models.Index(
                *("service", "status", "priority", "order_on", "submitted_at", "id"),
                include=FILTERED,
                name="case_by_status",
            ),
            models.Index(
                "service",
                "is_open",
                Coalesce("due_at", FAR),
                "id",
                include=[*FILTERED, "priority", "submitted_at"],
                name="case_by_due",
            ),
            models.Index(
                "service", "is_open", "submitted_at", "id", include=[*FILTERED, "priority"], name="case_by_age"
            ),
            models.Index(
                *("service", "is_open", "name_folded", "id"),
                include=[*FILTERED, "priority", "submitted_at"],
                name="case_by_name",
            ),
            models.Index(
                "service",
                condition=Q(is_open=True, owner=None),
                include=["status", "submitted_at"],
                name="case_unowned",
            ),
            models.Index(
                "service",
                condition=Q(is_open=True, covered=False),
                include=["status", "submitted_at"],
                name="case_uncovered",
            ),
            models.Index("birth_date", "service", name="case_by_birth_date"),
            models.Index("remind_at", "id", condition=Q(remind_at__isnull=False), name="case_to_remind"),
            models.Index("changed_at", condition=Q(status="draft"), name="case_drafts"),
        ]

    def __str__(self):
        return self.reference

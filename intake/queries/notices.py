"""What is owed to whom, and what was sent."""

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, Min, OuterRef, Q
from django.db.models.functions import Now

from intake.models import CaseMember, Notice, SecondOpinionRequest, Sweep

OWED = Q(sent_at=None, parked_at=None, cancelled_at=None, channel="email")


def owed_kinds(now):
    """The kinds of work with something due: what the relay rings for."""
    found = set()
    if Notice.objects.filter(OWED, due_at__lte=now).exists():
        found.add("notices")
    if SecondOpinionRequest.objects.filter(remind_at__lte=now).exists():
        found.add("reminders")
    if Sweep.objects.filter(due_at__lte=now).exists():
        found.add("sweeps")
    return found


def next_owed(now, lease):
    """The next owed notice, locked against every other worker, or None. Leases run by the database's clock."""
    ended = ExpressionWrapper(Now() - lease, output_field=DateTimeField())
    free = Q(claimed_at=None) | Q(claimed_at__lte=ended)
    due = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(OWED, free, due_at__lte=now)
    return due.select_related("case", "to").order_by("due_at", "pk").first()


def still_owed(notice):
    """Whether nothing has stopped it since it was claimed."""
    return Notice.objects.filter(OWED, pk=notice.pk).exists()


def same_digest(notice, now):
    """The person's other digest notices that are due: they share one mail."""
    due = Notice.objects.select_for_update(skip_locked=True).filter(OWED, to=notice.to, digest=True, due_at__lte=now)
    return due.exclude(pk=notice.pk)


def reachable(case, receivers):
    """The ids of those who have an email address; the others are called."""
    mails = case.contacts.filter(kind=OuterRef("contact")).exclude(email="")
    seated = set(case.members.filter(Exists(mails), removed_at=None).values_list("user", flat=True))
    return {user.pk for user in receivers if user.email or user.pk in seated}


def address(notice):
    """Where the mail goes, as known now: empty if a call must do, None if the person is not to be told any more."""
    if notice.to.email:
        return notice.to.email if notice.to.is_active else None
    seat = CaseMember.objects.filter(case=notice.case, user=notice.to, removed_at=None).first()
    if seat is None:
        return None
    if seat.mail:
        return seat.mail
    return notice.case.contacts.filter(kind=seat.contact).values_list("email", flat=True).first() or ""


def calls(case):
    """Notices that a person must bring by phone, because no address is known."""
    return case.notices.filter(channel="call", sent_at=None, cancelled_at=None).order_by("made_at")


def stuck(cases):
    return Notice.objects.filter(case__in=cases, sent_at=None, cancelled_at=None).exclude(parked_at=None)


def stuck_ones():
    """All that no worker tries again, the oldest first."""
    found = Notice.objects.exclude(parked_at=None).filter(sent_at=None, cancelled_at=None)
    return found.select_related("case", "to").order_by("parked_at", "pk")


def of_case(case):
    return case.notices.select_related("to").order_by("-made_at", "-pk")


def told(case, user):
    """What this person was told about the case or will be, newest first."""
    return case.notices.filter(to=user, cancelled_at=None).order_by("-made_at", "-pk")


def summary(now):
    """Counts by state and the oldest owed moment: for the outbox command and the metrics."""
    return Notice.objects.aggregate(
        owed=Count("pk", filter=OWED),
        due=Count("pk", filter=OWED & Q(due_at__lte=now)),
        sent=Count("pk", filter=~Q(sent_at=None)),
        stuck=Count("pk", filter=~Q(parked_at=None) & Q(sent_at=None, cancelled_at=None)),
        cancelled=Count("pk", filter=~Q(cancelled_at=None)),
        calls=Count("pk", filter=Q(channel="call", sent_at=None, cancelled_at=None)),
        oldest=Min("due_at", filter=OWED),
    )

"""Counts for those who watch over the site; no personal fact."""

from django.db import connection
from django.db.models import Count, Min, Q

from intake.models import Notice, SecondOpinionRequest


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def open_cases():
    """How many open cases are in each state."""
    return dict(
        SecondOpinionRequest.objects.filter(is_open=True).values_list("status").annotate(Count("pk")).order_by()
    )


def notices(now):
    """How many messages wait, are late and are stuck, and the moment since which the oldest late one is due."""
    waiting = Notice.objects.filter(sent_at=None, cancelled_at=None, channel="email")
    late = Q(due_at__lte=now, parked_at=None)
    return waiting.aggregate(
        waiting=Count("pk", filter=Q(due_at__gt=now, parked_at=None)),
        late=Count("pk", filter=late),
        stuck=Count("pk", filter=Q(parked_at__isnull=False)),
        oldest=Min("due_at", filter=late),
    )

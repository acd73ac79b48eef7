"""Rows whose time is over and that nobody can use again: sessions, links, codes, counts."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from intake.models import Bucket, Code, Link

BATCH = 500  # a statement; nobody waits long for its locks
KEPT = timedelta(days=30)  # what a person may still ask us about
FULL = timedelta(days=1)  # after an hour every bucket is full again, which is as good as none


def sweep(*, now):
    """-> how many rows went"""
    signed_in = Session.objects.filter(session_key=OuterRef("session_key"))
    over = [
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.filter(~Exists(signed_in), created_at__lt=now),
        Link.objects.filter(expires_at__lt=now - KEPT),
        Code.objects.filter(expires_at__lt=now - KEPT),
        Bucket.objects.filter(filled_at__lt=now - FULL),
    ]
    return sum(_delete(rows) for rows in over)


def _delete(rows):
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        count += rows.model.objects.filter(pk__in=keys).delete()[0]
    return count

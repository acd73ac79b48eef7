"""What has happened in a case."""

from intake.models import Access


def newest(case):
    """The case's events, the newest first; who did it is loaded."""
    return case.events.select_related("by").order_by("-number")


def readings(case):
    """Who looked at the case, oldest first; the person is loaded."""
    return Access.objects.filter(case=case).select_related("by").order_by("at", "pk")

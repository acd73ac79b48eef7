"""What has happened in a case."""


def newest(case):
    """The case's events, the newest first; who did it is loaded."""
    return case.events.select_related("by").order_by("-number")

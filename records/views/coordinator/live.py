"""The case page keeps itself up to date: it asks, and gets the parts that changed, each to be put in its place."""

import json

from django.template.response import TemplateResponse
from django.utils import timezone

from intake import find

OTHER_LIST = {"record_added", "record_raised", "record_marked", "list_renewed"}


def headers(request, case):
    """With which the page asks again."""
    return json.dumps({find.POLL: "1", "If-None-Match": f'"{find.mark(request, case)}"'})


def changed(request, case, whole):
    """The records that something happened to since the page was made, the bar above, and one sentence about it."""
    context = whole(case, request.user, timezone.now())
    seen = request.headers.get("If-None-Match", "").strip('"').partition("-")[0]
    since = int(seen) if seen.isdecimal() else 0
    news = [event for event in context["events"] if event["number"] > since]
    numbers = {event["record"] for event in news}
    lines = [*context["needed"], *context["papers"], *context["rest"]]
    context |= {
        "poll": headers(request, case), "news": list(dict.fromkeys(event["title"] for event in reversed(news))),
        "changed": [line for line in lines if line["number"] in numbers],
        "is_other_list": any(event["action"] in OTHER_LIST for event in news),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/_live.html", context)

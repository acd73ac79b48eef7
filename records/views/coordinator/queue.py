"""The queue: whose turn it is, what is late, what to do next; and the one search over all cases."""

from datetime import timedelta
from urllib.parse import quote

from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, paging
from intake.domain import history
from intake.policies import calendar
from intake.queries import reference
from records.forms.coordinator import filters as forms
from records.forms.coordinator.search import Search
from records.policies import incidents as policies
from records.queries import queue as queries
from records.queries import search

from . import rows, searching

TAKEN = ("state", "sort", "search", *("waiting_on", "owner", "priority", "group", "language", "due"))
# words of a column -> the order that a press on them gives
HEADS = {
    "Case": "age", "Child": "name", "Diagnosis": "", "Priority": "priority", "Waiting on": "", "Next step": "",
    "Due": "due", "Decide by": "", "Records": "", "Owner": "",
}  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request):
    form = Search(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(f"{reverse('coordinator:queue')}?search={searching.keep(request, form.cleaned_data['q'])}")
    asked = request.GET.get("search", "")
    found = searching.kept(request, asked) if asked else None
    context = _found(request, *found) if found else _listed(request)
    context |= {"search_form": form, "form": form if form.errors else None, "search_lost": bool(asked) and not found}
    return TemplateResponse(request, "coordinator/queue.html", context, status=422 if form.errors else 200)


def _listed(request):
    """The open cases or those of one state, narrowed by filters."""
    user, now, snapshot = request.user, timezone.now(), reference.current()
    desk = queries.desk(user)
    filters = forms.Filters(request.GET, snapshot=snapshot, me=user, colleagues=desk.colleagues)
    state, chosen = forms.state(request.GET.get("state", "")), dict(filters.chosen)
    sort, due = chosen.pop("sort"), _stretch(chosen.pop("due", ""), now)
    wanted = queries.wanted(user, due=due, **chosen)
    page = queries.page(user, desk.services, sort, request.GET.get("page", ""), state=state, wanted=wanted)
    counts = queries.counts(user, desk.services, now)
    return {
        "filters": filters, "state": state, "tabs": _tabs(request, state, counts), "unowned": counts["unowned"],
        "incidents": counts["incidents"] if policies.handles(user) else None, "tray": counts["tray"],
        "uncovered": counts["uncovered"], "unscanned": counts["unscanned"],
        "chips": _chips(request, filters), **_table(request, page, sort, now),
    }  # fmt: skip


def _found(request, typed, sought):
    """What a search found, in whatever state it is. Who searched is written down."""
    now = timezone.now()
    history.read(None, "coordinator:search", by=request.user, now=now)
    sort = request.GET.get("sort", "")
    sort = sort if sort in queries.ORDERS else "priority"
    wanted = search.match(request.user, sought)
    page = queries.found(request.user, sort, request.GET.get("page", ""), wanted=wanted)
    return {"typed": typed, "like": sought.like, **_table(request, page, sort, now)}


def _table(request, page, sort, now):
    snapshot, back = reference.current(), quote(request.GET.urlencode())
    return {
        "rows": [rows.shown(row, snapshot=snapshot, now=now, back=back) for row in page.rows],
        "heads": [
            {"words": words, "url": _address(request, sort=order) if order else "", "current": order == sort}
            for words, order in HEADS.items()
        ],
        "pager": _pager(request, page), "lost": page.lost, "here": request.get_full_path(),
        "clear_url": reverse("coordinator:queue"),
    }  # fmt: skip


def _stretch(due, now):
    """The moments that a word means: (from, until)."""
    day = calendar.local("", now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"late": (None, now), "today": (day, day + timedelta(days=1)), "week": (day, day + timedelta(days=8))}.get(
        due, (None, None)
    )


def _tabs(request, state, counts):
    shown = [("", "All open"), *((code, rows.STATES[code]) for code in forms.STATES)]
    return [
        {"text": words, "count": _capped(counts.get(code, 0)), "url": _address(request, state=code),
         "current": code == state}
        for code, words in shown
    ]  # fmt: skip


def _capped(count):
    return "500+" if count >= queries.MOST else str(count)


def _chips(request, filters):
    return [
        {"text": f"{label}: {value}", "url": _address(request, **{name: ""})} for name, label, value in filters.in_use()
    ]


def _pager(request, page):
    has = {"first": page.prev and "1", "prev": page.prev, "next": page.next, "last": page.next and paging.LAST}
    turned = {**has, "first": ""}
    return {name: _address(request, page=turned[name]) if token else "" for name, token in has.items()}


def _address(request, **changed):
    """The same list with something changed; a page is kept only if it is what changes."""
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in TAKEN if request.GET.get(name)} | changed)
    told = {name: value for name, value in query.items() if value}
    query.clear()
    query.update(told)
    return f"{reverse('coordinator:queue')}?{query.urlencode()}" if told else reverse("coordinator:queue")

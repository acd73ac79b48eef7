"""One record: everything that can be done with it, and why not the rest; and one more record on the list."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, find
from intake.policies import calendar
from intake.queries import reference as tables
from intake.queries.reference import text
from records import board, waits
from records.domain import demands, desk, office
from records.domain.transitions import settle
from records.forms.coordinator import record as forms
from records.policies import items as policies
from records.queries import chasing, checks
from records.queries import items as queries

from . import beside
from .acting import back, conflict, page, posted, version
from .files import all_shown


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def record(request, reference, number):
    found = find.case(request, reference)
    item = queries.by_number(found, number)
    if item is None:
        raise Http404
    snapshot, now = tables.at(found.checklist_version), timezone.now()
    form = forms.Record(
        posted(request), rejects=_rejects(item, snapshot), waives=_waives(snapshot),
        today=calendar.today(found.time_zone, now),
    )  # fmt: skip
    if form.is_valid():
        _take(item, form.cleaned_data, version(request), by=request.user, now=now)
        messages.success(request, f"{text(snapshot.record_items[item.kind], 'label')}: saved")
        return redirect(back(request, reference, f"record-{number}"))
    return _shown(request, found, item, form, snapshot, now)


def _take(item, said, seen, *, by, now):
    """The one verb that the action names."""
    context = {"version": seen, "by": by, "now": now}
    match said["action"]:
        case "reject":
            desk.reject(item, said["reject_reason"], **context)
        case "waive":
            settle(item, "waive", why=said["waive_reason"], waived_why=said["waive_reason"], **context)
        case "require":
            demands.require(item.case, item.number, why=said["why"], **context)
        case "ask":
            desk.ask_for(item, **context)
        case "promise":
            office.promise(item.case, item.number, on=date.fromisoformat(said["on"]), by=by, now=now)
        case "elsewhere":
            office.elsewhere(item.case, item.number, place=said["place"], by=by, now=now)
        case action:
            settle(item, action, **context)


def _shown(request, case, item, form, snapshot, now):
    kind, steps = snapshot.record_items[item.kind], policies.steps(item, by=request.user)
    uploads = list(queries.answering(item))
    line = board.line(case, item, user=request.user, snapshot=snapshot, now=now)
    if "ask" in steps:
        steps["ask"] = steps["ask"] or policies.why_not_ask(case, item)
    return page(
        request, case, form, "coordinator/record.html", line=line, kind=kind, steps=steps,
        chased=waits.chased(item, chasing.told([case])), check_for=text(kind, "check_for"),
        quantity=text(kind, "quantity"),
        files=all_shown(case, uploads, request.user), studies=beside.lines_of(checks.of_item(item)),
        presses=[(name, words, steps[name]) for name, words in forms.ONE_PRESS.items() if name in steps],
        may_reject="unreadable" in steps, may_require=item.necessity != policies.REQUIRED or item.dropped_at,
    )  # fmt: skip


def _rejects(item, snapshot):
    """The reasons, those of the kind of trouble together."""
    rows = [row for row in snapshot.reject_reasons.values() if row.active]
    return [(row.reason, text(row, "label")) for row in rows]


def _waives(snapshot):
    return [(row.reason, text(row, "label")) for row in snapshot.other_reasons["waived"] if row.active]


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, reference):
    """A record that the answers do not ask for."""
    found = find.case(request, reference)
    snapshot = tables.at(found.checklist_version)
    have = {item.kind for item in queries.of_case(found) if item.dropped_at is None}
    kinds = [
        (row.item, text(row, "label")) for row in snapshot.record_items.values() if row.active and row.item not in have
    ]
    form = forms.Add(posted(request), kinds=kinds)
    if form.is_valid():
        said = form.cleaned_data
        item = demands.add(found, said["kind"], why=said["why"], by=request.user, now=timezone.now())
        return redirect(back(request, reference, f"record-{item.number}"))
    return page(
        request, found, form, heading="Add a record to the list", button="Add it",
        intro=["It is needed for the review. Whoever holds it is asked, if nothing stops us."],
    )  # fmt: skip

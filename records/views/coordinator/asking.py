"""Asking the family or the office for more: they get boxes for exactly this."""

from datetime import date

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, find
from intake.policies import calendar, conditions
from intake.policies import cases as policies
from intake.queries import people
from intake.queries import reference as tables
from intake.queries.reference import text
from records.domain import questions
from records.forms.coordinator.ask import AskMore
from records.queries import items as queries

from .acting import back, conflict, page, posted, version

NOT_ASKED = {"repeat", "signature per facility", "file", "checkbox"}


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def ask(request, reference):
    found, now = find.case(request, reference), timezone.now()
    snapshot = tables.at(found.checklist_version)
    form = AskMore(
        posted(request), rooms=_rooms(found), questions=_questions(found, snapshot, now),
        items=_items(found, snapshot), today=calendar.today(found.time_zone, now),
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        questions.ask_more(
            found, room=said["room"], questions=form.picked(), items=form.numbers(), words=said["remark"],
            due_on=_day(said["due_on"]), version=version(request), by=request.user, now=now,
        )  # fmt: skip
        return redirect(back(request, reference, "asked"))
    groups = [(name, form[name]) for name in form.groups]
    return page(request, found, form, "coordinator/ask.html", is_open=_answered(form), groups=groups)


def _day(text):
    return date.fromisoformat(text) if text else None


def _rooms(case):
    """Who has a seat in the case can be asked."""
    return [room for room in ("family", "physician") if people.seats(case, room).exists()]


def _questions(case, snapshot, now):
    """By step; what is not answered comes first and is marked."""
    facts, found = policies.facts(case, now), []
    for step in snapshot.question_steps.values():
        rows = [row for row in snapshot.questions.values() if row.step == step.step and _can_be_asked(row)]
        open_, told = [], []
        for row in rows:
            is_told = conditions.answered(snapshot, row, facts)
            (told if is_told else open_).append((row.code, f"{text(row, 'label')}{' (answered)' if is_told else ''}"))
        if rows:
            found.append((text(step, "title"), [*open_, *told]))
    return found


def _can_be_asked(row):
    return row.active and row.type not in NOT_ASKED and row.form in {"family", "both"} and row.code != "asker_role"


def _items(case, snapshot):
    wanted = [item for item in queries.of_case(case) if item.dropped_at is None]
    return [(str(item.number), text(snapshot.record_items[item.kind], "label")) for item in wanted]


def _answered(form):
    """The groups of questions in which something is picked stay open."""
    return [name for name in form.groups if form[name].value()]

"""One case whole: questions, records, answers, notes, what happened."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake import doors, find
from intake.domain import notes
from intake.policies import cases as case_policies
from intake.queries import cases as case_queries
from intake.queries import reference
from intake.states import CaseStatus
from records import board, casebook, story
from records.forms import oncology as forms
from records.policies import items as item_policies
from records.views.files import linked

PLACES = [
    ("questions", "What the family asks"),
    ("records", "Records"),
    ("answers", "Answers"),
    ("notes", "Staff notes"),
    ("timeline", "What happened"),
]


@doors.oncology
@require_safe
def case(request, reference):
    found = find.case(request, reference)
    context = {**_whole(request, found), "back_url": reverse("oncology:inbox")}
    return TemplateResponse(request, "oncology/case.html", context)


def _whole(request, case):
    user, now = request.user, timezone.now()
    snapshot = reference.at(case.checklist_version)
    lines = board.lines(case, user=user, snapshot=snapshot, now=now)
    for line in lines:
        line["steps"] = item_policies.steps(line["item"], by=user)
        line["files"] = [linked(file, user) for file in line["files"]]
    return {
        "case": case, "needed": [line for line in lines if is_needed(line)],
        "rest": [line for line in lines if not is_needed(line)], "missing": casebook.missing(lines),
        "done": case.records_needed - case.records_outstanding,
        "sections": casebook.sections(case, user=user, snapshot=snapshot, now=now),
        "asked": casebook.asked(case, snapshot=snapshot, now=now),
        "loose": [linked(file, user) for file in board.files(case, user=user) if not file["upload"].item],
        "events": story.events(case, user=user, snapshot=snapshot, most=50),
        "notes": [(note, notes.opened(case, note)) for note in case_queries.notes(case)],
        "note_form": forms.Note(), "places": PLACES, "steps": case_policies.steps(case, by=user, now=now),
        "group": snapshot.checklist_groups.get(case.group), "state": CaseStatus(case.status).label,
        "why": urgency_words(case, snapshot), "rejects": snapshot.reject_reasons.values(),
    }  # fmt: skip


def is_needed(line):
    return line["necessity"] == "required" and not line["dropped"]


def urgency_words(case, snapshot):
    return next((row.reason_en for row in snapshot.priority_rules if row.rule == case.priority_why), "")

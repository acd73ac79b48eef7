"""The oncology team's room: the cases that one's cover holds, and each of them whole."""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, find
from intake.domain import notes
from intake.policies import cases as case_policies
from intake.queries import cases as case_queries
from intake.queries import reference
from intake.queries.reference import text
from records import board, casebook, story
from records.domain import cases, questions
from records.domain.transitions import settle
from records.forms import oncology as forms
from records.policies import items as item_policies
from records.queries import items as queries
from records.queries import queue

PLACES = [
    ("questions", "What the family asks"),
    ("records", "Records"),
    ("answers", "Answers"),
    ("notes", "Staff notes"),
    ("timeline", "What happened"),
]
REJECTS = {"wrong_patient", "unreadable", "incomplete"}


@doors.oncology
@require_safe
def inbox(request):
    now = timezone.now()
    services = [service.pk for service in request.user.services.all()]
    page = queue.page(request.user, services, "priority", request.GET.get("page", ""))
    snapshot = reference.current()
    cards = [_card(row, snapshot, now) for row in page.rows]
    return TemplateResponse(request, "oncology/inbox.html", {"cards": cards, "pager": _pager(page), "lost": page.lost})


def _card(row, snapshot, now):
    today = timezone.localdate(now)
    group = snapshot.checklist_groups.get(row.group)
    return {
        "row": row,
        "group": text(group, "label") if group else row.group,
        "state": snapshot.case_states[row.status],
        "days": (row.decide_on - today).days if row.decide_on else None,
        "done": row.records_needed - row.records_outstanding,
    }


def _pager(page):
    path = reverse("oncology:inbox")
    return {
        "first": path if page.prev else "",
        "prev": f"{path}?page={page.prev}" if page.prev else "",
        "next": f"{path}?page={page.next}" if page.next else "",
        "last": f"{path}?page={queue.paging.LAST}" if page.next else "",
    }


@doors.oncology
@require_safe
def case(request, reference):
    found = find.case(request, reference)
    return TemplateResponse(request, "oncology/case.html", _whole(request, found))


def _whole(request, case):
    user, now = request.user, timezone.now()
    snapshot = reference.at(case.checklist_version)
    lines = board.lines(case, user=user, snapshot=snapshot, now=now)
    for line in lines:
        line["steps"] = item_policies.steps(line["item"], by=user)
    return {
        "case": case, "lines": lines, "missing": casebook.missing(lines),
        "done": case.records_needed - case.records_outstanding,
        "sections": casebook.sections(case, user=user, snapshot=snapshot, now=now),
        "asked": casebook.asked(case, snapshot=snapshot, now=now),
        "loose": [file for file in board.files(case, user=user) if file["upload"].item is None],
        "events": story.events(case, user=user, snapshot=snapshot, most=50),
        "notes": [(note, notes.opened(case, note)) for note in case_queries.notes(case)],
        "note_form": forms.Note(), "places": PLACES, "steps": case_policies.steps(case, by=user, now=now),
        "group": snapshot.checklist_groups.get(case.group), "state": snapshot.case_states[case.status],
        "why": urgency_words(case, snapshot), "rejects": snapshot.reject_reasons.values(),
    }  # fmt: skip


def urgency_words(case, snapshot):
    return next((row.reason_en for row in snapshot.priority_rules if row.rule == case.priority_why), "")


@doors.oncology
@require_POST
def start_review(request, reference):
    found = find.case(request, reference)
    cases.advance(found, "start_review", version=_version(request), by=request.user, now=timezone.now())
    return redirect("oncology:case", reference)


@doors.oncology
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, reference):
    found = find.case(request, reference)
    form = forms.Note(_posted(request))
    if form.is_valid():
        notes.write(found, form.cleaned_data["body"], by=request.user, now=timezone.now())
        return redirect(reverse("oncology:case", args=[reference]) + "#notes")
    context = {"case": found, "form": form, "heading": "Write a note", "button": "Save the note"}
    return _page(request, form, context)


@doors.oncology
@require_POST
def accept(request, reference, number):
    item = _item(request, reference, number)
    settle(item, "accept", version=_version(request), by=request.user, now=timezone.now())
    return redirect(reverse("oncology:case", args=[reference]) + "#records")


@doors.oncology
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request, reference, number):
    item = _item(request, reference, number)
    rows = reference_rows(item)
    reasons = [
        (row.reason, f"{text(row, 'label')}: {text(row, 'next_step')}") for row in rows if row.to_state in REJECTS
    ]
    form = forms.Reason(_posted(request), label="Why can it not be used?", reasons=reasons)
    if form.is_valid():
        row = next(row for row in rows if row.reason == form.cleaned_data["why"])
        settle(item, row.to_state, why=row.reason, reject_reason=row.reason, by=request.user, now=timezone.now())
        return redirect(reverse("oncology:case", args=[reference]) + "#records")
    context = {"case": item.case, "form": form, "heading": "Send this record back", "button": "Send back"}
    return _page(request, form, context)


@doors.oncology
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request, reference, number):
    item = _item(request, reference, number)
    rows = reference_of(item).other_reasons.get("waived", ())
    reasons = [(row.reason, text(row, "label")) for row in rows]
    form = forms.Reason(_posted(request), label="Why is it not needed?", reasons=reasons)
    if form.is_valid():
        why = form.cleaned_data["why"]
        settle(item, "waive", why=why, waived_why=why, by=request.user, now=timezone.now())
        return redirect(reverse("oncology:case", args=[reference]) + "#records")
    context = {"case": item.case, "form": form, "heading": "This record is not needed", "button": "Set aside"}
    return _page(request, form, context)


@doors.oncology
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, reference):
    found = find.case(request, reference)
    form = forms.AskMore(_posted(request), **_choices(found, request.user))
    if form.is_valid():
        said = form.cleaned_data
        questions.ask_more(
            found, room=said["room"], questions=said["questions"], items=[int(number) for number in said["items"]],
            words=said["words"], by=request.user, now=timezone.now(),
        )  # fmt: skip
        return redirect("oncology:case", reference)
    context = {"case": found, "form": form, "heading": "Ask for more", "button": "Send the questions"}
    return _page(request, form, context)


def _choices(case, user):
    snapshot = reference.at(case.checklist_version)
    lines = board.lines(case, user=user, snapshot=snapshot, now=timezone.now(), files=False)
    shown = [row for row in snapshot.questions.values() if casebook.may_read(row, user) and not row.page]
    return {
        "rooms": [("family", "The family"), ("physician", "The doctor's office")],
        "questions": [(row.code, text(row, "label")) for row in shown if row.form in {"family", "both"}],
        "items": [(str(line["number"]), line["name"]) for line in lines],
    }


def _page(request, form, context):
    return TemplateResponse(request, "oncology/form.html", context, status=422 if form.errors else 200)


def _item(request, reference, number):
    found = find.case(request, reference)
    item = queries.by_number(found, number)
    if item is None or item.category == item_policies.LEGAL:
        raise Http404
    return item


def reference_of(item):
    return reference.at(item.case.checklist_version)


def reference_rows(item):
    return list(reference_of(item).reject_reasons.values())


def _version(request):
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _posted(request):
    return request.POST if request.method == "POST" else None

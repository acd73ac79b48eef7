"""What an oncologist does with a case and its records: one click, one verb."""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, find
from intake.domain import notes
from intake.queries import reference
from intake.queries.reference import text
from records import board, casebook
from records.domain import cases, desk, questions
from records.domain.transitions import settle
from records.forms import oncology as forms
from records.policies import items as item_policies
from records.queries import items as queries

REJECTS = {"wrong_patient", "unreadable", "incomplete"}


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
        desk.reject(item, form.cleaned_data["why"], by=request.user, now=timezone.now())
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

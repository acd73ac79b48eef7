"""Steps with a case: one press or one page, one verb."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, find
from intake.domain import notes
from intake.queries import people
from intake.queries import reference as tables
from intake.queries.reference import text
from intake.states import Priority
from records.domain import cases, desk, questions
from records.forms.coordinator import case as forms

from .acting import back, conflict, page, posted, version
from .nexts import STEPS

PRESSED = {action for action, step in STEPS.items() if not step.page} - {"take"}


@doors.coordinator
@require_POST
@conflict
def assign(request, reference):
    """To the person named, or to oneself."""
    found = find.case(request, reference)
    owner = people.staff(request.POST["owner"]) if request.POST.get("owner", "").isdecimal() else request.user
    if owner is None:
        raise Http404
    cases.assign(found, owner, version=version(request), by=request.user, now=timezone.now())
    whom = "you" if owner == request.user else owner.name
    messages.success(request, f"{reference}: assigned to {whom}")
    return redirect(back(request, reference))


@doors.coordinator
@require_POST
@conflict
def step(request, reference):
    found, action = find.case(request, reference), request.POST.get("action", "")
    if action not in PRESSED:
        raise Http404
    cases.advance(found, action, version=version(request), by=request.user, now=timezone.now())
    messages.success(request, f"{reference}: {STEPS[action].label.lower()}. Done")
    return redirect(back(request, reference))


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def withdraw(request, reference):
    found = find.case(request, reference)
    reasons = [(row.reason, text(row, "label")) for row in _tables().other_reasons["withdrawn"] if row.active]
    form = forms.Reason(posted(request), label="Why does the family take it back?", reasons=reasons, required=False)
    if form.is_valid():
        why = form.cleaned_data["why"]
        cases.advance(found, "withdraw", why=why, version=version(request), by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="Take the request back for the family", button="Take it back", warning=True,
        intro=["All reminders and requests stop at once. Family and office are told.", "You can undo it for 14 days."],
    )  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def gaps(request, reference):
    found = find.case(request, reference)
    form = forms.Why(posted(request), label="Why can the review start with gaps?", hint="Oncology reads this reason.")
    if form.is_valid():
        why = form.cleaned_data["why"]
        cases.start_with_gaps(found, why=why, version=version(request), by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="Start with gaps", button="Say that it is ready",
        intro=["Family, office and oncology are told that the case is ready. What is missing stays visible."],
    )  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def go_on(request, reference):
    found = find.case(request, reference)
    form = forms.Why(posted(request), label="Why is no answer needed?")
    if form.is_valid():
        why = form.cleaned_data["why"]
        questions.go_on(found, why=why, version=version(request), by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="Go on without the answers", button="Go on",
        intro=["What is still asked is dropped. The case goes back to where it was."],
    )  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def priority(request, reference):
    found = find.case(request, reference)
    lower = [(str(code), f"{code} {code.label}") for code in Priority if code > found.priority]
    reasons = [(row.reason, text(row, "label")) for row in _tables().other_reasons["priority_lowered"] if row.active]
    form = forms.Lower(posted(request), priorities=lower, reasons=reasons)
    if form.is_valid():
        said = form.cleaned_data
        cases.lower_priority(
            found, said["to"], why=said["why"], version=version(request), by=request.user, now=timezone.now()
        )
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="Lower the priority", button="Lower it",
        intro=["A lead coordinator or an oncologist does this. The same facts do not raise it again."],
    )  # fmt: skip


@doors.coordinator
@require_POST
@conflict
def newest(request, reference):
    found = find.case(request, reference)
    desk.newest_list(
        found, version=version(request), max_age=settings.MAX_AGE, by=request.user, now=timezone.now()
    )  # fmt: skip
    messages.success(request, "The case follows the newest list now")
    return redirect(back(request, reference, "records"))


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, reference):
    """A note only adds: nobody's words are lost by it."""
    found = find.case(request, reference)
    form = forms.Note(posted(request))
    if form.is_valid():
        notes.write(found, form.cleaned_data["body"], by=request.user, now=timezone.now())
        return redirect(back(request, reference, "notes"))
    return page(request, found, form, heading="Write a note", button="Save the note")


def _tables():
    return tables.current()

"""The task "Doctors and hospitals": its questions, and a row for each place that holds records."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, find, wizard
from intake.domain import drafts
from intake.facts import UNKNOWN
from intake.forms import family as forms
from intake.forms import places as place_forms
from intake.queries import reference as tables
from intake.views.family import showing, speaking
from records.domain import cases

from . import told
from .pages import not_now

PAGE, ADD = "doctors", "add"


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def places(request, reference):
    case = find.case(request, reference)
    if elsewhere := not_now(request, case, PAGE):
        return elsewhere
    known, more = told.facts(case), ADD in request.POST
    form, rows, given = _forms(request, case, known, more)
    if request.spoken or more:
        if request.spoken:
            drafts.speak(case, request.spoken, by=request.user, now=timezone.now())
        forms.as_typed(form)
        rows.as_typed()
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        answers = _answers(request, case, form, rows, known)
        cases.save_answers(case, answers, page=PAGE, max_age=settings.MAX_AGE, by=request.user, now=timezone.now())
        return redirect(_after(request, case))
    context = {
        "case": case, "formset": rows, "told": given, "unlock_url": told.unlock_url(case, request.path),
        "back_url": _after(request, case), "contact": told.contact(known),
    }  # fmt: skip
    response = showing.question_page(request, PAGE, form, template="family/places.html", **context)
    if rows.is_bound and rows.total_error_count():
        response.status_code = 422
    return response


def _forms(request, case, known, more):
    """The questions, the rows of places, and by the link alone the labels of what was answered."""
    snapshot, today = tables.current(), showing.today(request, case)
    data = request.POST if request.method == "POST" else None
    questions, given = wizard.questions(snapshot, PAGE), []
    if not told.is_full(request, case):
        questions, given = told.parts(questions, known)
        known = {code: value for code, value in told.without_birth(known).items() if code != "facilities"}
    form = forms.Page(data, rows=questions, facts=known, snapshot=snapshot, today=today, needed="")
    rows = place_forms.places(
        data, rows=wizard.place_questions(snapshot), snapshot=snapshot, today=today, facts=known, more=more
    )
    return form, rows, given


def _answers(request, case, form, rows, known):
    """By the link alone new places come after the old ones, which are not on the page."""
    old = len(known.get("facilities") or ())
    found = rows.answers(old) if told.is_full(request, case) else rows.answers(first=old)
    none = {"facilities": UNKNOWN if request.POST.get("facilities_unknown") and not any(found.values()) else ""}
    return {**form.answers(), **found, **none}


def _after(request, case):
    if request.GET.get("from") == "check":
        return showing.page_url(case, "check")
    return reverse("family:status", args=[case.reference]) + "#tell-us-more"

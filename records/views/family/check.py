"""The overview of what was told, sending it, and the page that says it has arrived."""

from django.conf import settings
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, entry, find, voice, wizard
from intake.domain import drafts
from intake.forms import family as intake_forms
from intake.forms import guard
from intake.queries import people
from intake.queries import reference as tables
from intake.views.family import showing, speaking
from intake.views.family.texts import written
from records.domain import checklist
from records.forms import family as forms

from . import promises, told

PAGE = "check"


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def check(request, reference):
    case = find.case(request, reference, "full")
    if case.submitted_at:
        return _sent_before(request, case)
    if case.ended_at:
        return redirect("family:status", case.reference)
    known = told.facts(case)
    form = _form(request, case, known)
    if request.spoken:
        drafts.speak(case, request.spoken, by=request.user, now=timezone.now())
        intake_forms.as_typed(form)
    elif form.is_valid():
        if guard.suspects(request.POST, case.reference):
            return showing.again(request, PAGE, guard.kept(request.POST, case.reference))
        return _send(request, case, form)
    return _show(request, case, known, form)


def _sent_before(request, case):
    """Pressed twice, or come back with the browser's button: it was sent once, and one may read and mend it."""
    if request.method == "POST" and not request.spoken:
        return redirect("family:sent", case.reference)
    known = told.facts(case)
    context = {"case": case, "cards": told.cards(case, known, tasks=True), "contact": told.contact(known)}
    return TemplateResponse(request, "family/answers.html", context)


def _form(request, case, known):
    snapshot = tables.current()
    form = forms.Send(
        request.POST if request.method == "POST" else None, rows=wizard.questions(snapshot, PAGE), facts=known,
        snapshot=snapshot, today=showing.today(request, case), version=case.version,
        missing=[page["title"] for page in told.missing(case, known)],
    )  # fmt: skip
    guard.add(form, case.reference)
    return form


def _send(request, case, form):
    checklist.send(
        case, consents=form.agreed(), send_key=form.key(case.reference), version=form.cleaned_data["version"],
        max_age=settings.MAX_AGE, by=request.user, now=timezone.now(),
    )  # fmt: skip
    entry.restart(request, draft=False)
    return redirect("family:sent", case.reference)


def _show(request, case, known, form):
    today = showing.today(request, case)
    return showing.question_page(
        request, PAGE, form, template="family/check.html", case=case, cards=told.cards(case, known),
        missing=told.missing(case, known), consents=_consents(form, known), contact=told.contact(known),
        soon=told.soon(case, known, today), back_url=showing.page_url(case, "doctor"),
        no_words=not people.seat(case, request.user).passphrase,
    )  # fmt: skip


def _consents(form, known):
    """Each box with the text that it agrees to."""
    texts = tables.current().texts
    return [
        (written(texts[voice.agreed(row.code, known)]), form[row.code]) for row in form.rows if row.code in form.fields
    ]


@doors.family
@require_safe
def sent(request, reference):
    """We have the request: its reference, what happens next and when. May be opened again."""
    case = find.case(request, reference, "full")
    if not case.submitted_at:
        return redirect("family:case", case.reference)
    now, known = timezone.now(), told.facts(case)
    context = {
        "case": case, "steps": promises.next_steps(case, now=now), "contact": told.contact(known),
        "office": promises.office_code(case, now=now), "no_words": not people.seat(case, request.user).passphrase,
        "urgent": case.red_flag or told.soon(case, known, showing.today(request, case)),
    }  # fmt: skip
    return TemplateResponse(request, "family/sent.html", context)

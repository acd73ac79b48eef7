"""The pages of questions: the short request's, and the tasks of "tell us more"."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find, wizard
from intake.domain import drafts
from intake.forms import family as forms
from intake.policies import routing
from intake.queries import people
from intake.queries import reference as tables
from intake.views.family import showing, speaking
from intake.views.family.texts import written
from records.domain import cases
from records.queries import items
from records.views import files_in

from . import told

PAGES = [*wizard.SHORT[:-1], *wizard.TASKS]
MAY_SKIP = {"doctor"}


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def page(request, reference, page):
    if page not in PAGES:
        raise Http404
    case = find.case(request, reference, "full" if page in wizard.SHORT else "link")
    if elsewhere := not_now(request, case, page):
        return elsewhere
    known = told.facts(case)
    form, given = _form(request, case, page, known)
    if request.spoken:
        drafts.speak(case, request.spoken, by=request.user, now=timezone.now())
        forms.as_typed(form)
    elif form.is_valid() and (saved := _save(request, case, page, form)):
        return redirect(_after(request, saved, page, form))
    return showing.question_page(request, page, form, **_context(request, case, page, known, given))


def not_now(request, case, page):
    """Tasks come after sending; what the review reads is not changed under it."""
    if page in wizard.TASKS and not case.submitted_at:
        return redirect("family:case", case.reference)
    if not told.is_open(case) and request.method != "POST":  # what was typed is not lost on the way: it is refused
        messages.info(request, _("The answers are closed now. Call us to change one."))
        return redirect("family:status", case.reference)
    return None


def _form(request, case, page, known):
    """-> the form, and by the link alone the labels of what it leaves out because it was answered."""
    snapshot = tables.current()
    rows, given = wizard.questions(snapshot, page), []
    if not told.is_full(request, case):
        rows, given = told.parts(rows, known)
        known = told.without_birth(known)
    rule = routing.route(snapshot, known, max_age=settings.MAX_AGE, moment="place")
    posted = request.method == "POST"
    form = forms.Page(
        request.POST if posted else None, request.FILES if posted else None, rows=rows, facts=known,
        snapshot=snapshot, today=showing.today(request, case),
        # Only the short request insists; "tell us more" takes what there is.
        needed="to_send" if page in wizard.SHORT and page not in MAY_SKIP else "",
        offers={"opinion_kind": routing.kinds_offered(snapshot, rule)},
    )  # fmt: skip
    return form, given


def _save(request, case, page, form):
    """Answers first, then files, each for its record. -> the case, None if a file was refused"""
    now, by = timezone.now(), request.user
    case = cases.save_answers(case, form.answers(), page=page, max_age=settings.MAX_AGE, by=by, now=now)
    for code, kind in wizard.FILE_ITEMS.items():
        if file := form.cleaned_data.get(code):
            item = items.of_kind(case, kind)
            for _name, reason in files_in.take(case, [file], item=item, by=by, now=now).refused:
                form.add_error(code, reason)
    return None if form.errors else case


def _after(request, case, page, form):
    """Where a saved page leads: again to itself, to the overview, to the next one."""
    here = showing.page_url(case, page)
    back = "?from=check" if request.GET.get("from") == "check" else ""
    if form.came_up():
        return f"{here}{back}"
    known = told.facts(case)
    if page == "child" and told.is_elsewhere(known):
        return reverse("family:too_old", args=[case.reference]) + back
    if page in wizard.TASKS and not back:
        return reverse("family:status", args=[case.reference]) + "#tell-us-more"
    if back or case.submitted_at:
        return showing.page_url(case, "check")
    if page == "you" and not people.seat(case, request.user).passphrase:
        return reverse("family:passphrase", args=[case.reference]) + "?next=doctor"
    return showing.page_url(case, wizard.next_page(page))


def _context(request, case, page, known, given):
    full = told.is_full(request, case)
    today = showing.today(request, case)
    context = {
        "case": case, "told": given, "unlock_url": told.unlock_url(case, request.path),
        "back_url": _back(request, case, page), "contact": told.contact(known),
        "soon": told.soon(case, known, today) if full and page in {"treatment", "child"} else None,
    }  # fmt: skip
    if page in MAY_SKIP and not case.submitted_at:
        context["skip_url"] = showing.page_url(case, "check")
    return context


def _back(request, case, page):
    if request.GET.get("from") == "check":
        return showing.page_url(case, "check")
    place = wizard.SHORT.index(page) if page in wizard.SHORT else 0
    if place:
        return showing.page_url(case, wizard.SHORT[place - 1])
    return reverse("family:status", args=[case.reference]) if case.submitted_at else "/"


@doors.family
@require_safe
def too_old(request, reference):
    """The child is older than we treat: other places are named, nothing is lost, and one may go on."""
    case = find.case(request, reference, "full")
    overview, known, snapshot = request.GET.get("from") == "check", told.facts(case), tables.current()
    next_url = showing.page_url(case, "check" if overview else "illness")
    if not told.is_elsewhere(known):
        return redirect(next_url)
    context = {
        "case": case, "text": written(snapshot.texts["too_old"]), "others": showing.elsewhere(snapshot, "age", known),
        "contact": told.contact(known), "mend_url": showing.page_url(case, "child"), "next_url": next_url,
    }  # fmt: skip
    return TemplateResponse(request, "family/too_old.html", context)


@doors.family
@require_safe
def case(request, reference):
    """Where the request stands: its status, or the first page that lacks an answer."""
    found = find.case(request, reference)
    if found.submitted_at or found.ended_at:
        return redirect("family:status", found.reference)
    if not told.is_full(request, found):
        raise find.StepUp(found)
    return redirect(showing.page_url(found, told.first_missing(found, told.facts(found))))

"""What ends a request or lets it go on: taking it back, a death, the guardian's word, opening it again."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, find, wizard
from intake.domain import drafts, holds
from intake.queries import cases as queries
from intake.queries import reference as tables
from intake.queries.reference import text
from intake.states import ENDED, HoldKind
from intake.views.family.texts import written
from records.domain import cases
from records.forms import family as forms

from . import told


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, reference):
    case = find.case(request, reference, "full")
    if not case.submitted_at or case.status in ENDED:
        return redirect("family:status", case.reference)
    reasons = [(row.reason, text(row, "label")) for row in tables.current().other_reasons["withdrawn"] if row.active]
    form = forms.Withdraw(request.POST or None, reasons=reasons)
    if form.is_valid():
        cases.advance(case, "withdraw", why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        messages.success(request, _("You took your request back."))
        return redirect("family:status", case.reference)
    return TemplateResponse(request, "family/withdraw.html", _context(case, form), status=422 if form.errors else 200)


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def died(request, reference):
    """From here on nobody is written to; a person of ours calls or writes."""
    case = find.case(request, reference)
    if request.method == "POST":
        holds.report_death(case, by=request.user, now=timezone.now())
        return redirect("family:status", case.reference)
    return TemplateResponse(request, "family/died.html", _context(case))


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, reference):
    """A doctor began it: the parent or guardian says that it is right."""
    case = find.case(request, reference)
    if HoldKind.GUARDIAN_NOT_CONFIRMED not in queries.holds(case):
        return redirect("family:status", case.reference)
    form, texts = forms.Confirm(request.POST or None), _to_agree(case)
    if form.is_valid():
        cases.confirm_guardian(case, how="link", consents=list(texts), by=request.user, now=timezone.now())
        messages.success(request, _("Thank you. Your request goes on."))
        return redirect("family:status", case.reference)
    context = {**_context(case, form), "texts": [written(text) for text in texts.values()]}
    return TemplateResponse(request, "family/confirm.html", context, status=422 if form.errors else 200)


def _to_agree(case):
    """What a family agrees to when it sends a request itself: kind -> text."""
    snapshot = tables.current()
    kinds = [row.code for row in wizard.questions(snapshot, "check")]
    abroad = case.country and case.country != "US"
    return {kind: snapshot.texts[kind] for kind in kinds if abroad or kind != "consent_cross_border"}


@doors.family
@require_POST
def reopen(request, reference):
    """An unsent request that time has closed."""
    case = find.case(request, reference, "full")
    drafts.reopen(case, by=request.user, now=timezone.now())
    return redirect("family:case", case.reference)


def _context(case, form=None):
    back = reverse("family:status", args=[case.reference])
    return {"case": case, "form": form, "back_url": back, "contact": told.contact(told.facts(case))}

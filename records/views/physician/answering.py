"""What the office tells: of one record that it does not send now, and what staff asked it in so many words."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import doors, find
from intake.queries import reference as tables
from intake.queries.reference import text
from intake.sealing import unseal
from records.domain import cases, office, questions
from records.forms import physician as forms
from records.policies import items as policies
from records.queries import items as queries

from . import asked


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, reference, number):
    """It comes later, another place has it, it was never done here."""
    case = find.case(request, reference)
    item = asked.item(case, number, request.user)
    if asked.is_over(case):
        return asked.over(request, case)
    may = policies.may_answer(item)
    form = forms.Answer(asked.posted(request), today=asked.today(case))
    if may and form.is_valid():
        _tell(case, number, form.cleaned_data, request.user)
        messages.success(request, _("We have noted what you told us."))
        return redirect("physician:case", case.reference)
    snapshot = tables.at(case.checklist_version)
    context = {
        "case": case, "form": form, "may": may, "child": asked.child(request, case),
        "line": asked.line(request, case, item),
        "quantity": text(snapshot.record_items[item.kind], "quantity"),
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/record.html", context, status=422 if form.errors else 200)


def _tell(case, number, told, user):
    at = {"by": user, "now": timezone.now()}
    match told["answer"]:
        case "promise":
            office.promise(case, number, on=told["by"], **at)
        case "elsewhere":
            office.elsewhere(case, number, place=told["place"], **at)
        case "never":
            office.never_done(case, number, words=told["words"], **at)


def box(case, ask):
    """One thing that staff asked for, as the office's page shows it."""
    snapshot = tables.at(case.checklist_version)
    address = reverse("physician:answer", args=[case.reference, ask.pk])
    if ask.item:
        item = queries.by_number(case, ask.item)
        send = reverse("physician:upload", args=[case.reference]) + f"?item={ask.item}"
        return {"title": text(snapshot.record_items[item.kind], "label"), "due": ask.due_on, "send": send}
    return {"title": _title(case, ask, snapshot), "due": ask.due_on, "url": address, "own": bool(ask.words)}


def _title(case, ask, snapshot):
    if ask.words:
        return unseal(case, bytes(ask.words), "ask")
    return text(snapshot.questions[ask.question], "label")


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, reference, ask):
    """One question of staff. Answers go in here, none comes out."""
    case = find.case(request, reference)
    found = next((each for each in asked.asks(case) if each.pk == ask and not each.item), None)
    if found is None:
        raise Http404
    if asked.is_over(case):
        return asked.over(request, case)
    form = _form(request, case, found)
    if form.is_valid():
        _save(case, found, form, request.user)
        messages.success(request, _("Thank you. We have your answer."))
        return redirect("physician:case", case.reference)
    context = {
        "case": case, "form": form, "child": asked.child(request, case), "due": found.due_on,
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/answer.html", context, status=422 if form.errors else 200)


def _form(request, case, ask):
    snapshot, data = tables.at(case.checklist_version), asked.posted(request)
    if ask.words:
        return forms.Words(data, question=_title(case, ask, snapshot))
    row = snapshot.questions[ask.question]
    return forms.Asked(data, row=row, snapshot=snapshot, today=asked.today(case))


def _save(case, ask, form, user):
    at = {"by": user, "now": timezone.now()}
    if ask.words:
        questions.reply(case, ask, form.cleaned_data["words"], **at)
    else:
        cases.save_answers(case, form.answers(), page="physician", max_age=settings.MAX_AGE, **at)

"""Declining, with a look beforehand at what is sent to whom; and the death of a child."""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, find
from intake.domain.errors import Refused
from intake.policies import cases as policies
from intake.policies.notices import TEXTS
from intake.queries import cases as queries
from intake.queries import people
from intake.queries import reference as tables_of
from intake.queries.reference import text
from intake.states import TRANSITIONS, HoldKind
from records import board
from records.domain import cases, desk
from records.forms.coordinator import case as forms

from .acting import back, conflict, page, posted, version


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def decline(request, reference):
    """First the reason, then the page that shows what will leave, then the step."""
    found, tables = find.case(request, reference), tables_of.current()
    if refusal := policies.why_not(found, "decline", by=request.user, now=timezone.now()):
        raise Refused(refusal)
    rows = [row for row in tables.decline_reasons.values() if row.active and "coordinator" in row.who_may_use]
    form = forms.Decline(
        posted(request), reasons=[(row.reason, text(row, "label")) for row in rows], more="Note for staff",
        hints={row.reason: f"Other ways: {', '.join(_others(row, tables))}" for row in rows},
    )  # fmt: skip
    if not form.is_valid():
        return page(request, found, form, heading="Decline", button="See what will be sent", intro=[
            "The family never reads the word “declined”. It reads the reason and where else to ask.",
        ])  # fmt: skip
    said = form.cleaned_data
    if request.POST.get("confirmed"):
        words = " ".join(filter(None, [dict(forms.CALLED)[said["called"]] + ".", said["remark"]]))
        cases.advance(
            found, "decline", why=said["why"], words=words, version=version(request), by=request.user,
            now=timezone.now(),
        )  # fmt: skip
        return redirect(back(request, reference))
    return _preview(request, found, said, tables)


def _others(row, tables):
    return [text(tables.alternatives[code], "label") for code in row.alternatives if code in tables.alternatives]


def _preview(request, case, said, tables):
    row, mail = tables.decline_reasons[said["why"]], tables.notice_texts[TEXTS["declined"], "email"]
    audience, language = people.Audience(case), case.language
    receivers = [user for room in sorted(TRANSITIONS["decline"].tells) for user in audience.of(room)]
    context = {
        "case": case, "said": said, "reason": text(row, "label"), "others": _others(row, tables),
        "theirs": text(row, "label", language), "language": language if language != "en" else "",
        "page_title": text(tables.case_states["declined"], "family_label"),
        "receivers": [(board.who(user), "an e-mail" if user.has_mail else "a call by us") for user in receivers],
        "subject": text(mail, "subject"), "body": text(mail, "body"),
        "back_url": reverse("coordinator:decline", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/decline.html", context)


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def death(request, reference):
    """Confirm what was reported: a call or a paper, in a few words."""
    found = find.case(request, reference)
    form = forms.Why(posted(request), label="How do we know?", hint="A call or a paper: who, when.")
    if form.is_valid():
        why = form.cleaned_data["why"]
        cases.advance(found, "confirm_death", words=why, version=version(request), by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(request, found, form, "coordinator/death.html", is_reported=_is_reported(found))


@doors.coordinator
@require_POST
def report_death(request, reference):
    """Two presses from the case: contact stops with this one, in every case of the child."""
    found = find.case(request, reference)
    desk.report_death(found, by=request.user, now=timezone.now())
    return redirect(back(request, reference, "death"))


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def lift_death(request, reference):
    found = find.case(request, reference)
    if not _is_reported(found):
        raise Http404
    form = forms.Why(posted(request), label="How do we know that the report is wrong?")
    if form.is_valid():
        desk.lift_death(found, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="Lift the report of a death", button="Lift the report",
        intro=["Contact may go on in every case of this child."],
    )  # fmt: skip


def _is_reported(case):
    return HoldKind.DEATH_REPORTED in queries.holds(case)

"""Where the request stands, in the family's words."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from intake import doors, find, voice, wizard
from intake.domain import members
from intake.queries import cases, people
from intake.queries import reference as tables
from intake.states import ENDED, CaseStatus, HoldKind, Room
from intake.views.family import showing
from records import arriving, board
from records.policies import completeness
from records.queries import permits as queries

from . import promises, sent_to, told, turn
from .asked import boxes


@doors.family
@require_safe
@find.live
def status(request, reference):
    case = find.case(request, reference)
    if case.submitted_at is None:
        return _unsent(request, case)
    now, full, known = timezone.now(), told.is_full(request, case), told.facts(case)
    context = {
        "case": case, "full": full, "page_name": "status", "contact": told.contact(known),
        "unlock_url": told.unlock_url(case, request.path), "over": case.status in ENDED,
        "confirm": HoldKind.GUARDIAN_NOT_CONFIRMED in cases.holds(case) and case.status not in ENDED,
        "asks": boxes(case, known), "sent_to": sent_to.lines(case, request.user),
        "office": promises.office_code(case, now=now) if full else None,
        "no_words": not people.seat(case, request.user).passphrase,
        "soon": told.soon(case, known, showing.today(request, case)) if full else None,
        "others": _elsewhere(case, known) if case.status == CaseStatus.DECLINED else (),
        **_standing(case, now), **board_of(request, case, full, now), **_tasks(case, known),
    }  # fmt: skip
    context["failed"] = not context["over"] and arriving.failed(case, request.user, now=now)
    context["to_sign"] = queries.unsigned(case).count() if full and not context["over"] else 0
    context["sentences"] = turn.sentences(case, context["lines"], known, confirm=context["confirm"])
    context["theirs"] = turn.is_theirs(case) or context["confirm"]
    context["mark"] = find.mark(request, case)
    return TemplateResponse(request, "family/status.html", context)


def _unsent(request, case):
    """Not sent: it goes on, or it was closed and can be opened again, or it is gone."""
    if case.status == CaseStatus.DRAFT:
        return redirect("family:case", case.reference)
    context = {"case": case, "gone": case.erased_at is not None}
    return TemplateResponse(request, "family/unsent.html", context)


def _elsewhere(case, known):
    snapshot = tables.current()
    reason = case.ended_why if case.ended_why in snapshot.decline_reasons else "no_specialist"
    return showing.elsewhere(snapshot, reason, known)


def _standing(case, now):
    late = promises.is_late(case, now=now)
    return {
        "steps": turn.steps(case),
        "late": late,
        "by": promises.new_day(case, now=now) if late else promises.due_day(case),
    }


def board_of(request, case, full, now):
    """What the review needs first; what may exist, and the papers, are closed below."""
    snapshot = tables.at(case.checklist_version)
    lines = board.lines(case, user=request.user, snapshot=snapshot, now=now, url=_record_url(case), files=full)
    known = told.facts(case)
    lines = [voice.record(line, known) for line in lines]
    done, total = completeness.counts([line["item"] for line in lines])
    needed = [line for line in lines if line["necessity"] == "required" and not line["dropped"]]
    return {
        "lines": lines, "done": done, "total": total,
        "needed": [line for line in needed if line["item"].category != "legal"],
        "papers": [line for line in lines if line["item"].category == "legal"],
        "rest": [line for line in lines if line not in needed and line["item"].category != "legal"],
    }  # fmt: skip


def _record_url(case):
    """The permissions have a page of their own."""

    def url(item):
        if item.kind == "authorization":
            return reverse("family:sign", args=[case.reference])
        return reverse("family:record", args=[case.reference, item.number])

    return url


def _tasks(case, known):
    """The parts of "tell us more"; after the review has begun they can only be read."""
    states = wizard.progress(tables.current(), known)
    may = told.is_open(case)
    tasks = [
        {"title": showing.heading(task, known), "state": state, "url": showing.page_url(case, task) if may else ""}
        for task, state in states
    ]
    return {"tasks": tasks, "told_parts": sum(state == "completed" for _task, state in states), "may_tell": may}


@doors.family
@require_POST
def code(request, reference):
    """Fresh digits for the doctor's office."""
    case = find.case(request, reference, "full")
    member = people.seats(case, Room.PHYSICIAN).first()
    if member is not None:
        members.new_office_code(member, by=request.user, now=timezone.now())
    return redirect(reverse("family:status", args=[case.reference]) + "#office-code")

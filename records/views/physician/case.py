"""What is asked of the office, and its way out: this is not our patient."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake import doors, find
from intake.queries import people
from records import arriving, board
from records.domain import office, permits
from records.forms import physician as forms
from records.policies import items as policies
from records.queries import letters
from records.views.papers import shown

from . import answering, asked
from .sending import with_acts


@doors.physician
@require_safe
def case(request, reference):
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    lines = [_with_acts(line, case, request.user) for line in asked.lines(request, case)]
    wanted = [line for line in lines if line["theirs"] and line["necessity"] == "required"]
    done = [line for line in lines if not line["theirs"]]
    context = {
        "case": case,
        "child": asked.child(request, case),
        "asks": [answering.box(case, ask) for ask in asked.asks(case)],
        "wanted": wanted,
        "others": [line for line in lines if line["theirs"] and line not in wanted],
        "done": done,
        "may_remove": any("remove_url" in file for line in done for file in line["files"]),
        "loose": [
            with_acts(file, case, request.user)
            for file in board.files(case, user=request.user)
            if not file["upload"].item
        ],
        "ends": asked.link_ends(case, request.user),
        "failed": arriving.failed(case, request.user, now=timezone.now()),
        "permission": letters.permission_of(case, request.user),
    }
    return TemplateResponse(request, "physician/case.html", context)


def _with_acts(line, case, user):
    """The ways on from one record, as far as its state allows them."""
    item, may = line["item"], policies.steps(line["item"], by=user)
    address, page = [case.reference, item.number], f"?item={item.number}"
    acts = {
        "send": reverse("physician:upload", args=address[:1]) + page if policies.open_for_files(item) else "",
        "ship": reverse("physician:ship", args=address[:1]) + page if "ship" in may else "",
        "other": reverse("physician:record", args=address) if policies.may_answer(item) else "",
    }
    return {**line, **acts, "files": [with_acts(file, case, user) for file in line["files"]]}


@doors.physician
@require_safe
def permission(request, reference):
    """The signed permission, for the desk of the place; it names the child, so a code opens it."""
    case = find.case(request, reference, "full")
    found = letters.permission_of(case, request.user)
    if found is None or asked.is_over(case) or found.status != "active":
        raise Http404
    found.case = case
    return shown(permits.copy(found), "permission")


@doors.physician
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, reference):
    """Ends the invitation: the page says so before, and this answer is the last that the office sees."""
    case = find.case(request, reference)
    if asked.is_over(case):
        return asked.over(request, case)
    form = forms.Leave(asked.posted(request))
    if form.is_valid():
        office.leave(people.seat(case, request.user), **form.cleaned_data, by=request.user, now=timezone.now())
        return TemplateResponse(request, "physician/left.html", {"page_name": "left"})
    context = {
        "case": case, "form": form, "child": asked.child(request, case),
        "back_url": reverse("physician:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "physician/leave.html", context, status=422 if form.errors else 200)

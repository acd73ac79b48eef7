"""What the views that change a case share: where they lead back to, and the page when somebody was faster."""

from functools import wraps

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from intake import find
from intake.domain.errors import Stale
from intake.queries import reference as tables
from records import story

from . import conflicts

OURS = "/coordinator/"


def posted(request):
    return request.POST if request.method == "POST" else None


def version(request):
    """The version of the case or record that the person saw."""
    return _number(request.POST.get("version", ""))


def back(request, reference, place="next"):
    """The list that the press came from, else the case."""
    wanted = request.POST.get("next", "")
    if wanted.startswith(OURS) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"{reverse('coordinator:case', args=[reference])}#{place}"


def page(request, case, form, template="coordinator/form.html", **context):
    """The page of one step; what is wrong with what was written is said in it."""
    context |= {"case": case, "form": form, "back_url": reverse("coordinator:case", args=[case.reference])}
    return TemplateResponse(request, template, context, status=422 if form is not None and form.errors else 200)


def conflict(view):
    """Somebody else changed the case: what was written stays, beside what changed since."""

    @wraps(view)
    def guarded(request, reference, **kwargs):
        try:
            return view(request, reference, **kwargs)
        except Stale:
            return _changed(request, reference, conflicts.asked(view, request, reference, kwargs), kwargs)

    return guarded


def _changed(request, reference, asked, kwargs):
    case, seen = find.case(request, reference), _number(request.POST.get("seen", ""))
    snapshot = tables.at(case.checklist_version)
    events = story.events(case, user=request.user, snapshot=snapshot, most=20)
    context = {
        "case": case, "path": request.path, "version": _version_now(case, asked, kwargs),
        "changes": [event for event in events if event["number"] > seen] if seen else events[:5],
        **conflicts.kept(request, asked.get("form")),
        "next": request.POST.get("next", ""),
        "back_url": reverse("coordinator:case", args=[case.reference]),
    }  # fmt: skip
    return TemplateResponse(request, "coordinator/conflict.html", context, status=409)


def _version_now(case, asked, kwargs):
    """Of the permission or the record that the page is about, else of the case."""
    if "permission" in asked:
        return asked["permission"].version
    if "key" in kwargs:
        return asked["line"]["item"].version if asked.get("line") else case.version
    if "number" not in kwargs:
        return case.version
    return next((item.version for item in case.items.all() if item.number == kwargs["number"]), "")


def _number(text):
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None

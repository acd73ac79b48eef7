"""A new case by phone or fax."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, wizard
from intake.policies import calendar
from intake.queries import cases as queries
from intake.queries import reference as tables
from records.domain import by_phone
from records.forms.coordinator import new as forms

from .acting import posted

CONSENT = "consent_"


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    now, snapshot = timezone.now(), tables.current()
    start = {"heard_by": request.user.name, "source": "phone", "language": "en"}
    taken = forms.Taken(posted(request), initial=start)
    form = forms.short_request(posted(request), snapshot=snapshot, today=calendar.today("", now))
    if form.is_valid() & taken.is_valid():
        case = _take(request, form, taken, now)
        if queries.visible_to(request.user).filter(pk=case.pk).exists():
            return redirect("coordinator:case", case.reference)
        messages.success(request, f"{case.reference} is sent. It belongs to {case.service.name_en}")
        return redirect("coordinator:queue")
    context = {
        "form": form, "taken": taken, "pages": _pages(form, snapshot), "send_key": _key(request),
        "back_url": reverse("coordinator:queue"), "bad_taken": taken if taken.errors else None,
    }  # fmt: skip
    return TemplateResponse(
        request, "coordinator/new.html", context, status=422 if form.errors or taken.errors else 200
    )  # fmt: skip


def _take(request, form, taken, now):
    told = form.answers()
    consents = [code for code in told if code.startswith(CONSENT) and told[code] == "yes"]
    answers = {code: value for code, value in told.items() if not code.startswith(CONSENT)}
    said = taken.cleaned_data
    return by_phone.take(
        answers, consents=consents, source=said["source"], words=taken.words(), language=said["language"],
        send_key=_key(request), max_age=settings.MAX_AGE, by=request.user, now=now,
    )  # fmt: skip


def _pages(form, snapshot):
    """(heading, fields) of each page of the family's form, the same order and words."""
    found = []
    for page in wizard.SHORT:
        codes = [row.code for row in wizard.questions(snapshot, page) if row.code in form.fields]
        found.append((wizard.title(snapshot, page), [form[code] for code in codes]))
    return [(title, fields) for title, fields in found if fields]


def _key(request):
    """One key a form: sending it twice makes one case."""
    try:
        return uuid.UUID(request.POST.get("send_key", ""))
    except ValueError:
        return uuid.uuid4()

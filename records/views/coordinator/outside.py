"""The people outside: the office's mail, the guardian's word, codes read out, calls made, messages tried again."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, find
from intake.domain import members, outbox
from intake.domain.errors import Refused
from intake.policies import cases as policies
from intake.queries import cases as queries
from intake.queries import notices, people
from intake.states import HoldKind
from records.domain import cases, desk
from records.forms.coordinator import case as forms

from . import sent
from .acting import back, conflict, page, posted, version
from .contacts import phone_of

NO_PHONE = "There is no phone number on file. Ask the family to get a new link by mail."
WORDS = [
    "“A doctor has asked us for a second opinion about your child. Before we read the records, we need your yes.”",
    "“Are you the parent or guardian? Do you agree that we look at the records and give the opinion?”",
    "“Do you agree that we keep what you and the doctor send us?”",
]


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
@conflict
def office(request, reference):
    """Typing the office's address invites it."""
    found = find.case(request, reference)
    form = forms.Office(posted(request))
    if form.is_valid():
        told = {"doctor_email": form.cleaned_data["doctor_email"], "doctor_contact_ok": "yes"}
        cases.save_answers(
            found, told, page="office", version=version(request), max_age=settings.MAX_AGE, by=request.user,
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "The office is invited")
        return redirect(back(request, reference, "office"))
    return page(
        request, found, form, heading="Get the office's e-mail", button="Save and invite the office",
        intro=["The office gets a link at once, and is asked for the records that it may hold."],
        phones=[("Office", phone_of(policies.facts(found, timezone.now()), "physician"))],
    )  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request, reference):
    """A paper or a call in place of the guardian's link."""
    found = find.case(request, reference)
    if HoldKind.GUARDIAN_NOT_CONFIRMED not in queries.holds(found):
        raise Http404
    form = forms.Guardian(posted(request))
    if form.is_valid():
        how = form.cleaned_data["how"]
        cases.confirm_guardian(found, how=how, words=form.told(), by=request.user, now=timezone.now())
        return redirect(back(request, reference))
    return page(
        request, found, form, heading="The guardian confirms", button="Record it",
        intro=["Read this out on the phone:", *WORDS],
        phones=[("Guardian", phone_of(policies.facts(found, timezone.now()), "family"))],
    )  # fmt: skip


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def code(request, reference):
    """Six digits to read out: the office's instead of the family's eight, or the family's to choose new words."""
    found = find.case(request, reference)
    room = "physician" if request.GET.get("for", request.POST.get("for")) == "office" else "family"
    seat = people.seats(found, room).first()
    if seat is None:
        raise Http404
    phone = phone_of(policies.facts(found, timezone.now()), room)
    if room == "family" and not phone:
        raise Refused(NO_PHONE)
    context = {
        "case": found, "room": room, "phone": phone, "digits": "",
        "back_url": reverse("coordinator:case", args=[reference]),
    }  # fmt: skip
    if request.method == "POST":
        context["digits"] = members.read_out(seat, by=request.user, now=timezone.now())
    return TemplateResponse(request, "coordinator/code.html", context)


@doors.coordinator
@require_POST
def called(request, reference):
    """The person was told by phone what no mail could tell."""
    found = find.case(request, reference)
    owed = [notice for notice in notices.calls(found).select_related("to") if sent.name(notice) == _named(request)]
    form = forms.Called(request.POST)
    if form.is_valid():
        for notice in owed:
            desk.called(found, notice, words=form.cleaned_data["remark"], by=request.user, now=timezone.now())
        return redirect(back(request, reference, "calls"))
    return page(request, found, form, heading="Mark as called", button="Save", also={"notice": _named(request)})


@doors.coordinator
@require_POST
def retry(request, reference):
    """What is stuck is due again."""
    found = find.case(request, reference)
    count = outbox.retry(case=found, now=timezone.now())
    messages.success(request, f"{count} message{'' if count == 1 else 's'} will be tried again")
    return redirect(back(request, reference, "sent"))


def _named(request):
    return request.POST.get("notice", "")

"""Beginning a request: two pages, and nothing is stored before the second is sent."""

from django.conf import settings
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import doors, entry, voice, wizard
from intake.domain import answers, counting, limits
from intake.forms import family as forms
from intake.forms import guard
from intake.policies import conditions, routing
from intake.queries import people, reference
from intake.states import Room

from . import showing, speaking

FIRST, SECOND = "help-now", "place"


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def start(request):
    form = _form(request, FIRST, {})
    if request.spoken:
        forms.as_typed(form)
    elif form.is_valid():
        first = form.answers()
        second = _form(request, SECOND, first, data=None)
        return _second(request, second, forms.pack(first))
    return _going_back(showing.question_page(request, FIRST, form, back_url=reverse("public:start")))


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def place(request):
    """Makes the case, unless a rule of routing sends the family elsewhere."""
    if request.method != "POST":
        return redirect("family:start")
    packed = request.POST.get("first", "")
    first = forms.unpack(packed)
    form = _form(request, SECOND, first)
    if request.spoken:
        forms.as_typed(form)
    elif form.is_valid():
        return _answer(request, form, first)
    return _second(request, form, packed)


def _answer(request, form, first):
    snapshot = reference.current()
    rule = routing.route(snapshot, form.facts, max_age=settings.MAX_AGE, moment=SECOND)
    if rule and rule.asker == Room.PHYSICIAN:
        return redirect("physician:refer")
    if rule and rule.outcome == "refer_elsewhere":
        counting.sent_elsewhere(rule, now=timezone.now())
        contact = showing.person(routing.contact(snapshot, rule))
        others, own = showing.elsewhere(snapshot, "out_of_area", form.facts), voice.is_patient(form.facts)
        context = {"page_name": "elsewhere", "contact": contact, "others": others, "own": own}
        return TemplateResponse(request, "family/elsewhere.html", context)
    if guard.suspects(request.POST, SECOND):
        return showing.again(request, SECOND, guard.kept(request.POST, SECOND))
    if not limits.take("new_case_ip", request.META["REMOTE_ADDR"]):
        return showing.again(request, SECOND, guard.kept(request.POST, SECOND), wall=True)
    return _begin(request, {**first, **form.answers()})


def _begin(request, told):
    """The case, open in this browser until it is sent. Who has an unsent one here already keeps both."""
    user = request.user if _has_draft(request) else None
    case = answers.start(
        told, user=user, language=speaking.language(), time_zone=showing.zone(request), now=timezone.now()
    )
    entry.enter(request, people.seats(case, Room.FAMILY).first(), "full")
    return redirect("family:page", case.reference, "treatment" if told.get("red_flags") else FIRST)


def _has_draft(request):
    return request.user.is_authenticated and request.user.room == Room.FAMILY and request.session.get(entry.DRAFT)


def _form(request, page, facts, data=...):
    snapshot = reference.current()
    form = forms.Page(
        (request.POST if request.method == "POST" else None) if data is ... else data,
        rows=wizard.questions(snapshot, page), facts={"form": "family", **facts}, snapshot=snapshot,
        today=showing.today(request),
    )  # fmt: skip
    if page == SECOND:
        guard.add(form, SECOND)
    return form


def _second(request, form, packed):
    context = {
        "action": reverse("family:start_place"), "back_url": reverse("family:start"), "packed": packed,
        "emergency": conditions.known(forms.unpack(packed), "red_flag_action"),
    }  # fmt: skip
    return _going_back(showing.question_page(request, SECOND, form, **context))


def _going_back(response):
    """The browser's own button works here: nobody is named yet, and the second page answers a form."""
    response["Cache-Control"] = "private, no-cache"
    return response

"""What staff ask now, as boxes on the status page, and the one page that answers them."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import doors, find, voice
from intake.domain import drafts
from intake.forms import family as intake_forms
from intake.queries import reference as tables
from intake.queries.reference import text
from intake.sealing import unseal
from intake.views.family import showing, speaking
from records.domain import cases, questions
from records.forms import family as forms
from records.queries import asks as queries
from records.queries import items

from . import told

PLACES = "facility_"


def boxes(case, known):
    """Each open question: what is asked, where it is answered, by when."""
    snapshot = tables.at(case.checklist_version)
    kinds = items.kinds(case)
    return [_box(case, place, ask, snapshot, kinds, known) for place, ask in queries.of_family(case)]


def _box(case, place, ask, snapshot, kinds, known):
    page = reverse("family:asked", args=[case.reference])
    if ask.item:
        kind = snapshot.record_items.get(kinds.get(ask.item, ""))
        name = voice.record_name(kind.item, known, text(kind, "label")) if kind else _("A record")
        url = reverse("family:record", args=[case.reference, ask.item])
        return {"text": name, "url": url, "due": ask.due_on, "button": _("Send this record"), "record": True}
    if ask.words:
        own, url = unseal(case, ask.words, "ask"), f"{page}#id_reply-{place}"
        return {"text": own, "own": True, "url": url, "due": ask.due_on, "button": _("Answer")}
    question = snapshot.questions[ask.question]
    if ask.question.startswith(PLACES):
        page = showing.page_url(case, "doctors")
    label = voice.label(ask.question, known, text(question, "label"))
    return {"text": label, "url": page, "due": ask.due_on, "button": _("Answer")}


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
@speaking.follows
def asked(request, reference):
    case = find.case(request, reference)
    open_asks = queries.of_family(case)
    form = _form(request, case, open_asks)
    if request.spoken:
        drafts.speak(case, request.spoken, by=request.user, now=timezone.now())
        intake_forms.as_typed(form)
    elif form.is_valid():
        _save(request, case, form, dict(open_asks))
        messages.success(request, _("We have your answer."))
        return redirect("family:status", case.reference)
    known = told.facts(case)
    context = {"case": case, "back_url": reverse("family:status", args=[case.reference]), "asks": boxes(case, known)}
    context |= {"contact": told.contact(known), "heading": _("What we ask you now")}
    if not form.fields:  # then the languages are a form of their own
        context["language_form"] = ""
    return showing.question_page(request, "asked", form, template="family/asked.html", **context)


def _form(request, case, open_asks):
    """By the link alone nothing that was answered before stands in it."""
    snapshot = tables.at(case.checklist_version)
    codes = {ask.question for _place, ask in open_asks if ask.question and not ask.question.startswith(PLACES)}
    rows = [row for row in snapshot.questions.values() if row.code in codes and row.type != "file"]
    known = told.facts(case)
    if not told.is_full(request, case):
        rows = [row for row in rows if row.code not in told.NEVER_BY_LINK]
        known = {code: value for code, value in told.without_birth(known).items() if not _is_asked(code, codes)}
    words = [(f"reply-{place}", unseal(case, ask.words, "ask")) for place, ask in open_asks if ask.words]
    return forms.Asked(
        request.POST if request.method == "POST" else None, rows=rows, facts=known, snapshot=snapshot, words=words,
        today=showing.today(request, case), needed="",
    )  # fmt: skip


def _is_asked(code, codes):
    return any(code == asked or code.startswith(f"{asked}_") for asked in codes)


def _save(request, case, form, open_asks):
    by, now = request.user, timezone.now()
    given = {code: value for code, value in form.answers().items() if value not in ("", None, [], ())}
    if given:
        cases.save_answers(case, given, page="asked", max_age=settings.MAX_AGE, by=by, now=now)
    for name, words in form.replies().items():
        questions.reply(case, open_asks[int(name[6:])], words, by=by, now=now)

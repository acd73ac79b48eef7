"""Coming back: a new link, four words, a code by phone, a mailed link, and the words on top of it."""

import time

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import doors, entry, find, references, wording
from intake.domain import limits, links, lost, members
from intake.domain.errors import TooMany
from intake.forms import family as forms
from intake.queries import cases, people
from intake.queries import doors as seats
from intake.states import HoldKind, Room

from . import keeping

EVEN = 0.25  # seconds that every answer to an address takes, so that its time tells nothing
FORMS = {"link": forms.NewLink, "words": forms.ByWords, "code": forms.ByCode}


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request):
    way = request.POST.get("way", "link")
    if request.method == "POST" and way in FORMS:
        form = FORMS[way](request.POST)
        if form.is_valid() and (answer := WAYS[way](request, form)):
            return answer
        return _return_page(request, {way: form}, way)
    return _return_page(request, {}, "")


def _return_page(request, posted, way, *, status=200, **context):
    shown = {name: posted.get(name) or kind() for name, kind in FORMS.items()}
    form = posted.get(way)
    context = {"by": shown, "form": form, "way": way, "page_name": "return", **context}
    return TemplateResponse(request, "family/return.html", context, status=422 if form and form.errors else status)


def _mail_a_link(request, form):
    """The same answer after the same time, whether we know the address or not."""
    began = time.monotonic()
    contact = form.cleaned_data["contact"]
    _count("link_ip", request.META["REMOTE_ADDR"])
    _count("link_address", contact.casefold())
    parts = contact.split(";")
    email = next((part for part in parts if "@" in part), "")
    phone = next((part for part in parts if "@" not in part), "")
    links.ask(Room.FAMILY, email=email, phone=phone, now=timezone.now())
    time.sleep(max(0.0, EVEN - (time.monotonic() - began)))
    return TemplateResponse(request, "family/link_asked.html", {"page_name": "return", "contact_given": contact})


def _count(what, who):
    if not limits.take(what, who):
        raise TooMany


def _open_by_words(request, form):
    words, reference = form.cleaned_data["words"], references.clean(form.cleaned_data["reference"])
    fits = _try(request, reference, "passphrase", lambda member: members.passphrase_fits(member, words))
    if fits is None:
        form.add_error("words", wording.WRONG_PASSPHRASE)
        return None
    return _let_in(request, fits, "full", reverse("family:case", args=[fits.case.reference]))


def _open_by_code(request, form):
    digits, reference = form.cleaned_data["code"], references.clean(form.cleaned_data["code_reference"])
    now = timezone.now()
    fits = _try(request, reference, "code", lambda member: member and members.code_fits(member, digits, now=now))
    if fits is None:
        form.add_error("code", wording.WRONG_CODE)
        return None
    return _let_in(request, fits, "full", _new_words(fits.case))


def _new_words(case):
    return reverse("family:passphrase", args=[case.reference]) + "?next=case"


def _try(request, reference, limit, opens):
    """The seat that this opens, or None. Wrong tries count, against the caller and the case; a right one does not."""
    counted = [("reference_ip", request.META["REMOTE_ADDR"]), (limit, f"family|{reference}")]
    for what, who in counted:
        _count(what, who)
    fits = next((member for member in seats.family_seats(reference) or [None] if opens(member)), None)
    if fits:
        for what, who in counted:
            limits.give_back(what, who)
    return fits


WAYS = {"link": _mail_a_link, "words": _open_by_words, "code": _open_by_code}


@doors.anyone
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """A mail scanner follows links: looking changes nothing, only the button opens."""
    now = timezone.now()
    found = links.find(token, Room.FAMILY, now=now)
    if found is None:
        return _return_page(request, {}, "", status=404, dead=True, page_name="link")
    if request.method != "POST":
        return TemplateResponse(request, "family/link.html")
    if links.sets_words(found):
        member = links.use_up(found, now=now)
        return _let_in(request, member, "full", _new_words(member.case))
    member = links.open_link(found, now=now)
    known = request.user.pk == member.user_id and find.level_of(request, member.case) == "full"
    confirm = HoldKind.GUARDIAN_NOT_CONFIRMED in cases.holds(member.case)
    page = "family:confirm" if confirm else "family:case"
    return _let_in(request, member, "full" if known else "link", reverse(page, args=[member.case.reference]))


@doors.family
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request, reference):
    """The four words on top of the link: from here on everything can be read."""
    case = find.case(request, reference)
    member = people.seat(case, request.user)
    form = forms.Words(request.POST or None)
    if form.is_valid():
        who = f"family|{case.reference}"
        _count("passphrase", who)
        if members.passphrase_fits(member, form.cleaned_data["words"]):
            limits.give_back("passphrase", who)
            lost.found(member, now=timezone.now())
            return _let_in(request, member, "full", _next(request, case))
        form.add_error("words", wording.WRONG_PASSPHRASE)
    context = {"case": case, "form": form, "has_words": bool(member.passphrase), "phone": people.has_phone(case)}
    return TemplateResponse(request, "family/unlock.html", context, status=422 if form.errors else 200)


@doors.family
@require_POST
def lost_words(request, reference):
    """Nobody can call back: a link that sets new words comes by mail after a day."""
    case = find.case(request, reference)
    lost.ask(people.seat(case, request.user), now=timezone.now())
    messages.success(request, _("In 24 hours we send you an email. With it you choose new words."))
    return redirect("family:unlock", case.reference)


def _let_in(request, member, level, page):
    entry.enter(request, member, level)
    case = member.case
    if level == "full" and keeping.kept_of(request, case):
        return redirect("family:kept", case.reference)
    return redirect(page)


def _next(request, case):
    """Where the person wanted to go, within this site."""
    wanted = request.GET.get("next", "")
    safe = wanted.startswith("/family/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if safe else reverse("family:case", args=[case.reference])

"""Letters of a case: what was written to whom, what a person still has to fax or post."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import doors, find
from intake.queries import reference as tables
from intake.queries.reference import text
from records.domain import letters as domain
from records.domain import permits
from records.forms import letters as forms
from records.papers.request import DEPARTMENTS
from records.policies import access
from records.queries import letters as queries
from records.queries import permits as permit_queries
from records.views.papers import shown

from .acting import page, posted

KINDS = {"request": "Request for records", "revocation": "Send nothing more"}
CHANNELS = {"email": "by e-mail", "fax": "by fax", "post": "by post", "hand": "handed over"}


@doors.coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request, reference):
    """The letters, and one more of them."""
    case = find.case(request, reference)
    active = [each for each in permit_queries.of_case(case) if each.status == "active"]
    ways = [(forms.OFFICE, "The treating office"), *((str(each.number), each.place.name) for each in active)]
    form = forms.Again(
        posted(request), ways=ways, languages=[(code, str(name)) for code, name in settings.LANGUAGES],
        initial={"language": "en", "ground": "usual"},
    )  # fmt: skip
    if form.is_valid():
        _write(case, active, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The letter is written")
        return redirect("coordinator:letters", reference)
    lines = [_line(case, each) for each in queries.of_case(case)]
    return page(request, case, form, "coordinator/letters.html", lines=lines, channels=forms.CHANNELS)


def _write(case, active, *, to, language, ground, by, now):
    if to == forms.OFFICE:
        domain.ask_office(case, language=language, by=by, now=now)
        return
    found = next(each for each in active if str(each.number) == to)
    found.case = case
    basis, number = "access" if ground == "access" else "", permits.details(found)["record_no"]
    domain.again(found, language=language, record_no=number, basis=basis, by=by, now=now)


def _line(case, letter):
    rows = tables.at(case.checklist_version).record_items
    state, color = _state(letter)
    place = letter.authorization.place if letter.authorization else None
    return {
        "letter": letter, "what": KINDS[letter.kind], "state": state, "color": color,
        "to": place.name if place else "The treating office", "place": place,
        "department": DEPARTMENTS.get(letter.department, "Medical records"),
        "items": [text(rows[item.kind], "label") for item in letter.items.all()],
        "ground": _ground(letter), "waits": state == "To send",
        "checked": place is None or place.checked_at is not None,
    }  # fmt: skip


def _ground(letter):
    """Why the place may send; with the family's own request, how far the clock is."""
    if letter.basis == "treatment":
        return "treatment"
    ground = f"permission {letter.authorization.number}"
    if letter.basis != "access":
        return ground
    left = letter.sent_at or (letter.notice and letter.notice.sent_at)
    running = f", {access.clock(left, timezone.now())}, until {date_format(access.ends_on(left))}" if left else ""
    return f"right of access{running} ({ground})"


def _state(letter):
    if letter.dropped_at:
        return "Dropped", "grey"
    if letter.sent_at:
        return f"Sent {CHANNELS[letter.channel]}", "green"
    if letter.notice is None:
        return "To send", "yellow"
    return ("Sent by e-mail", "green") if letter.notice.sent_at else ("Leaves by e-mail", "blue")


@doors.coordinator
@require_safe
def letter(request, reference, number):
    """The PDF: fax cover, letter and sheets."""
    return shown(domain.opened(_found(request, reference, number)), "letter")


@doors.coordinator
@require_POST
def letter_sent(request, reference, number):
    """It was faxed or posted; or it is not to be sent."""
    found = _found(request, reference, number)
    if request.POST.get("channel") == "drop":
        domain.drop(found, by=request.user, now=timezone.now())
    else:
        domain.sent(found, request.POST.get("channel", ""), by=request.user, now=timezone.now())
        messages.success(request, "Noted: the letter has left")
    return redirect("coordinator:letters", reference)


def _found(request, reference, number):
    case = find.case(request, reference)
    found = queries.by_number(case, number)
    if found is None:
        raise Http404
    found.case = case
    return found

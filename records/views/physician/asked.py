"""What every page of the office's room needs to know of the case: no answers, no others' files, no legal papers."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from intake import find
from intake.domain import links
from intake.policies import calendar
from intake.queries import cases, people, reference
from intake.queries.reference import text
from intake.states import ENDED
from records import board
from records.policies import items as policies
from records.queries import items as queries
from records.queries import letters
from records.states import OPEN


def posted(request):
    """What was sent, also if it is empty; None where a page is only looked at."""
    return request.POST if request.method == "POST" else None


def is_over(case):
    """Finished, or the child has died: nothing is asked of the office, and nobody writes to it."""
    return case.status in ENDED or cases.is_mourned(case)


def over(request, case):
    return TemplateResponse(request, "physician/over.html", {"case": case, "page_name": "over"})


def item(case, number, user):
    """A record that this office is asked for, or 404."""
    found = queries.by_number(case, number)
    if found is None or not policies.may_see(found, _kind(case, found), user, letters.asked_of(case, user)):
        raise Http404
    return found


def seen(case, user):
    """The records of the office's board."""
    asked = letters.asked_of(case, user)
    return [each for each in queries.of_case(case) if policies.may_see(each, _kind(case, each), user, asked)]


def name(case, each):
    return text(_kind(case, each), "label")


def sendable(case, user):
    """(number, name) of the records that a file or a parcel may be for."""
    return [(each.number, name(case, each)) for each in seen(case, user) if each.status in OPEN]


def fileable(case, user, number=""):
    """What a file may be for: slides and blocks come by post. Asked about one record, only that one."""
    found = [each for each in seen(case, user) if policies.open_for_files(each)]
    one = [each for each in found if str(each.number) == number]
    kept = one or [each for each in found if _kind(case, each).channel_default != "physical"]
    return [(each.number, name(case, each)) for each in kept]


def child(request, case):
    """Name and birth date after the code, else initials and year: it tells an office which patient is meant."""
    if find.level_of(request, case) == "full":
        return {"full": True, "name": case.child_name, "born": case.birth_date}
    initials = " ".join(f"{part[0]}." for part in case.child_name.split())
    return {"full": False, "name": initials, "year": case.birth_date.year if case.birth_date else ""}


def lines(request, case):
    snapshot = reference.at(case.checklist_version)
    found = board.lines(case, user=request.user, snapshot=snapshot, now=timezone.now())
    return [_for_office(line) for line in found]


def line(request, case, each):
    snapshot = reference.at(case.checklist_version)
    return _for_office(board.line(case, each, user=request.user, snapshot=snapshot, now=timezone.now()))


def _for_office(line):
    """Why a record is needed is told to parents; colleagues know."""
    return {**line, "why": "", "theirs": policies.is_for_sender(line["item"])}


def asks(case):
    """The open questions of staff to the office."""
    return list(cases.open_asks(case).filter(room="physician").order_by("pk"))


def link_ends(case, user):
    seat = people.seat(case, user)
    return links.ends_at(seat, now=timezone.now()) if seat else None


def today(case):
    return calendar.today(case.time_zone, timezone.now())


def _kind(case, each):
    return reference.at(case.checklist_version).record_items[each.kind]

"""A case whole: what comes next, records, files, answers, people, notes, what was sent, what happened."""

from urllib.parse import quote

from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake import doors, find
from intake.domain import notes
from intake.policies import cases as policies
from intake.queries import cases as case_queries
from intake.queries import notices, people, reference
from intake.queries.reference import text
from intake.states import HoldKind, Priority
from records import board, casebook, story
from records.forms.coordinator import case as forms
from records.policies import items as item_policies
from records.queries import items as queries

from . import answers, asked, live, nexts, rows, sent
from .contacts import contacts
from .files import all_shown

MOST_EVENTS = 60
PLACES = [
    ("next", "Next step"), ("records", "Records"), ("files", "Files"), ("answers", "Answers"), ("owner", "Owner"),
    ("permissions", "Permissions and letters"), ("office", "People"), ("notes", "Notes"), ("sent", "What was sent"),
    ("timeline", "What happened"),
]  # fmt: skip


@doors.coordinator
@require_safe
@find.live
def case(request, reference):
    found = find.case(request, reference)
    if request.htmx:
        return live.changed(request, found, whole)
    back = QueryDict(request.GET.get("back", "")).urlencode()
    context = whole(found, request.user, timezone.now())
    context["back_url"] = reverse("coordinator:queue") + (f"?{back}" if back else "")
    context["next_query"] = f"?back={quote(back)}" if back else ""
    context["poll"] = live.headers(request, found)
    return TemplateResponse(request, "coordinator/case.html", context)


def whole(case, user, now):
    """Everything on the page, in a fixed number of statements whatever the case holds."""
    snapshot = reference.at(case.checklist_version)
    standing, asks = case_queries.standing(case), case_queries.asked(case)
    told = answers.sections(case, snapshot=snapshot, now=now)
    items, uploads = queries.of_case(case), list(queries.uploads(case))
    audience, every = people.Audience(case), list(notices.of_case(case))
    facts = policies.facts(case, now)
    return {
        "case": case, "places": PLACES, "state": rows.STATES[case.status], "why": rows.why(case, snapshot),
        "group": rows.label(snapshot.checklist_groups, case.group), "days": rows.days(case.decide_on, now),
        "late": bool(case.due_at and case.due_at < now), "act": rows.ACTS.get(case.next_action, rows.NOTHING),
        "language": rows.LANGUAGES.get(case.language, case.language),
        "done": case.records_needed - case.records_outstanding, "party": rows.PARTIES[case.waiting_on],
        "steps": nexts.steps(case, by=user, now=now), "by_itself": nexts.notes(case, by=user, now=now),
        "holds": [(rows.HOLDS[kind], kind, at) for what, kind, at, *_ in standing if what == "hold"],
        "is_reported": HoldKind.DEATH_REPORTED in case_queries.holds(case),
        "unconfirmed": HoldKind.GUARDIAN_NOT_CONFIRMED in case_queries.holds(case),
        "consents": [row for row in standing if row[0] == "consent"],
        "sections": told, "family_asks": casebook.asked(case, snapshot=snapshot, now=now),
        "asks": asked.lines(case, asks, snapshot, items), "contacts": contacts(facts, snapshot, audience),
        **_board(case, user, snapshot, now, items, uploads), **_people(case, user, audience),
        **sent.lists(every, audience, snapshot),
        "notes": [(note, notes.opened(case, note)) for note in case_queries.notes(case)],
        "events": story.events(case, user=user, snapshot=snapshot, most=MOST_EVENTS, kinds=_kinds(items)),
        "note_form": forms.Note(),
        "lower": _lower(case, user), "is_newest": case.checklist_version == reference.current().version,
    }  # fmt: skip


def _board(case, user, snapshot, now, items, uploads):
    """Lines of the board, each with its steps, and the files that no record has yet."""
    files = queries.by_record(uploads)
    lines = [
        board.line(case, item, user=user, snapshot=snapshot, now=now, url=_url(case), uploads=files.get(item.pk, ()))
        for item in items
    ]
    for line in lines:
        if line["item"].holder == "family" and not line["item"].place:
            line["source"] = "The family"
        line["steps"] = item_policies.steps(line["item"], by=user)
        line["quick"] = [(action, words) for action, words in QUICK.items() if _can(case, line, action)]
        line["rejectable"] = "unreadable" in line["steps"]
        line["files"] = all_shown(case, files.get(line["item"].pk, ()), user)
    loose = all_shown(case, files.get(None, ()), user)
    legal = [line for line in lines if line["item"].category == item_policies.LEGAL and not line["dropped"]]
    first = [line for line in lines if line not in legal and (casebook.is_needed(line) or line["rejectable"])]
    return {
        "papers": legal, "needed": first, "loose": loose,
        "rest": [line for line in lines if line not in first and line not in legal],
        "missing": casebook.missing(lines), "file_count": len(uploads),
        "rejects": [(row.reason, text(row, "label")) for row in snapshot.reject_reasons.values() if row.active],
    }  # fmt: skip


def _can(case, line, action):
    if action == "ask" and item_policies.why_not_ask(case, line["item"]):
        return False
    return action in line["steps"] and line["steps"][action] is None


QUICK = {
    "accept": "Accept", "enough": "Good enough, accept", "ask": "Ask for it", "receive": "It came by post",
    "arrive": "The parcel came", "not_exist": "Does not exist", "want_again": "We need it again",
}  # fmt: skip


def _url(case):
    return lambda item: reverse("coordinator:record", args=[case.reference, item.number])


def _kinds(items):
    return {item.number: item.kind for item in items}


def _people(case, user, audience):
    """Who may own the case, and which seats there are."""
    staff = [each for each in audience.people if each.role in people.COORDINATORS and each.serves_it]
    if user.is_lead and user not in staff:
        staff.append(user)
    return {
        "assignable": staff, "offices": audience.of("physician"), "families": audience.of("family"),
        "doctors": [each for each in audience.people if each.role == "oncology"],
    }  # fmt: skip


def _lower(case, user):
    """What the priority may be lowered to by this person."""
    may = user.role == "lead_coordinator"
    return [(str(code), f"{code} {code.label}") for code in Priority if code > case.priority] if may else []

"""What a family's case knows, as its pages need it: facts, warnings, what is shown to whom."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from intake import find, voice, wizard
from intake.domain.answers import OPEN_TO_CORRECTION
from intake.forms import summary
from intake.policies import cases as policies
from intake.policies import conditions, routing
from intake.queries import reference
from intake.queries.reference import text
from intake.states import SENT_AND_OPEN, CaseStatus
from intake.views.family import showing

NEAR = timedelta(days=7)
# Its answers would tell what the illness may be.
NEVER_BY_LINK = {"dx_followup"}
DECIDED = {CaseStatus.OPINION_READY, CaseStatus.DELIVERED}


def facts(case):
    """As the family's own form reads them, also where a doctor began: a guardian may add whatever a family may."""
    return {**policies.facts(case, timezone.now()), "form": "family"}


def is_full(request, case):
    """Whether this browser may see what was answered: it began the request, or the four words were entered."""
    return find.level_of(request, case) == "full"


def is_open(case):
    """Answers may still be mended."""
    return case.status in OPEN_TO_CORRECTION


def is_elsewhere(known):
    """A rule of routing would send this family to other places."""
    rule = routing.route(reference.current(), known, max_age=settings.MAX_AGE)
    return rule is not None and rule.outcome == "refer_elsewhere"


def contact(known):
    return showing.contact(reference.current(), known)


def soon(case, known, today):
    """The day by which the family must decide, if it is near."""
    day = conditions.day(known, "decision_date")
    waiting = case.status == CaseStatus.DRAFT or case.status in SENT_AND_OPEN - DECIDED
    return day if waiting and day and day - today <= NEAR else None


def cards(case, known, *, tasks=False):
    """What was answered, a card a page, each with its link to change it."""
    pages = [page for page in wizard.SHORT if page != "check"]
    found = [_card(case, page, known, empty=True) for page in pages]
    if tasks:
        found += [_card(case, task, known, empty=False) for task in wizard.TASKS]
        found += _places(case, known)
    return [card for card in found if card["rows"]]


def _card(case, page, known, *, empty):
    snapshot = reference.current()
    rows = summary.rows(snapshot, wizard.questions(snapshot, page), known, empty=empty)
    rows = [{**row, "key": voice.label(row["code"], known, row["key"])} for row in rows]
    return {"title": showing.heading(page, known), "rows": rows, "change_url": change_url(case, page)}


def _places(case, known):
    snapshot = reference.current()
    found = summary.places(snapshot, wizard.place_questions(snapshot), known)
    return [{"title": name, "rows": rows, "change_url": change_url(case, "doctors")} for name, rows in found]


def change_url(case, page):
    """To a page and back to the overview; nothing once the review has begun."""
    return f"{showing.page_url(case, page)}?from=check" if is_open(case) else ""


def missing(case, known):
    """[(title, url)] of the pages that lack what sending needs."""
    snapshot = reference.current()
    lacking = {snapshot.questions[code].page for code in conditions.missing_to_send(snapshot, known)}
    pages = [page for page in wizard.SHORT if page in lacking and page != "check"]
    return [{"title": showing.heading(page, known), "url": change_url(case, page)} for page in pages]


def first_missing(case, known):
    """The page where a request that is not sent goes on."""
    snapshot = reference.current()
    lacking = {snapshot.questions[code].page for code in conditions.missing_to_send(snapshot, known)}
    return next((page for page in wizard.SHORT if page in lacking), "check")


def parts(rows, known):
    """By the link alone: (what is still to ask, labels of what was answered)."""
    snapshot = reference.current()
    shown = [row for row in rows if conditions.shown(row, known) and row.code not in NEVER_BY_LINK]
    given = [row for row in shown if row.type != "file" and conditions.answered(snapshot, row, known)]
    return [row for row in rows if row not in given and row.code not in NEVER_BY_LINK], [
        voice.label(row.code, known, text(row, "label")) for row in given
    ]


def without_birth(known):
    """Facts for a form by the link alone: no message of it may name the birth date."""
    return {code: value for code, value in known.items() if code != "child_dob"}


def unlock_url(case, path):
    return f"{reverse('family:unlock', args=[case.reference])}?next={path}"

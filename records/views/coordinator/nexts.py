"""The "Next step" box: every step from here, each with what it does, or with the reason why not yet."""

from typing import NamedTuple

from django.urls import reverse

from intake import wording
from intake.policies import cases as policies
from intake.states import CaseStatus


class Step(NamedTuple):
    label: str
    does: str  # said beforehand, because there is no way back
    page: str = ""  # where it is done if one press is not enough


STEPS = {
    "take": Step("Take this case", "It becomes yours and is in triage."),
    "accept": Step("Accept and collect records", "The family and an invited office are asked for what they hold."),
    "complete": Step("Say that everything is here", "Family, office and oncology are told that it is ready."),
    "start_review": Step("Start the review", "Family and office are told that the review has started."),
    "answered": Step("Go on without the answers", "What is still asked is dropped, with your reason.", "go_on"),
    "ask": Step("Ask for more", "The family or the office gets boxes for exactly what you pick.", "ask"),
    "deliver": Step("Say that the opinion was given", "The family is told that there is news."),
    "follow_up": Step("Review again", "The case goes back to the review."),
    "close": Step("Close the case", "The family is told that the request is finished."),
    "reopen_closed": Step("Open again", "The case is in triage again."),
    "undo_take": Step("Give it back to the queue", "It is unowned again. Possible for 10 minutes."),
    "undo_withdraw": Step("Go on after all", "The case is in triage again. Possible for 14 days."),
    "decline": Step("Decline", "You see first what is sent to whom.", "decline"),
    "withdraw": Step("Take it back for the family", "All reminders and requests stop.", "withdraw"),
    "confirm_death": Step("Confirm the death", "The board is hidden. Nothing is sent.", "death"),
}
GAPS = Step("Start with gaps", "Your reason stays visible in the review.", "gaps")
ELSEWHERE = {  # steps that the records decide
    "reopen": "Send a record back or raise one below: the case then collects again by itself.",
}
NO_PRESS = {wording.NOTHING_ASKED}  # what the step's own page asks for


def steps(case, *, by, now):
    """[{action, label, does, url, page, reason}], what can be done first."""
    found = [_step(case, action, reason) for action, reason in policies.steps(case, by=by, now=now).items()
             if action in STEPS]  # fmt: skip
    if _has_gaps(case):
        reason = policies.why_not(case, "complete", by=by, now=now)
        found.append(_page(case, "gaps", GAPS, "" if reason == wording.RECORDS_OPEN else reason))
    return sorted(found, key=lambda step: (bool(step["reason"]), list(STEPS).index(step["action"])))


def notes(case, *, by, now):
    """What happens without a button."""
    return [words for action, words in ELSEWHERE.items() if action in policies.steps(case, by=by, now=now)]


def _step(case, action, reason):
    step = STEPS[action]
    if step.page:
        return _page(case, action, step, "" if reason in NO_PRESS else reason)
    page = "coordinator:assign" if action == "take" else "coordinator:step"
    url = reverse(page, args=[case.reference])
    return _shown(step, action, url, is_page=False, reason=reason)


def _page(case, action, step, reason=""):
    url = reverse(f"coordinator:{step.page}", args=[case.reference])
    known = action if action in STEPS else "complete"
    return _shown(step, known, url, is_page=True, reason=reason)


def _shown(step, action, url, *, is_page, reason):
    said = {"label": step.label, "does": step.does, "reason": reason, "is_blocked": bool(reason)}
    return {"action": action, "url": url, "page": is_page, **said}


def _has_gaps(case):
    collecting = {CaseStatus.IN_TRIAGE, CaseStatus.COLLECTING_RECORDS}
    return case.status in collecting and case.records_outstanding

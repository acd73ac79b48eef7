"""Whose turn it is, in one sentence, and the road of a request in five steps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import voice
from intake.policies import calendar
from intake.queries import reference
from intake.queries.reference import text
from intake.states import ENDED, CaseStatus

NOTHING = gettext_lazy("You need do nothing now.")
FAMILY = {
    "confirm_guardian": gettext_lazy("We are waiting for you. Tell us that this request is right."),
    "answer": gettext_lazy("We are waiting for your answer. What we ask is below."),
    "sign_permission": gettext_lazy("We are waiting for you to sign. Then we can ask other places for records."),
    "send_records": gettext_lazy("We are waiting for records from you. They are below."),
    "read_opinion": gettext_lazy("You have the opinion. Call us if you have a question."),
}
COORDINATOR = {
    "take": gettext_lazy("Our coordinator will read your request and call or write to you."),
    "accept": gettext_lazy("Our coordinator is reading your request."),
    "go_on": gettext_lazy("We have your answers. Our coordinator is reading them."),
    "check_records": gettext_lazy("Records have come. Our coordinator is checking them."),
    "complete": gettext_lazy("Our coordinator is checking if everything is here."),
    "start_review": gettext_lazy("Everything is here. Our doctors start soon."),
    "deliver": gettext_lazy("The opinion is ready. Our coordinator will call you."),
    "call_family": gettext_lazy("Our coordinator will call you."),
    "call_office": gettext_lazy("Our coordinator will call your child's doctor."),
    "call_facility": gettext_lazy("Our coordinator will call the hospital or lab."),
    "decide": gettext_lazy("Records are still missing. Our coordinator decides what to do next."),
    "close_no_answer": gettext_lazy("We have not heard from you. Our coordinator will call you."),
    "get_office_mail": gettext_lazy("Our coordinator will call your child's doctor to ask for records."),
    "ask_facility": gettext_lazy("Our coordinator will ask the hospital or lab for records."),
    "check_permission": gettext_lazy("Our coordinator is looking at what you signed."),
    "trace_parcel": gettext_lazy("A parcel is late. Our coordinator is looking for it."),
    "send_letter": gettext_lazy("Our coordinator is sending our letter to the hospital or lab."),
    "confirm_not_done": gettext_lazy("Our coordinator will check if a record was ever made."),
}
OWN = {  # to a patient who asks for themself
    "call_office": gettext_lazy("Our coordinator will call your doctor."),
    "get_office_mail": gettext_lazy("Our coordinator will call your doctor to ask for records."),
}
STAND = {  # which of the five steps is now
    CaseStatus.SUBMITTED: 1,
    CaseStatus.IN_TRIAGE: 1,
    CaseStatus.COLLECTING_RECORDS: 2,
    CaseStatus.READY_FOR_REVIEW: 3,
    CaseStatus.IN_REVIEW: 3,
    CaseStatus.OPINION_READY: 4,
    CaseStatus.DELIVERED: 5,
}


def sentences(case, lines, known, *, confirm=False):
    """Who must act now; if it is not the family, that it need do nothing."""
    if confirm:
        return [FAMILY["confirm_guardian"]]
    if case.status in ENDED:
        return [text(reference.current().case_states[case.status], "family_label")]
    if case.waiting_on == "family":
        return [FAMILY.get(case.next_action, FAMILY["answer"])]
    return [_theirs(case, lines, voice.is_patient(known)), NOTHING]


def _theirs(case, lines, own):
    match case.waiting_on:
        case "coordinator" if own and case.next_action in OWN:
            return OWN[case.next_action]
        case "coordinator":
            return COORDINATOR.get(case.next_action, COORDINATOR["accept"])
        case "oncology":
            return _("Our doctors are reading the records and write the opinion.")
        case "carrier":
            return _("A parcel with records is on its way to us.")
        case "physician" if case.next_action == "answer" and own:
            return _("We asked your doctor a question and wait for the answer.")
        case "physician" if case.next_action == "answer":
            return _("We asked your child's doctor a question and wait for the answer.")
    return _records(lines)


def _records(lines):
    """The oldest record that somebody else must send."""
    waiting = [line for line in lines if line["required"] and line["open"] and line["item"].party != "family"]
    first = min(waiting, key=lambda line: (line["since"], line["number"]), default=None)
    if first is None:
        return _("We are waiting for records.")
    return _("We are waiting for this record: %(record)s. From: %(place)s.") % {
        "record": first["name"],
        "place": first["source"],
    }


def is_theirs(case):
    return case.waiting_on == "family" and case.status not in ENDED


def steps(case):
    """Sent, read, collected, reviewed, given: done with their days, the one now, those still to come."""
    at = STAND.get(case.status) or STAND.get(case.came_from, 1)
    days = [case.submitted_at, case.assigned_at, case.ready_at, case.review_at and case.delivered_at, case.delivered_at]
    titles = [
        _("You sent your request"),
        _("A coordinator reads it"),
        _("We collect the records"),
        _("Our doctors read the records"),
        _("You get the opinion"),
    ]
    return [_step(case, place, title, day, at) for place, (title, day) in enumerate(zip(titles, days, strict=True))]


def _step(case, place, title, day, at):
    state = "done" if place < at else "now" if place == at and case.status not in ENDED else "next"
    done = calendar.today(case.time_zone, day) if state == "done" and day else None
    return {"title": title, "state": state, "when": done}

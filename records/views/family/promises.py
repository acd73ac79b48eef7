"""What we promise a family: the next steps with their days, by the targets of the case's priority."""

from django.utils.translation import gettext as _

from intake.domain import members
from intake.policies import calendar
from intake.queries import answers, people, reference
from intake.states import Room
from records.policies.turn import Clock

OURS = {"coordinator", "oncology"}
LATER = 2  # business days: the new day that we name when we are late


def next_steps(case, *, now):
    """The three steps after sending; the days are those of the family's own calendar."""
    clock = Clock(case, reference.at(case.checklist_version), now)
    read = clock.contact(case.submitted_at)
    listed = clock.days(case.submitted_at, clock.target.triage_days)
    answered = clock.days(listed, clock.target.opinion_days)
    own = answers.asks_for_self(case)
    asked = (
        _("We ask your doctor for them where we can.")
        if own
        else _("We ask your child's doctor for them where we can.")
    )
    steps = [
        (_("A coordinator reads your request and calls or writes to you"), "", read),
        (_("We tell you which records we need"), asked, listed),
        (_("Our doctors write the opinion"), _("This is the day if all records are here by then."), answered),
    ]
    days = [calendar.today(case.time_zone, when) for _title, _text, when in steps]
    return [
        {"title": title, "text": text, "when": day, "state": "now" if place == 0 else "next"}
        for place, ((title, text, _when), day) in enumerate(zip(steps, days, strict=True))
    ]


def office_code(case, *, now):
    """The digits for the doctor's office, if one is invited, and their last day."""
    member = people.seats(case, Room.PHYSICIAN).first()
    if member is None:
        return None
    digits = members.office_code(member, now=now)
    ends = member.code_from + members.OFFICE_CODE_LIVES if member.code_from else None
    return {"digits": f"{digits[:4]} {digits[4:]}" if digits else "", "ends": ends}


def is_late(case, *, now):
    """It is our turn, and the day that we named is over."""
    return bool(case.due_at and case.due_at < now and case.waiting_on in OURS)


def new_day(case, *, now):
    """The day that we name instead."""
    off = calendar.days_off(reference.at(case.checklist_version))
    return calendar.business_day(calendar.today(case.time_zone, now), LATER, off)


def due_day(case):
    return calendar.today(case.time_zone, case.due_at) if case.due_at else None

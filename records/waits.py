"""Whom a record waits for, how long its place usually takes, and what was done to get it, as rooms show it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.policies import calendar, reminders
from intake.queries.reference import text
from intake.states import Room
from records.policies import items
from records.policies.checklist import desk
from records.states import SETTLED

OTHERS = {  # whom staff and offices wait for
    "family": gettext_lazy("The family"),
    "physician": gettext_lazy("The doctor's office"),
    "facility": gettext_lazy("The hospital or lab"),
    "carrier": gettext_lazy("The parcel service"),
    "coordinator": gettext_lazy("Our coordinator"),
}
FOR_RECORDS = {"missing_records", "physician_reminder", "records_reminder_facility"}


def waiting(item, user, snapshot, *, signed=False):
    """Who must act now, in the words of the room; "" where nobody must. `signed`: a paper that we prepare."""
    party = items.waiting_on(item)
    if signed and party == "family":
        party = "coordinator"
    if party == user.room:
        return _("You") if user.room in {Room.FAMILY, Room.PHYSICIAN} else text(snapshot.waiting_on[party], "label")
    if user.room == Room.FAMILY:
        return text(snapshot.waiting_on[party], "label") if party else ""
    return OTHERS.get(party, "")


def usual(item):
    """How long its place usually takes, from enough cases on."""
    days = getattr(item, "usual_days", None)
    if days is None or item.status not in items.AT_PLACES:
        return ""
    count = max(1, int(days + 0.5))
    return ngettext("usually takes about %(days)d day", "usually takes about %(days)d days", count) % {"days": count}


def chased(item, told):
    """What was done to get it: [(words, day)], the oldest first."""
    if not item.asked_at:
        return []
    mine = [each for each in told if each.kind in FOR_RECORDS and each.party == desk(item.holder, item.party)]
    steps = [(_("Asked"), item.asked_at)]
    steps += [(_("Reminded"), each.made_at) for each in mine if each.made_at >= item.asked_at and not each.by_phone]
    steps += [
        (_("Called"), each.done_at) for each in mine if each.by_phone and each.done_at and each.done_at >= item.asked_at
    ]
    return sorted(steps, key=lambda step: step[1])


def due_on(case, item, snapshot):
    """The day by which it should be here: promised, agreed, or when a person would call about it."""
    if item.status in SETTLED or item.necessity != "required" or not case.submitted_at:
        return None
    if item.due_on or item.promised_on:
        return item.promised_on or item.due_on
    start = calendar.today(case.time_zone, item.asked_at or case.submitted_at)
    rule = reminders.rule_for(snapshot, desk(item.holder, item.party), case.priority)
    return reminders.call_on(rule, asked_on=start, off=calendar.days_off(snapshot)) if rule else None

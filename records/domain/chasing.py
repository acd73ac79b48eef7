"""Chases what is due: reminders, calls, and what a coordinator must decide; a batch of cases a transaction.

A batch costs six statements, however many cases are in it: the cases, what decides about them, what was said already;
then events, notices, and the cases again. What somebody else has locked is left to whoever has it.
"""

from datetime import timedelta

from django.db import connection, transaction

from intake.domain import history
from intake.models import Notice, SecondOpinionRequest
from intake.policies import calendar
from intake.queries import reference
from records.queries import chasing as queries
from records.queries import pictures as deciding

from . import receivers, reminders
from . import standing as standings

BATCH = 500
SAVED = {
    "remind_at": "timestamptz", "waiting_on": "text", "waiting_since": "timestamptz", "next_action": "text",
    "due_at": "timestamptz", "event_number": "int", "event_head": "text",
}  # fmt: skip
SOON = timedelta(minutes=1)  # another worker writes to this family just now


def send_due(*, now):
    """Owe every reminder that is due. -> how many cases were worked on"""
    staff, total = queries.staff(), 0
    while done := _batch(staff, now):
        total += done
        if done < BATCH:
            break
    return total


@transaction.atomic
def _batch(staff, now):
    cases = queries.due(now, BATCH)
    if cases:
        remind(cases, staff=staff, now=now)
    return len(cases)


def remind(cases, *, staff=None, now):
    """Owe what is due today of these locked cases, and set their next moments: tomorrow at the soonest."""
    pictures, days = deciding.pictures(cases), {calendar.today(case.time_zone, now) for case in cases}
    emails = {receivers.mailbox(seat) for each in pictures.values() for seat in each.seats if seat.email}
    told, told_days = queries.told_in_batch(cases, emails, days)
    known = receivers.Known(queries.staff() if staff is None else staff, told_days, now)
    steps = [step for case in cases for step in _one(case, pictures[case.pk], told[case.pk], known)]
    history.keep([step.event for step in steps])
    for step in steps:
        for notice in step.notices:
            notice.event = step.event
    Notice.objects.bulk_create([notice for step in steps for notice in step.notices], ignore_conflicts=True)
    _save(cases)


def _save(cases):
    """One statement by hand: Django's own takes longer to write down than all the rest of a batch takes."""
    table, columns = SecondOpinionRequest._meta.db_table, {"id": "bigint", **SAVED}
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    values = ", ".join(f"{column} = new.{column}" for column in SAVED)
    told = f"UPDATE {table} SET {values} FROM unnest({arrays}) new({', '.join(columns)}) WHERE {table}.id = new.id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(told, [[getattr(case, column) for case in cases] for column in columns])


def call_off(case, standing, *, now):
    """What is owed and nobody is chased with any more does not leave. Call it holding the case's lock."""
    running = {(chase.kind, chase.party) for chase in reminders.chases(case, standing)}
    running |= {("closing_soon", party) for kind, party in running if kind == "info_needed"}
    running |= {(chase.kind, str(chase.party)) for chase in reminders.dates(case, standing)}
    over = [
        each.pk for each in standing.told
        if each.done_at is None and each.kind in queries.KINDS and (each.kind, each.party) not in running
    ]  # fmt: skip
    if over:
        Notice.objects.filter(pk__in=over, sent_at=None).update(cancelled_at=now)


def _one(case, picture, told, known):
    """Everything of one case, in memory. -> its steps"""
    now, today = known.now, calendar.today(case.time_zone, known.now)
    standing = standings.Standing(
        picture.items, picture.holds, picture.asks, told, picture.promises, picture.unchecked_at,
        to_sign=picture.to_sign, to_approve=picture.to_approve, to_send=picture.to_send, late=picture.late,
    )  # fmt: skip
    due = reminders.due(case, standing, reference.at(case.checklist_version))
    due, busy = receivers.one_a_day([each for each in due if each.day <= today], picture.seats, known, today)
    steps = []
    for each in due:
        if step := receivers.step(case, each, standing, picture.seats, known):
            steps.append(step)
            told += [
                receivers.told(case, step, notice) for notice in step.notices
            ]  # the next one sees what this one owes
    standings.turn(case, standing, now=now)
    if busy:
        case.remind_at = now + SOON
    elif case.remind_at:
        case.remind_at = max(case.remind_at, calendar.morning(case.time_zone, today + timedelta(days=1)))
    return steps

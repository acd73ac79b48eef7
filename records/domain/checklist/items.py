"""The list of records that a case needs: made at sending, re-made when answers change what it needs."""

from intake.domain.history import Change
from intake.queries import reference
from records.models import RecordItem
from records.policies import checklist as policies

from .. import place_days

STAFF_WANT = "staff"  # the `why` of what a person asked for, whatever the answers say
OFFICE = {"treating clinic"}


def make(case, facts, *, now):
    """The records of a new case, in memory: every row that the pinned version of the checklist names."""
    snapshot = reference.at(case.checklist_version)
    wanted = policies.items(snapshot, facts)
    return [_row(case, snapshot, number, want, now) for number, want in enumerate(wanted, start=1)]


def remake(case, facts, *, now):
    """Follow changed answers: new records come, raised ones rise, what is no longer asked for is only marked.

    Nothing that was asked for or has arrived is ever taken away. Call it holding the case's lock.
    -> the changes, for the case's history
    """
    snapshot = reference.at(case.checklist_version)
    rows = {row.kind: row for row in RecordItem.objects.select_for_update().filter(case=case).order_by("-number")}
    wanted = {want.kind: want for want in policies.items(snapshot, facts)}
    number = max((row.number for row in rows.values()), default=0)
    new = [
        _row(case, snapshot, number + place, want, now)
        for place, want in enumerate((want for kind, want in wanted.items() if kind not in rows), start=1)
    ]
    changed = [row for row in rows.values() if _follow(row, wanted.get(row.kind), now)]
    office = place_days.of_office(case)
    moved = [row for row in rows.values() if row.party == "physician" and row.place_key != office]
    for row in moved:
        row.place_key = office
    RecordItem.objects.bulk_create(new)
    RecordItem.objects.bulk_update({*changed, *moved}, ["necessity", "why", "dropped_at", "place_key"])
    return [
        *(Change("record_added", f"record:{row.number}", after=row.necessity) for row in new),
        *(Change("record_marked", f"record:{row.number}", after=_mark(row)) for row in changed),
    ]


def _row(case, snapshot, number, want, now):
    kind = snapshot.record_items[want.kind]
    return RecordItem(
        case=case, number=number, kind=want.kind, category=kind.category, necessity=want.necessity, why=want.why,
        since=now, holder=want.holder, party=(whom := party(case, want.holder)),
        place_key=place_days.of_office(case) if whom == "physician" else "",
    )  # fmt: skip


def party(case, holder):
    """Who is asked first: the family for what it holds, an invited office for everything else."""
    if holder == "family":
        return "family"
    return "physician" if case.office_mail or holder in OFFICE else "facility"


def _follow(row, want, now):
    """Whether the row changed. What the family or a coordinator said about it stays."""
    if row.why == STAFF_WANT:
        return False
    if want is None:
        if row.dropped_at is None:
            row.dropped_at = now
            return True
        return False
    necessity = "required" if row.exists == "yes" else want.necessity
    if (row.necessity, row.dropped_at) == (necessity, None):
        return False
    row.necessity, row.why, row.dropped_at = necessity, want.why, None
    return True


def _mark(row):
    return "no_longer_needed" if row.dropped_at else row.necessity

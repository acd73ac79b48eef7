"""Every cell of both tables, action x status x room.

Allowed: moved, version + 1, one event. Refused: nothing changed.
"""

import csv

import pytest
from django.db import transaction

from intake.domain import holds
from intake.domain.errors import Refused
from intake.domain.transitions import advance
from intake.models import Ask, SecondOpinionRequest
from intake.queries import people
from intake.states import BACK, ENDED, OPEN, TRANSITIONS, CaseStatus, HoldKind, Role, Room
from records.domain.transitions import settle
from records.models import RecordItem
from records.states import ITEM_TRANSITIONS, ItemStatus
from secondopinion.diagrams import drawn
from tests import make
from tests.rules import tree

ROLE_OF_ROOM = {
    Room.FAMILY: Role.FAMILY,
    Room.PHYSICIAN: Role.PHYSICIAN,
    Room.COORDINATOR: Role.LEAD_COORDINATOR,
    Room.ONCOLOGY: Role.ONCOLOGY,
    Room.ADMIN: Role.ADMIN,
}


@pytest.fixture
def people_by_room(db):
    staff = {room: make.person(role) for room, role in ROLE_OF_ROOM.items()}
    return staff | {Room.SYSTEM: people.system()}


@pytest.mark.parametrize("action", TRANSITIONS)
def test_every_cell_of_the_case_table(action, people_by_room):
    case = make.case() if action != "submit" else sendable_draft()
    prepare(case, action)
    for status in CaseStatus:
        for room, person in people_by_room.items():
            put_into(case, status)
            check_cell(case, action, status, room, person)


def check_cell(case, action, status, room, person):
    step, before = TRANSITIONS[action], snapshot(case)
    allowed = step.allows(status, room)
    try:
        with transaction.atomic():
            after = advance(case, action, by=person, now=make.NOW)
            assert allowed, (action, status, room)
            target = CaseStatus.IN_TRIAGE if step.target == BACK else step.target
            assert (after.status, after.version) == (target, before["version"] + 1)
            assert after.events.count() == before["events"] + 1
            raise Undo
    except Refused:
        assert not allowed, (action, status, room)
        assert snapshot(case) == before
    except Undo:
        pass


class Undo(Exception):
    pass


def snapshot(case):
    row = SecondOpinionRequest.objects.filter(pk=case.pk).values().get()
    return {**row, "events": case.events.count(), "notices": case.notices.count()}


def put_into(case, status):
    SecondOpinionRequest.objects.filter(pk=case.pk).update(
        status=status, came_from=CaseStatus.IN_TRIAGE, records_outstanding=0, priority="P2", since=make.NOW,
        submitted_at=make.NOW, submitted_by=people.system(), ended_at=make.NOW, ended_by=people.system(),
        delivered_at=make.NOW, delivered_by=people.system(),
    )  # fmt: skip


def sendable_draft():
    case = make.draft()
    for kind in make.CONSENTS:
        case.consents.create(kind=kind, text_version=1, language="en", given_at=make.NOW, given_by=make.family_of(case))
    return case


def prepare(case, action):
    """What the step's own condition asks for."""
    if action == "ask":
        Ask.objects.create(case=case, room="family", question="gene_tests", asked_at=make.NOW, asked_by=people.system())
    if action == "confirm_death":
        holds.put(case, [HoldKind.DEATH_REPORTED], by=people.system(), now=make.NOW)


@pytest.mark.parametrize("action", ITEM_TRANSITIONS)
def test_every_cell_of_the_record_table(action, people_by_room):
    case = make.case()
    item = make.items(case, necessity="if exists").first()
    for status in ItemStatus:
        for room, person in people_by_room.items():
            RecordItem.objects.filter(pk=item.pk).update(
                status=status, received_at=make.NOW, received_by=people.system(), waived_why="not_needed_for_question"
            )
            check_record_cell(item, action, status, room, person)


AGAIN = {"wrong_patient": "needed", "unreadable": "asked", "incomplete": "asked"}


def check_record_cell(item, action, status, room, person):
    step = ITEM_TRANSITIONS[action]
    before = RecordItem.objects.filter(pk=item.pk).values().get()
    allowed = step.allows(status, room)
    try:
        with transaction.atomic():
            after = settle(item, action, by=person, now=make.NOW)
            assert allowed, (action, status, room)
            assert after.status == AGAIN.get(action, step.target)
            assert after.version == before["version"] + (2 if action in AGAIN else 1)
            raise Undo
    except Refused:
        assert not allowed, (action, status, room)
        assert RecordItem.objects.filter(pk=item.pk).values().get() == before
    except Undo:
        pass


@pytest.mark.parametrize(
    ("table", "statuses", "start"), [(TRANSITIONS, CaseStatus, "draft"), (ITEM_TRANSITIONS, ItemStatus, "needed")]
)
def test_every_status_is_reached(table, statuses, start):
    reached = {start}
    for _ in statuses:
        reached |= {step.target for step in table.values() if step.sources & reached and step.target != BACK}

    assert reached == {str(status) for status in statuses}


# Cells beside the tables of facts: a coordinator types a request taken by phone; an office says where a record is.
ALSO = {
    "case": {("draft", "submitted", "coordinator")},
    "item": {
        ("asked", "needed", "physician"),
        # the paper "signed permission" follows what was signed; what was asked under it ends with it
        ("received", "accepted", "system"),
        ("accepted", "received", "system"),
        ("received", "needed", "system"),
        ("asked", "needed", "system"),
    },
}


@pytest.mark.parametrize(("name", "table"), [("case", TRANSITIONS), ("item", ITEM_TRANSITIONS)])
def test_the_table_is_the_one_of_the_facts(name, table):
    assert cells(table) == facts(name) | ALSO[name]


def cells(table):
    """(from, to, who) of every step; BACK leads to where a case may have come from."""
    backs = {CaseStatus.IN_TRIAGE, CaseStatus.COLLECTING_RECORDS, CaseStatus.IN_REVIEW}
    return {
        (str(source), str(target), str(room))
        for step in table.values()
        for source in step.sources
        for target in (backs if step.target == BACK else {step.target})
        for room in Room
        if step.allows(source, room)
    }


def facts(name):
    with (tree.ROOT / "tests" / "data" / f"{name}_transitions.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {
        (source, row["to_state"], who)
        for row in rows
        for source in SOURCES.get(row["from_state"], [row["from_state"]])
        for who in row["who"].split(";")
    }


SOURCES = {
    "any open": [str(status) for status in OPEN - {CaseStatus.DRAFT}],
    "any end but deceased": [str(status) for status in ENDED - {CaseStatus.DECEASED}],
}


@pytest.mark.parametrize("app", ["intake", "records"])
def test_the_diagram_shows_the_table(app):
    assert (tree.ROOT / app / "states.mmd").read_text() == drawn(app)

"""Two coordinators on one case: a hundred rounds, and nothing that was saved is lost."""

import random
import threading

import pytest
from django.db import connection
from django.test import Client

from intake.models import SecondOpinionRequest
from tests import make
from tests.rooms.desk import BACKEND, address

ROUNDS, SEED = 100, 14


@pytest.fixture
def pair(transactional_db):
    """Two signed-in browsers, and a case that both have open."""
    lead, other = make.person("lead_coordinator", name="Lee"), make.person("lead_coordinator", name="Lou")
    browsers = []
    for user in (lead, other):
        client = Client()
        client.force_login(user, backend=BACKEND)
        browsers.append((client, user))
    return browsers


def press(client, path, data, gate, answers, place):
    gate.wait()
    try:
        answers[place] = client.post(path, data)
    finally:
        connection.close()


def edits(case, lead, other):
    """What each of both does in a round: different things, so that the loser's would be lost without a version."""
    return [
        ("assign", {"owner": lead.pk}),
        ("assign", {"owner": other.pk}),
        ("ask", {"room": "family", "remark": "Which arm is it, the left one?"}),
        ("withdraw", {"why": "cost"}),
    ]


def test_a_hundred_rounds_lose_nothing(pair):
    (one, lead), (two, other) = pair
    draw = random.Random(SEED)
    outcomes = []
    for place in range(ROUNDS):
        case = make.case("in_triage", by=lead, child_first_name=f"Kid {place}")
        first, second = draw.sample(edits(case, lead, other), 2)
        answers, gate = {}, threading.Barrier(2)
        threads = [
            threading.Thread(
                target=press,
                args=(
                    client, address(case, name),
                    {**data, "version": case.version, "seen": case.event_number}, gate, answers, which,
                ),
            )
            for which, (client, (name, data)) in enumerate(((one, first), (two, second)))
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcomes.append(check(case, answers))
    assert len(outcomes) == ROUNDS, SEED


def check(case, answers):
    """One was first, the other saw the conflict page with its own words; what the first saved is there."""
    codes = sorted(answer.status_code for answer in answers.values())
    assert codes == [302, 409], (codes, SEED)
    lost = next(answer for answer in answers.values() if answer.status_code == 409)
    assert "Someone else changed this case" in lost.text
    before, now = case, SecondOpinionRequest.objects.get(pk=case.pk)
    assert now.version == before.version + 1
    added = list(now.events.filter(number__gt=before.event_number).values_list("action", flat=True))
    assert len({action for action in added if action in {"assigned", "ask", "withdraw"}}) == 1
    numbers = list(now.events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, now.event_number + 1))
    return codes

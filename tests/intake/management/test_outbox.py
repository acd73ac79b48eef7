from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from intake.models import Notice
from tests import make


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def outbox(**options):
    said = StringIO()
    call_command("outbox", stdout=said, **options)
    return said.getvalue().splitlines()


def test_an_empty_outbox_says_so(db):
    assert outbox() == [
        "Messages: 0 owed (0 due now), 0 sent, 0 stuck, 0 cancelled, 0 to be told by phone; nothing is late."
    ]


def test_counts_and_the_age_of_the_oldest(db, moment):
    make.person("coordinator")
    case = make.case(**make.OFFICE)
    Notice.objects.filter(case=case, kind="team_alert").update(sent_at=make.NOW)
    Notice.objects.filter(case=case, kind="physician_invited").update(cancelled_at=make.NOW)
    moment.shift(timedelta(hours=3))

    assert outbox() == [
        "Messages: 1 owed (1 due now), 1 sent, 0 stuck, 1 cancelled, 0 to be told by phone; "
        "the oldest is due for 3\xa0hours."
    ]


def test_stuck_ones_are_named_with_their_reason_and_no_person(db):
    case = make.case()
    Notice.objects.filter(case=case).update(parked_at=make.NOW, attempts=20, last_error="SMTPDataError 550")

    (counts, stuck) = outbox()

    assert "1 stuck" in counts
    assert stuck == (
        f"stuck since 2026-11-24 15:00 UTC: receipt of {case.reference} to family, 20 tries, SMTPDataError 550"
    )


def test_retry_sets_the_stuck_ones_due(db):
    case = make.case()
    Notice.objects.filter(case=case).update(parked_at=make.NOW - timedelta(days=1), attempts=20)

    assert outbox(retry=True) == ["1 stuck messages are due now."]
    notice = Notice.objects.get(case=case)
    assert (notice.parked_at, notice.attempts, notice.due_at) == (None, 0, make.NOW)

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.domain import history
from intake.models import Notice
from records.domain import checklist
from records.domain.transitions import settle
from tests import make


def test_sending_makes_the_list_the_priority_and_the_notices(db):
    coordinator = make.person("coordinator")
    oncologist = make.person("oncology", groups=["bone"])

    case = make.case(**make.OFFICE)

    assert (case.status, case.priority, case.group, case.phase) == ("submitted", "P2", "bone", "first_weeks")
    told = set(Notice.objects.filter(case=case).values_list("kind", "to__role"))
    assert told == {
        ("receipt", "family"),
        ("physician_invited", "physician"),
        ("team_alert", "coordinator"),
        ("team_alert", "oncology"),
    }
    assert {notice.to for notice in Notice.objects.filter(to__email__isnull=False)} == {coordinator, oncologist}
    assert case.records_needed == case.records_outstanding > 3
    assert make.items(case, status="asked").exists()


def test_sending_takes_at_most_twelve_statements(db):
    make.person("oncology", groups=["bone"])
    draft = make.draft(**make.OFFICE)
    by = make.family_of(draft)

    with CaptureQueriesContext(connection) as queries:
        checklist.send(draft, consents=make.CONSENTS, max_age=21, by=by, now=make.NOW)

    said = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) <= 12


def test_sending_twice_with_one_key_is_sending_once(db):
    draft, key = make.draft(), uuid4()
    for _ in range(2):
        sent = checklist.send(
            draft, consents=make.CONSENTS, send_key=key, max_age=21, by=make.family_of(draft), now=make.NOW
        )

    assert (sent.status, sent.version) == ("submitted", 2)
    assert Notice.objects.filter(case=draft, kind="receipt").count() == 1
    assert verify(sent)


def verify(case):
    head = history.FIRST
    for event in case.events.order_by("number"):
        head = history.digest(head, event)
        assert event.digest == head
    return case.event_head == head


def test_the_last_record_completes_the_case_and_tells_everybody(db):
    lead = make.person("lead_coordinator")
    case = make.case("collecting_records", by=lead, **make.OFFICE)
    for item in make.items(case, necessity="required"):
        if item.category != "legal":
            make.upload(case, item, content=make.PDF + item.kind.encode())
    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("coordinator", "check_records")

    for item in make.items(case, status="received"):
        settle(item, "accept", by=lead, now=make.NOW)

    case.refresh_from_db()
    assert (case.status, case.ready_at, case.records_outstanding) == ("ready_for_review", make.NOW, 0)
    assert Notice.objects.filter(case=case, kind="all_here", to__role="family").count() == 1
    assert verify(case)


def test_a_rejected_record_is_asked_for_again_and_reopens_the_case(db):
    lead = make.person("lead_coordinator")
    case = make.case("collecting_records", by=lead)
    item = make.items(case, necessity="required", status="needed").exclude(category="legal").first()
    make.upload(case, item)

    settle(item, "unreadable", reject_reason="blank", by=lead, now=make.NOW)

    item.refresh_from_db()
    assert (item.status, item.reject_reason, item.came_from) == ("asked", "blank", "unreadable")

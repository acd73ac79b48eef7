from datetime import timedelta

import pytest

from intake.domain import holds, retention
from intake.domain.errors import Refused, Stale
from intake.facts import UNKNOWN
from intake.models import Answer, Notice, SecondOpinionRequest
from intake.queries import cases as queries
from records.domain import cases, chasing, questions, sweeps
from records.domain.transitions import settle
from tests import make

SOON = make.NOW + timedelta(hours=1)


def owed(case, kind):
    return set(Notice.objects.filter(case=case, kind=kind, cancelled_at=None).values_list("to__role", flat=True))


def save(case, data, *, by=None):
    return cases.save_answers(case, data, max_age=21, by=by or make.family_of(case), now=SOON)


@pytest.fixture
def lead(db):
    return make.person("lead_coordinator")


def test_accepting_asks_family_and_office_but_no_other_place(lead):
    case = make.case("collecting_records", by=lead)

    asked = make.items(case, status="asked")
    assert {item.party for item in asked} == {"family"}
    assert make.items(case, party="facility", status="needed").exists()
    assert (case.waiting_on, case.next_action) != ("", "")


def test_an_office_whose_mail_comes_later_is_invited_then(lead):
    case = make.case("collecting_records", by=lead)

    case = save(case, make.OFFICE, by=lead)

    assert owed(case, "physician_invited") == {"physician"}
    assert not make.items(case, party="facility").exclude(status__in=["asked"]).filter(necessity="required").exists()
    assert set(make.items(case, status="asked", party="physician").values_list("basis", flat=True)) == {"treatment"}


def test_changed_treatment_makes_the_list_anew_and_keeps_what_arrived(lead):
    case = make.case("collecting_records", by=lead)
    arrived = make.items(case, necessity="required").exclude(category="legal").first()
    make.upload(case, arrived)

    case = save(case, {"treatment_types": ["chemotherapy", "radiation"], "dx_text": "medulloblastoma"})

    kinds = dict(make.items(case).values_list("kind", "necessity"))
    assert kinds["radiation_summary"] == kinds["chemo_roadmap"] == "required"
    arrived.refresh_from_db()
    assert arrived.status == "received"
    assert case.group == "cns"
    dropped = make.items(case, dropped_at__isnull=False)
    assert all(item.status in {"needed", "asked"} or item.uploads.exists() for item in dropped)


def test_whoever_gains_sight_is_told_once(lead):
    surgeon, neuro = (
        make.person("oncology", groups=["bone"]),
        make.person("oncology", services=["neuro_oncology"], groups=["cns"]),
    )
    case = make.case()

    for _ in range(2):
        case = save(case, {"dx_text": "medulloblastoma"})

    told = list(Notice.objects.filter(case=case, kind="team_alert").values_list("to", flat=True))
    assert told.count(surgeon.pk) == told.count(neuro.pk) == 1
    assert not queries.visible_to(surgeon).filter(pk=case.pk).exists()
    assert queries.visible_to(neuro).filter(pk=case.pk).exists()


def test_a_red_flag_after_sending_alarms_the_team_again(lead):
    case = make.case()
    before = Notice.objects.filter(case=case, kind="team_alert", to=lead).count()

    case = save(case, {"red_flags": ["breathing"], "red_flag_action": "not_yet"})

    assert (case.priority, case.priority_why) == ("P1", "p1_red_flag")
    assert Notice.objects.filter(case=case, kind="team_alert", to=lead).count() == before + 1


def test_what_a_lead_lowered_stays_low_until_facts_change(lead):
    case = make.case(decision_date=str(make.TODAY + timedelta(days=2)))
    assert case.priority == "P1"

    case = cases.lower_priority(case, "P2", why="date_moved", by=lead, now=SOON)
    case = save(case, {"what_matters": "Time at home"})
    assert case.priority == "P2"

    case = save(case, {"decision_date": str(make.TODAY + timedelta(days=1))})
    assert case.priority == "P1"


def test_only_a_lead_or_an_oncologist_lowers(lead):
    case = make.case(decision_date=str(make.TODAY + timedelta(days=2)))

    with pytest.raises(Refused):
        cases.lower_priority(case, "P2", why="date_moved", by=make.person("coordinator"), now=SOON)


def test_asking_for_more_waits_for_the_family_and_goes_back_by_itself(lead):
    case = make.case("in_triage", by=lead)

    case = questions.ask_more(case, room="family", questions=["gene_tests"], words="Which arm?", by=lead, now=SOON)
    assert (case.status, case.waiting_on, owed(case, "info_needed")) == ("needs_information", "family", {"family"})

    later = SOON + timedelta(hours=1)
    case = cases.save_answers(case, {"gene_tests": "no"}, max_age=21, by=make.family_of(case), now=later)
    assert case.status == "needs_information"
    ask = case.asks.get(question="", answered_at=None)
    case = questions.reply(case, ask, "The left one", by=make.family_of(case), now=later)
    assert case.status == "in_triage"


def test_nothing_asked_is_refused_and_leaves_no_trace(lead):
    case = make.case("in_triage", by=lead)

    with pytest.raises(Refused):
        questions.ask_more(case, room="family", by=lead, now=SOON)

    assert not case.asks.exists()


def test_a_coordinator_goes_on_without_an_answer(lead):
    case = make.case("in_triage", by=lead)
    case = questions.ask_more(case, room="family", questions=["gene_tests"], by=lead, now=SOON)

    case = questions.go_on(case, why="The office told us", by=lead, now=SOON)

    assert (case.status, queries.open_asks(case).count(), owed(case, "info_needed")) == ("in_triage", 0, set())


def test_starting_with_gaps_needs_a_reason_that_stays(lead):
    case = make.case("collecting_records", by=lead)
    with pytest.raises(Refused):
        cases.start_with_gaps(case, why="", by=lead, now=SOON)

    case = cases.start_with_gaps(case, why="Surgery on Friday", by=lead, now=SOON)

    assert (case.status, case.ready_why) == ("ready_for_review", "Surgery on Friday")
    assert case.records_outstanding > 0


def test_an_item_found_wrong_reopens_a_ready_case(lead):
    case = make.case("collecting_records", by=lead)
    for item in make.items(case, necessity="required").exclude(category="legal"):
        make.upload(case, item, content=make.PDF + item.kind.encode())
        item = settle(item, "accept", by=lead, now=SOON)
    case.refresh_from_db()
    assert case.status == "ready_for_review"

    settle(item, "recheck", why="wrong", by=lead, now=SOON)

    case.refresh_from_db()
    assert (case.status, case.ready_at, case.records_outstanding) == ("collecting_records", None, 1)


def test_withdrawing_stops_all_chasing_at_once(lead):
    case = make.case("collecting_records", by=lead, **make.OFFICE)
    assert case.remind_at

    case = cases.advance(case, "withdraw", why="got_answer", by=make.family_of(case), now=SOON)

    assert (case.status, case.remind_at, case.ended_why) == ("withdrawn", None, "got_answer")
    assert not Notice.objects.filter(
        case=case, sent_at=None, cancelled_at=None, kind__in=["missing_records", "physician_reminder"]
    ).exists()
    assert chasing.send_due(now=SOON + timedelta(days=30)) == 0


def test_a_reported_death_stops_every_case_of_the_child(lead):
    case = make.case("collecting_records", by=lead, **make.OFFICE)

    holds.report_death(case, by=make.family_of(case), now=SOON)

    case.refresh_from_db()
    assert not Notice.objects.filter(case=case, sent_at=None, cancelled_at=None).exists()
    save(case, {"what_matters": "x"})
    assert not Notice.objects.filter(case=case, sent_at=None, cancelled_at=None).exists()
    assert chasing.send_due(now=SOON + timedelta(days=60)) == 0
    case = cases.advance(case, "confirm_death", by=lead, now=SOON)
    assert case.status == "deceased"


def test_a_stale_step_is_refused(lead):
    case = make.case()
    seen = case.version
    cases.assign(case, lead, version=seen, by=lead, now=SOON)

    with pytest.raises(Stale):
        cases.assign(case, lead, version=seen, by=lead, now=SOON)


def test_every_open_case_has_a_turn_and_a_next_act(lead):
    road = [make.case(), make.case("in_triage", by=lead), make.case("collecting_records", by=lead)]

    for case in road:
        assert case.waiting_on != "nobody"
        assert case.next_action
        assert case.due_at


def test_days_that_pass_raise_the_priority(lead):
    case = make.case(decision_date=str(make.TODAY + timedelta(days=20)), timing="after_treatment")
    assert case.priority == "P3"

    sweeps.priorities(make.NOW + timedelta(days=10))

    case.refresh_from_db()
    assert case.priority == "P2"
    assert case.events.filter(action="priority_raised", before="P3", after="P2").exists()


def test_a_draft_is_warned_closed_and_erased(lead):
    case = make.draft()
    for days, (status, warned, erased) in {
        22: ("draft", False, False),
        23: ("draft", True, False),
        30: ("closed", True, False),
        60: ("closed", True, True),
    }.items():
        retention.sweep_drafts(now=make.NOW + timedelta(days=days))
        case.refresh_from_db()
        assert case.status == status
        assert case.notices.filter(kind="draft_expiring").exists() == warned
        assert (case.erased_at is not None) == erased

    assert not Answer.objects.filter(case=case).exists()
    assert (case.child_name, case.birth_date, case.contacts.count()) == ("", None, 0)


def test_unknown_is_no_gap_in_what_sending_needs(db):
    case = make.case(decision_date=UNKNOWN, dx_text=UNKNOWN, dx_group="unknown")

    assert case.status == "submitted"
    assert case.order_on.year == 9999


def test_a_missing_answer_refuses_sending_and_changes_nothing(db):
    draft = make.draft(child_dob=None)

    with pytest.raises(Refused):
        make.checklist.send(draft, consents=make.CONSENTS, max_age=21, by=make.family_of(draft), now=make.NOW)

    draft = SecondOpinionRequest.objects.get(pk=draft.pk)
    assert (draft.status, draft.consents.count(), draft.items.count()) == ("draft", 0, 0)


def test_the_office_mail_comes_before_checking_what_arrived(db):
    """Nothing can be asked of the office before: that wait is the longest."""
    case = make.case("collecting_records", by=make.person("lead_coordinator"), doctor_name="Dr. Avery Fixture")
    item = make.items(case, party="family").first()

    make.upload(case, item)

    case.refresh_from_db()
    assert (case.waiting_on, case.next_action) == ("coordinator", "get_office_mail")

"""The oncology team's room."""

import re

import pytest
from django.urls import reverse

from intake.models import Cover
from records.domain import cases
from records.domain.transitions import settle
from tests import make

INBOX = "/oncology/"


@pytest.fixture
def oncologist(db, client):
    user = make.person("oncology", groups=["bone"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def lead(db):
    return make.person("lead_coordinator")


def page(client, case, name="case", *more):
    return client.get(reverse(f"oncology:{name}", args=[case.reference, *more]))


def ready(lead):
    case = make.case("collecting_records", by=lead)
    for item in make.items(case, necessity="required").exclude(category="legal"):
        make.upload(case, item, content=make.PDF + item.kind.encode())
        settle(item, "accept", by=lead, now=make.NOW)
    case.refresh_from_db()
    return case


def test_the_inbox_shows_what_the_cover_holds_and_no_more(oncologist, client):
    mine, other = make.case(), make.case(dx_text="medulloblastoma")

    text = client.get(INBOX).content.decode()

    assert f'data-case="{mine.reference}"' in text
    assert other.reference not in text
    assert page(client, other).status_code == 404


def test_every_file_opens_from_the_case(oncologist, client, lead):
    case = ready(lead)
    loose = make.upload(case, content=make.PDF + b"no record")

    text = page(client, case).text

    addresses = re.findall(r'href="(/files/[^"]+)"', text)
    assert reverse("files:download", args=[loose.key]) in addresses
    assert len(addresses) == len(make.items(case, necessity="required").exclude(category="legal")) + 1
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_states_are_named_as_staff_name_them(oncologist, client):
    case = make.case()

    assert "Sent. We have it." not in client.get(INBOX).text + page(client, case).text


def test_a_case_is_seen_from_the_moment_it_is_sent(oncologist, client):
    draft = make.draft()
    assert page(client, draft).status_code == 404

    case = make.case()

    assert page(client, case).status_code == 200


def test_a_cover_that_ends_ends_the_sight_at_once(oncologist, client):
    case = make.case()
    assert page(client, case).status_code == 200

    Cover.objects.filter(user=oncologist).delete()

    assert page(client, case).status_code == 404
    assert case.reference not in client.get(INBOX).content.decode()


def test_the_case_page_shows_the_family_s_questions_and_what_is_missing(oncologist, client, lead):
    case = make.case("collecting_records", by=lead, own_questions="May she swim?", what_matters="Time at home")

    text = page(client, case).content.decode()

    assert "May she swim?" in text
    assert "Time at home" in text
    assert "Missing:" in text
    assert text.count('data-item="') == make.items(case).exclude(category="legal").count()


def test_custody_insurance_and_whom_not_to_contact_stay_with_the_coordinator(oncologist, client):
    case = make.case(
        insurance_company="Planted-Insurer", do_not_contact="Planted-Person", court_order="yes",
        guardian_last_name="Planted-Guardian", insurance_kind="private",
    )  # fmt: skip

    text = page(client, case).content.decode()

    assert "Planted" not in text
    assert 'data-item="guardian_papers"' not in text


def test_a_legal_paper_is_no_page_here(oncologist, client):
    case = make.case()
    paper = make.items(case, category="legal").first()
    make.upload(case, paper)

    for name in ("accept", "reject", "waive"):
        address = reverse(f"oncology:{name}", args=[case.reference, paper.number])
        assert client.post(address).status_code == 404


def test_the_review_starts_when_all_is_here(oncologist, client, lead):
    case = ready(lead)

    answer = client.post(reverse("oncology:start_review", args=[case.reference]), {"version": case.version})

    case.refresh_from_db()
    assert (answer.status_code, case.status, case.review_by) == (302, "in_review", oncologist)


def test_a_review_that_cannot_start_says_why(oncologist, client, lead):
    case = make.case("collecting_records", by=lead)

    answer = client.post(reverse("oncology:start_review", args=[case.reference]))

    case.refresh_from_db()
    assert (answer.status_code, case.status) == (409, "collecting_records")


def test_a_step_on_an_old_picture_is_refused(oncologist, client, lead):
    case = ready(lead)
    seen = case.version
    cases.assign(case, lead, by=lead, now=make.NOW)

    answer = client.post(reverse("oncology:start_review", args=[case.reference]), {"version": seen})

    case.refresh_from_db()
    assert (answer.status_code, case.status) == (409, "ready_for_review")


def test_a_record_is_accepted_or_sent_back_with_a_reason(oncologist, client, lead):
    case = make.case("collecting_records", by=lead)
    good, bad = make.items(case, necessity="required").exclude(category="legal")[:2]
    for item in (good, bad):
        make.upload(case, item, content=make.PDF + item.kind.encode())

    client.post(reverse("oncology:accept", args=[case.reference, good.number]))
    reject = reverse("oncology:reject", args=[case.reference, bad.number])
    assert client.post(reject, {}).status_code == 422
    client.post(reject, {"why": "pages_missing"})

    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.status == "accepted"
    assert (bad.status, bad.reject_reason, bad.came_from) == ("asked", "pages_missing", "incomplete")


def test_an_oncologist_sets_a_required_record_aside(oncologist, client, lead):
    case = make.case("collecting_records", by=lead)
    item = make.items(case, necessity="required").exclude(category="legal").first()

    client.post(reverse("oncology:waive", args=[case.reference, item.number]), {"why": "not_needed_for_question"})

    item.refresh_from_db()
    assert (item.status, item.waived_why, item.waived_by) == ("waived", "not_needed_for_question", oncologist)


def test_a_note_is_kept_sealed_and_shown_to_staff(oncologist, client):
    case = make.case()

    client.post(reverse("oncology:note", args=[case.reference]), {"body": "Call the lab first"})

    assert "Call the lab first" in page(client, case).content.decode()
    assert b"Call the lab" not in bytes(case.notes.get().body)


def test_in_review_the_family_is_asked_for_more(oncologist, client, lead):
    case = ready(lead)
    client.post(reverse("oncology:start_review", args=[case.reference]))
    address = reverse("oncology:ask", args=[case.reference])
    assert client.post(address, {"room": "family"}).status_code == 422

    client.post(address, {"room": "family", "questions": ["gene_tests"], "words": "Which arm?"})

    case.refresh_from_db()
    assert (case.status, case.waiting_on, case.asks.count()) == ("needs_information", "family", 2)


@pytest.mark.parametrize("path", ["", "review/", "ask/", "note/"])
def test_looking_leaves_a_trace(path, oncologist, client):
    case = make.case()

    client.get(f"/oncology/{case.reference}/{path}")

    seen = case.accesses.filter(by=oncologist).exists()
    assert seen or path == "review/"  # a step, not a page


def test_more_records_cost_no_more_statements(oncologist, client, django_assert_max_num_queries):
    case = make.case()
    with django_assert_max_num_queries(18):
        page(client, case)

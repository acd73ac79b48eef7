"""Records and files on a coordinator's page: each step, allowed and refused."""

import pytest

from intake.models import Notice
from records.domain import cases
from records.domain.transitions import settle
from records.models import Upload
from tests import make
from tests.rooms.desk import address, get, sign_in


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


@pytest.fixture
def case(coordinator):
    return make.case("collecting_records", by=coordinator, **make.OFFICE)


def item(case, status="asked", **filters):
    return make.items(case, status=status, necessity="required", **filters).exclude(category="legal").first()


def act(client, case, record, action, **more):
    record.refresh_from_db()
    case.refresh_from_db()
    seen = {"version": record.version, "seen": case.event_number}
    return client.post(address(case, "record", record.number), {**seen, "action": action, **more})


def arrived(case, **values):
    record = item(case, **values)
    make.upload(case, record, content=make.PDF + record.kind.encode())
    record.refresh_from_db()
    return record


def test_accept_what_arrived(coordinator, client, case):
    record = arrived(case)
    assert (
        'value="accept" data-module="govuk-button">Accept<span class="govuk-visually-hidden">' in get(client, case).text
    )

    act(client, case, record, "accept")

    record.refresh_from_db()
    assert (record.status, record.accepted_by) == ("accepted", coordinator)


@pytest.mark.parametrize("action", ["accept", "recheck", "enough", "lose", "arrive", "send_back", "want_again"])
def test_what_cannot_be_done_now_is_refused(coordinator, client, case, action):
    record = item(case)

    response = act(client, case, record, action)

    record.refresh_from_db()
    assert (response.status_code, record.status) == (409, "asked")


@pytest.mark.parametrize("action", ["", "wrong_patient", "unreadable", "lapse", "need_again", "nonsense"])
def test_what_is_no_step_of_the_page_is_said(coordinator, client, case, action):
    record = arrived(case)

    response = act(client, case, record, action)

    record.refresh_from_db()
    assert (response.status_code, record.status) == (422, "received")


REASONS = {
    "dark_photo": ("asked", "The photo is too dark or blurry", "use daylight"),
    "pages_missing": ("asked", "Some pages are missing", "send the missing pages"),
    "wrong_name": ("needed", "The name is of another person", "We sealed the file"),
}


@pytest.mark.parametrize("reason", REASONS)
def test_send_back_with_a_reason_that_the_sender_reads(coordinator, client, case, reason):
    status, words, fix = REASONS[reason]
    record = arrived(case)

    act(client, case, record, "reject", reject_reason=reason)

    record.refresh_from_db()
    assert (record.status, record.reject_reason) == (status, reason)
    told = Notice.objects.filter(case=case, kind="item_rejected").values_list("to", flat=True)
    assert list(told) == ([] if reason == "wrong_name" else [make.family_of(case).pk])
    text = get(client, case).text
    assert words in text
    assert fix in text
    assert Upload.objects.get(item=record).scan == ("held" if reason == "wrong_name" else "not_scanned")


def test_another_child_s_file_opens_for_nobody(coordinator, client, case):
    record = arrived(case)
    key = Upload.objects.get(item=record).key
    assert client.get(f"/files/{key}/").status_code == 200

    act(client, case, record, "reject", reject_reason="wrong_name")

    assert client.get(f"/files/{key}/").status_code == 404
    assert f"/files/{key}/" not in get(client, case).text.replace(address(case, "file", key), "")
    sign_in(client, make.person("oncology", groups=["bone"]))
    assert client.get(f"/files/{key}/").status_code == 404


def test_sending_back_needs_a_reason(coordinator, client, case):
    record = arrived(case)

    response = act(client, case, record, "reject", reject_reason="")

    record.refresh_from_db()
    assert (response.status_code, record.status) == (422, "received")
    assert "Select what is wrong with it" in response.text


def test_only_a_lead_waives_what_the_review_needs(coordinator, client, case):
    record = item(case)
    assert "A lead coordinator or an oncologist waives it." in get(client, case, "record", record.number).text
    assert act(client, case, record, "waive", waive_reason="no_time").status_code == 409

    sign_in(client, make.person("lead_coordinator"))
    assert act(client, case, record, "waive", waive_reason="").status_code == 422
    assert act(client, case, record, "waive", waive_reason="no_time").status_code == 302

    record.refresh_from_db()
    assert (record.status, record.waived_why) == ("waived", "no_time")
    assert "No time before the decision date" in get(client, case).text


def test_a_coordinator_waives_what_is_only_helpful(coordinator, client):
    case = make.case("collecting_records", by=coordinator)
    record = make.items(case, status="needed", necessity="helpful").exclude(category="legal").first()

    assert act(client, case, record, "waive", waive_reason="covered_by_other").status_code == 302

    record.refresh_from_db()
    assert record.status == "waived"


def test_it_does_not_exist_and_is_wanted_again(coordinator, client, case):
    record, before = item(case), case.records_outstanding

    act(client, case, record, "not_exist")
    record.refresh_from_db()
    case.refresh_from_db()
    assert (record.status, case.records_outstanding) == ("not_applicable", before - 1)

    act(client, case, record, "want_again")
    record.refresh_from_db()
    assert record.status == "needed"


def test_it_came_by_post(coordinator, client, case):
    record = item(case)

    act(client, case, record, "receive")
    record.refresh_from_db()
    assert (record.status, record.received_by) == ("received", coordinator)

    act(client, case, record, "accept")
    record.refresh_from_db()
    assert record.status == "accepted"


def test_ask_the_family_or_the_office_but_no_other_place(coordinator, client, case):
    case = make.case("collecting_records", by=coordinator)  # without an office
    family, other = make.items(case, status="needed", necessity="helpful").exclude(category="legal")[:2]
    make.items(case, pk=family.pk).update(party="family")
    make.items(case, pk=other.pk).update(party="facility")
    act(client, case, family, "ask")
    family.refresh_from_db()
    assert (family.status, family.basis) == ("asked", "family")

    refused = act(client, case, other, "ask")
    other.refresh_from_db()
    assert (refused.status_code, other.status) == (409, "needed")
    assert "signed permission" in refused.text
    assert (
        "Not yet: Another hospital or lab is asked with a signed permission only."
        in get(client, case, "record", other.number).text
    )


def test_raise_a_record_and_it_stays_raised(coordinator, client, case):
    record, before = make.items(case, necessity="helpful").exclude(category="legal").first(), case.records_needed
    assert act(client, case, record, "require", why="").status_code == 422

    act(client, case, record, "require", why="The surgeon asks for it")

    record.refresh_from_db()
    case.refresh_from_db()
    assert (record.necessity, case.records_needed) == ("required", before + 1)
    assert "The surgeon asks for it" in get(client, case).text
    cases.save_answers(case, {"what_matters": "x"}, max_age=21, by=coordinator, now=make.NOW)
    record.refresh_from_db()
    assert record.necessity == "required"
    assert act(client, case, record, "require", why="again").status_code == 409


def test_raising_a_record_reopens_a_ready_case(coordinator, client, case):
    for each in make.items(case, necessity="required").exclude(category="legal"):
        make.upload(case, each, content=make.PDF + each.kind.encode())
        settle(each, "accept", by=coordinator, now=make.NOW)
    case.refresh_from_db()
    assert case.status == "ready_for_review"

    act(client, case, make.items(case, necessity="helpful").first(), "require", why="The surgeon asks for it")

    case.refresh_from_db()
    assert case.status == "collecting_records"


def test_add_a_record_that_no_list_has(coordinator, client, case):
    have = set(make.items(case).values_list("kind", flat=True))
    page = get(client, case, "add")
    kind = next(value for value, _ in page.context["form"].fields["kind"].choices if value not in have)

    response = client.post(address(case, "add"), {"kind": kind, "why": "The surgeon asks for it"})

    assert response.status_code == 302
    record = make.items(case, kind=kind).get()
    assert (record.necessity, record.dropped_at) == ("required", None)
    for wrong in ({"kind": kind, "why": "twice"}, {"kind": "nonsense", "why": "x"}, {"kind": kind, "why": ""}):
        assert client.post(address(case, "add"), wrong).status_code == 422
    assert make.items(case, kind=kind).count() == 1


def test_a_promised_day_and_another_place(coordinator, client, case):
    record = item(case, party="physician")
    day = {"on_month": "12", "on_day": "20", "on_year": "2026"}
    assert act(client, case, record, "promise").status_code == 422

    act(client, case, record, "promise", **day)
    record.refresh_from_db()
    assert (record.status, str(record.promised_on)) == ("promised", "2026-12-20")

    act(client, case, record, "elsewhere", place="Mercy Hospital")
    record.refresh_from_db()
    assert (record.status, record.party) == ("needed", "facility")
    assert "Mercy Hospital" in get(client, case).text


def test_a_stale_press_on_a_record_changes_nothing(coordinator, client, case):
    record = arrived(case)
    case.refresh_from_db()
    old = {"version": record.version, "seen": case.event_number}
    settle(record, "accept", by=make.person("coordinator", name="Colin Fixture"), now=make.NOW)

    response = act(client, case, record, "reject", reject_reason="dark_photo", **old)

    record.refresh_from_db()
    assert (response.status_code, record.status) == (409, "accepted")
    assert "It was checked and accepted" in response.text
    assert "Colin Fixture" in response.text
    assert f'name="version" value="{record.version}"' in response.text


def test_records_of_other_cases_are_not_there(coordinator, client, case):
    other = make.case(dx_text="medulloblastoma")

    assert get(client, case, "record", 99).status_code == 404
    assert get(client, other, "record", 1).status_code == 404
    assert get(client, case, "record", 1).status_code == 200


# --- files


def send(client, case, **data):
    return client.post(address(case, "upload"), data)


def test_add_files_with_or_without_a_record(coordinator, client, case):
    record = item(case)

    first = send(client, case, file=[make.file("scan.pdf", make.PDF + b"1")], item=str(record.number))
    second = send(
        client, case, file=[make.file("a.pdf", make.PDF + b"2"), make.file("b.pdf", make.PDF + b"3")], item=""
    )

    record.refresh_from_db()
    assert (first.status_code, second.status_code, record.status) == (302, 302, "received")
    assert Upload.objects.filter(case=case, item=None).count() == 2
    text = get(client, case).text
    for name in ("scan.pdf", "a.pdf", "b.pdf"):
        assert name in text


def test_a_bad_file_is_named_and_the_good_one_kept(coordinator, client, case):
    bad = make.file("x.exe", b"MZ" + bytes(100))

    response = send(client, case, file=[make.file("good.pdf", make.PDF + b"1"), bad])

    assert response.status_code == 422
    assert "x.exe: The selected file must be a PDF" in response.text
    assert Upload.objects.filter(case=case).count() == 1
    assert send(client, case).status_code == 422


def test_move_a_file_to_another_record(coordinator, client, case):
    record = arrived(case)
    other = make.items(case, status="asked").exclude(pk=record.pk).first()
    key = Upload.objects.get(item=record).key

    client.post(address(case, "file", key), {"action": "move", "item": str(other.number)})

    record.refresh_from_db()
    other.refresh_from_db()
    assert (record.status, other.status) == ("needed", "received")
    client.post(address(case, "file", key), {"action": "move", "item": ""})
    other.refresh_from_db()
    assert (other.status, Upload.objects.get(key=key).item) == ("needed", None)


def test_remove_a_file_with_a_reason(coordinator, client, case):
    record = arrived(case)
    key = Upload.objects.get(item=record).key
    assert client.post(address(case, "file", key), {"action": "remove"}).status_code == 422

    client.post(address(case, "file", key), {"action": "remove", "why": "other_child"})

    record.refresh_from_db()
    upload = Upload.objects.get(key=key)
    assert (upload.removed_by, upload.removed_why, record.status) == (coordinator, "other_child", "needed")
    assert get(client, case, "file", key).status_code == 404


def test_files_of_other_cases_are_not_there(coordinator, client, case):
    other = make.case(dx_text="medulloblastoma")
    foreign, mine = make.upload(other), make.upload(case)

    assert get(client, case, "file", foreign.key).status_code == 404
    assert get(client, other, "file", foreign.key).status_code == 404
    assert get(client, case, "file", mine.key).status_code == 200
    assert client.post(address(case, "file", foreign.key), {"action": "remove", "why": "twice"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.removed_at is None


def test_a_stale_step_says_which_and_goes_on_with_the_record_s_own_version(coordinator, client, case):
    record = arrived(case)
    old = record.version
    record.version += 3
    record.save()
    sent = {"action": "reject", "reject_reason": "blank", "version": old}

    page = client.post(address(case, "record", record.number), sent)

    assert page.status_code == 409
    assert "<dd><bdi data-data>Send back</bdi></dd>" in page.text
    assert "What is wrong with it?" in page.text
    assert f'name="version" value="{record.version}"' in page.text
    assert client.post(address(case, "record", record.number), {**sent, "version": record.version}).status_code == 302

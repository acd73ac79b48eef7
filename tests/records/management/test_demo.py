"""The synthetic cases and their staff, as the table of cases says they must end."""

import json
import os
import re
import stat
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from intake.domain import history, links, members, showcase
from intake.domain.sign_in import factors
from intake.models import CaseMember, Cover, Event, Notice, SecondOpinionRequest, User
from intake.queries import cases as queries
from intake.queries import notices
from intake.states import Room
from records.domain import storing
from records.domain.demo import grammar
from records.domain.demo import history as stories
from records.models import RecordItem, Upload
from records.policies import completeness
from records.queries import items
from tests.intake import tables

CASES = tables.demo_cases()
OVER = {"declined", "merged", "deceased", "withdrawn", "delivered"}  # the rules stopped some days ago
RUNNING = [told for told in CASES if told["state"] not in OVER]
each_case = pytest.mark.parametrize("told", CASES, ids=[told["id"] for told in CASES])


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests of this file, and taken back."""
    from django.conf import settings  # noqa: PLC0415

    kept, settings.VAR = settings.VAR, tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), transaction.atomic():
        said = StringIO()
        call_command("demo", json=True, stdout=said)
        yield json.loads(said.getvalue())
        transaction.set_rollback(True)
    settings.VAR = kept


def find(told):
    return SecondOpinionRequest.objects.select_related("service").get(send_key=grammar.key(told))


# --- the cases


@each_case
def test_each_case_ends_where_the_table_says(db, told):
    case, expected = find(told), told["expected"]

    assert (case.status, case.came_from if "came_from" in told else None) == (told["state"], told.get("came_from"))
    assert (case.group, case.phase, case.service.code) == (
        expected["checklist_group"],
        expected["phase"],
        expected["service"],
    )
    assert (case.priority, case.covered, case.routing_rule) == (
        expected["priority"],
        expected["covered"],
        expected["routing_rule"],
    )
    assert queries.holds(case) == set(told["holds"])


@pytest.mark.parametrize("told", RUNNING, ids=[told["id"] for told in RUNNING])
def test_the_rules_that_hit_stand_on_the_case(db, told):
    case = find(told)

    assert [mark.partition(":")[0] for mark in case.priority_hits.split(";")] == told["expected"]["priority_rules"]


@each_case
def test_each_record_stands_where_the_table_says(db, told):
    case = find(told)
    stand = dict(RecordItem.objects.filter(case=case).values_list("kind", "status"))
    wanted = {each["item"]: each["state"] for each in told["items"]}

    assert {kind: stand[kind] for kind in wanted} == wanted
    assert set(stand.values()) - set(wanted.values()) <= {"needed", "asked"}


@each_case
def test_the_list_and_its_counts_are_those_of_the_table(db, told):
    case, expected = find(told), told["expected"]
    rows = items.of_case(case)
    kinds = {
        necessity: sorted(item.kind for item in rows if item.necessity == necessity and not item.dropped_at)
        for necessity in ("required", "if exists")
    }

    assert kinds == {"required": expected["required_items"], "if exists": expected["if_exists_items"]}
    assert completeness.counts(rows) == (expected["required_done"], expected["required_total"])
    assert case.records_outstanding == len(items.missing(rows))


@each_case
def test_the_moves_came_on_their_days_by_whom_they_belong_to(db, told):
    case = find(told)
    moves = Event.objects.filter(case=case, subject="case").exclude(after="").exclude(before="")
    states = {str(state) for state, _ in SecondOpinionRequest._meta.get_field("status").choices}
    found = [(move.before, move.after, move.at) for move in moves.order_by("number") if move.after in states]
    today = timezone.localdate()

    assert [(before, after) for before, after, _ in found] == [(move["from"], move["to"]) for move in told["history"]]
    for (_, _, at), move in zip(found, told["history"], strict=True):
        assert timezone.localdate(at) == grammar.day(move["at"], today)


@each_case
def test_those_were_told_at_sending_that_the_table_names(db, told):
    case = find(told)
    sent = Event.objects.get(case=case, after="submitted", before="draft")
    told_then = set(Notice.objects.filter(event=sent, kind="team_alert").values_list("to__email", flat=True))
    coordinators = set(
        User.objects.filter(services=case.service, role__in=["coordinator", "lead_coordinator"]).values_list(
            "email", flat=True
        )
    )

    assert told_then == {*told["expected"]["told_at_sending"], *coordinators}


@each_case
def test_each_history_is_a_chain_in_order(db, told):
    case, head, last = find(told), history.FIRST, None
    for event in case.events.order_by("number"):
        head = history.digest(head, event)
        assert event.digest == head
        assert last is None or event.at >= last - timedelta(days=1)  # a step back only for reminders of the morning
        last = event.at
    assert case.event_head == head


@each_case
def test_each_record_that_came_has_a_page_that_says_what_it_is(db, told):
    case = find(told)
    for each in told["items"]:
        files = list(Upload.objects.filter(case=case, item__kind=each["item"]))
        came = each["state"] in {"received", "accepted", "incomplete", "returned"}
        assert len(files) == came
        for upload in files:
            with storing.opened(upload) as file:
                content = file.read()
            assert (upload.kind, upload.size, b"Synthetic record" in content) == ("pdf", len(content), True)
            start = int(re.search(rb"startxref\n(\d+)\n%%EOF", content)[1])
            assert content[start:].startswith(b"xref\n0 6\n")


def test_the_physician_s_case_is_confirmed_by_the_guardian_and_held_no_more(db):
    case = find(next(told for told in CASES if told["form"] == "physician"))

    assert (case.form, case.created_by.room, case.submitted_by.room) == ("physician", Room.PHYSICIAN, Room.PHYSICIAN)
    assert case.holds.get(kind="guardian_not_confirmed").lifted_by.room == Room.FAMILY
    assert set(case.items.exclude(category="legal").filter(necessity="required").values_list("basis", flat=True)) == {
        "treatment"
    }


def test_nothing_is_owed_for_the_child_who_died(db):
    case = find(next(told for told in CASES if told["state"] == "deceased"))

    assert not Notice.objects.filter(case=case, sent_at=None, cancelled_at=None).exists()
    assert (case.remind_at, case.due_at) == (None, None)


def test_nobody_is_mailed(db):
    assert "notices" not in notices.owed_kinds(timezone.now())
    assert "reminders" not in notices.owed_kinds(timezone.now())
    assert Notice.objects.exclude(sent_at=None).count() > 50
    assert not Notice.objects.exclude(sent_at=None).filter(sent_at__gt=timezone.now()).exists()


def test_names_phones_and_mails_are_fiction(db):
    for case in SecondOpinionRequest.objects.exclude(send_key=None):
        for contact in case.contacts.all():
            assert not contact.email or contact.email.endswith("@example.org")
            assert not contact.phone or contact.phone.startswith("+1 202-555-01")


def test_open_cases_have_a_turn_a_next_act_and_an_owner(db):
    for case in SecondOpinionRequest.objects.filter(is_open=True).exclude(send_key=None):
        assert (case.waiting_on != "nobody", bool(case.next_action)) == (True, True), case.reference
        assert case.status == "submitted" or case.owner.role == "coordinator"


# --- the staff


def test_the_accounts_are_printed_as_the_contract_says(demo):
    assert [list(account) for account in demo] == [["role", "email", "password", "totp_secret"]] * 7
    assert [account["role"] for account in demo].count("coordinator") == 2
    assert sorted(account["role"] for account in demo) == [
        *("admin", "coordinator", "coordinator", "lead_coordinator", "oncology", "oncology", "oncology"),
    ]


def test_password_and_code_of_each_account_open(client, db, demo):
    for account in demo:
        client.post("/account/login/", {"login": account["email"], "password": account["password"]})
        code = factors.code_at(account["totp_secret"], timezone.now())
        assert client.post("/account/code/", {"code": code}).status_code == 302, account["role"]
        assert client.get("/account/").status_code == 200
        client.post("/account/logout/")


def test_cover_and_services_are_those_of_the_table(db):
    covers = {(cover.user.email, cover.service.code, cover.group) for cover in Cover.objects.select_related("user")}

    assert ("oncologist2@example.org", "neuro_oncology", "cns") in covers
    assert ("oncologist1@example.org", "oncology", "unknown") in covers
    assert not any(email == "oncologist3@example.org" for email, _, _ in covers)
    assert not any(group == "retinoblastoma" for _, _, group in covers)


# --- again


def test_a_second_run_adds_nothing_and_prints_the_same(db, demo):
    before = [model.objects.count() for model in (SecondOpinionRequest, User, Event, Notice, Upload, Cover, CaseMember)]
    said = StringIO()

    call_command("demo", json=True, stdout=said)

    after = [model.objects.count() for model in (SecondOpinionRequest, User, Event, Notice, Upload, Cover, CaseMember)]
    assert (after, json.loads(said.getvalue())) == (before, demo)


def test_what_was_mended_by_hand_is_as_it_was(db, demo):
    user = User.objects.get(email="coordinator1@example.org")
    user.set_password("something else altogether")
    user.is_active = False
    user.save()

    call_command("demo", stdout=StringIO())

    user.refresh_from_db()
    assert (user.is_active, user.check_password(demo[0]["password"])) == (True, True)


def test_it_says_in_one_line_what_it_did(db):
    said = StringIO()

    call_command("demo", stdout=said)

    assert said.getvalue() == "Demo: 0 cases added, 7 accounts ready.\n"


def test_production_refuses_in_one_line(db, settings):
    settings.DEPLOYMENT = "production"

    with pytest.raises(CommandError, match=r"^demo is refused when DEPLOYMENT=production$"):
        call_command("demo")


def test_at_any_hour_of_the_day_the_moves_are_in_order(db):
    for hours in (0, 1, 13, 23):
        now = timezone.localtime().replace(hour=hours, minute=1)
        clock = stories.Clock(now, now.date(), 5)
        moments = [clock.at(offset) for offset in (-3, -3, -1, 0, 0, 0, 0)]
        assert moments == sorted(set(moments))
        assert moments[-1] <= now
        assert {moment.date() for moment in moments[3:]} == {now.date()}


# --- what the sign-in page tells


def test_the_private_file_is_private_and_the_table_knows_none_of_it(db, demo):
    told = showcase.read()

    assert stat.S_IMODE(os.stat(showcase._file()).st_mode) == 0o600
    readable = str(list(User.objects.values())) + str(list(CaseMember.objects.values()))
    for family in told["families"]:
        assert family["words"] not in readable
    for account in demo:
        assert account["password"] not in readable


def test_one_family_in_each_language_opens_by_link_and_words(db):
    families = showcase.read()["families"]

    assert [family["language"] for family in families] == ["en", "es", "ar"]
    for family in families:
        token = family["link"].removeprefix("/family/link/").removesuffix("/")
        link = links.find(token, Room.FAMILY, now=timezone.now())
        assert link.member.case.reference == family["reference"]
        assert link.member.case.language == family["language"]
        assert len(family["words"].split()) == 4
        assert members.passphrase_fits(link.member, family["words"])


def test_one_office_opens_by_link_and_code(db):
    (office,) = showcase.read()["offices"]
    link = links.find(office["link"].removeprefix("/physician/link/").rstrip("/"), Room.PHYSICIAN, now=timezone.now())

    assert members.code_fits(link.member, office["code"], now=timezone.now())


def test_the_sign_in_page_lists_all_of_it_in_a_demo_only(client, db, settings, demo):
    page = client.get("/account/login/").text
    settings.DEPLOYMENT = "production"
    bare = client.get("/account/login/").text

    told = showcase.shown(now=timezone.now())
    for account in told["accounts"]:
        assert account["email"] in page
        assert account["password"] in page
        assert account["password"] not in bare
    for family in told["families"]:
        assert family["words"] in page
        assert family["link"] in page
    assert told["offices"][0]["code"] in page
    assert "no group" in page


def test_the_current_code_stands_beside_its_box(client, db, demo):
    client.post("/account/login/", {"login": demo[0]["email"], "password": demo[0]["password"]})

    page = client.get("/account/code/").text

    assert factors.code_at(demo[0]["totp_secret"], timezone.now()) in page


def test_passwords_are_long_enough_for_everybody(demo):
    assert min(len(account["password"]) for account in demo) >= 15

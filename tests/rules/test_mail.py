"""No message carries a personal value; each is plain, short and the same when it is repeated."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.urls import reverse

from intake.domain import delivery, history, letters
from intake.models import Notice, User
from intake.policies.notices import CHASING, TEXTS
from intake.queries import people
from tests import make
from tests.intake.test_data import grade
from tests.rules import tree

LANGUAGES = ("en", "es", "ar")
MARK = "marker"  # stands in every personal column; in nothing that leaves
BORN = date(1987, 6, 5)
FAMILY, OFFICE, COORDINATOR, ONCOLOGY = "family", "physician", "coordinator", "oncology"
FAMILIES, OFFICES, STAFF = frozenset({FAMILY}), frozenset({OFFICE}), frozenset({COORDINATOR, ONCOLOGY})
OUTSIDE = FAMILIES | OFFICES
RECEIVERS = {
    **dict.fromkeys(("draft_saved", "draft_expiring", "guardian_confirm", "missing_records", "closing_soon"), FAMILIES),
    **dict.fromkeys(("authorization_needed", "authorization_expiring"), FAMILIES),
    **dict.fromkeys(("item_received", "opinion_ready", "closed", "access_alert", "new_words"), FAMILIES),
    **dict.fromkeys(("new_link", "receipt", "info_needed", "item_rejected", "file_failed"), OUTSIDE),
    **dict.fromkeys(("review_started", "declined", "withdrawn"), OUTSIDE),
    **dict.fromkeys(("physician_invited", "physician_reminder", "files_here", "records_request"), OFFICES),
    **dict.fromkeys(("team_alert", "staff_digest", "stuck_case"), STAFF),
    "all_here": OUTSIDE | {ONCOLOGY},
    "date_check": FAMILIES | {COORDINATOR},
    "date_passed": FAMILIES,
}
# What would tell a housemate what this is about; also as it is written in the other two languages.
TELLING = re.compile(
    r"cancer|oncolog|tumou?r|leuk|sarcoma|chemo|second.opinion|child|hospice|cáncer|oncolog|tumor|quimio|segunda.opini"
    r"|niñ|سرطان|أورام|ورم|كيمياء|رأي.ثان|طفل",
    re.IGNORECASE,
)
ROWS = [(kind, room) for kind, rooms in RECEIVERS.items() for room in sorted(rooms)]


@pytest.fixture
def case(db):
    """Everything that anybody may have told is a marker."""
    made = make.case(
        "collecting_records", by=make.person(COORDINATOR), **make.OFFICE, own_questions=f"{MARK} question",
        dx_text=f"osteosarcoma {MARK}", child_address_line1=f"{MARK} street", symptoms_first=f"{MARK} signs",
    )  # fmt: skip
    make.person(ONCOLOGY, groups=["bone"])
    make.upload(made)
    for model in apps.get_models():
        for row in model.objects.all() if getattr(model, "PERSONAL", ()) else ():
            changes = {column: value for column in model.PERSONAL if (value := _marked(row, column)) is not None}
            if changes:
                model.objects.filter(pk=row.pk).update(**changes)
    made.refresh_from_db()
    return made


def _marked(row, column):
    """A value of the column's kind that nobody else has; sealed ones were marked when they were told."""
    field = row._meta.get_field(column)
    if column == "email":
        return f"{MARK}.{row.pk}@example.org" if row.email else None
    if isinstance(field, models.DateField):
        return BORN
    return f"{MARK}{row.pk}{column}"[: field.max_length] if isinstance(field, models.CharField) else None


def notice(case, kind, room, language):
    case.language = language
    user = next(user for user in people.Audience(case).people if user.room == room)
    if user.email is None:
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
    event = history.add(case, "test", by=people.system(), now=make.NOW)
    return Notice.objects.create(
        case=case, event=event, to=user, kind=kind, priority=case.priority, digest=kind == "staff_digest",
        due_at=make.NOW, made_at=make.NOW,
    )  # fmt: skip


def mail(owed):
    return letters.message(owed, delivery.notices.address(owed), [owed], now=make.NOW)


@pytest.fixture(params=LANGUAGES)
def mails(case, request):
    """Every kind to everybody who gets it, in one language: (kind, room, notice, mail)."""
    language, found = request.param, []
    for kind, room in ROWS:
        owed = notice(case, kind, room, language)
        found.append((kind, room, owed, mail(owed)))
    return language, found


def spoken(text):
    """The words a person reads: no links, no marks of direction."""
    return re.sub(r"https?://\S+|[\u2066-\u2069]", " ", text)


def seen(html):
    return re.sub(r"\s+", " ", re.sub(r"<(title|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_every_kind_of_notice_has_receivers_a_text_and_a_template():
    files = {path.stem for path in (tree.ROOT / "templates/mail").glob("[a-z]*.txt")}

    assert set(RECEIVERS) == set(TEXTS) == files


def test_a_mail_says_nothing_personal_and_what_one_must_know(case, mails):
    for kind, room, owed, message in mails[1]:
        whole = f"{message.subject}\n{message.body}\n{message.alternatives[0].content}"
        about = (kind, room)

        assert MARK not in whole.lower(), about
        assert str(BORN.year) not in whole, about
        assert message.to == [delivery.notices.address(owed)], about
        assert (message.cc, message.bcc, message.attachments) == ([], [], []), about
        assert case.reference not in message.subject, about
        assert (case.reference in message.body) is (kind != "staff_digest"), about
        assert len(spoken(message.body).split()) < 120, about
        if room in OUTSIDE:
            assert not TELLING.search(whole.replace(case.reference, "")), about
            assert "+1 202-555-0181" in message.body, about
            assert "8:30-17:00" in message.body and re.search(r"Eastern|Este|este|شرق", message.body), about


def test_a_mail_has_one_link_on_a_line_of_its_own_and_says_when_it_ends(mails):
    for kind, room, _owed, message in mails[1]:
        links = [line for line in message.body.splitlines() if "http" in line]
        assert len(links) == (kind != "access_alert"), (kind, room)
        assert all(line.startswith(settings.BASE_URL + "/") and " " not in line for line in links)
        if room in OUTSIDE and links:
            assert links[0].startswith(f"{settings.BASE_URL}/{room}/link/"), (kind, room)
            assert {FAMILY: "90", OFFICE: "30"}[room] in message.body, (kind, room)


def test_both_parts_say_the_same_in_the_reader_s_language(case, mails):
    for kind, room, _owed, message in mails[1]:
        (html, mimetype) = message.alternatives[0]
        language = mails[0] if room in OUTSIDE else "en"
        text = unescape(seen(html))

        assert mimetype == "text/html"
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html, (kind, room)
        assert message.extra_headers["Content-Language"] == language
        lines = [" ".join(line.split()) for line in message.body.splitlines() if line]
        assert [line for line in lines if line not in text] == [], (kind, room)
        assert not re.search(r"<(img|table|script|link|form|iframe)|src=|@import|url\(", html)
        if language == "ar":
            assert f'<bdi dir="ltr">{case.reference}</bdi>' in html
            assert "\u2066+1 202-555-0181\u2069" in message.body


def test_the_subject_is_fixed_for_each_kind_and_language(case, mails):
    other = make.case(child_first_name="Other", **{**make.OFFICE, "doctor_email": "other@example.org"})

    for kind, room, _owed, message in mails[1]:
        assert message.subject
        assert mail(notice(other, kind, room, mails[0])).subject == message.subject


def test_a_repeat_is_the_same_mail(mails):
    identities = set()
    for kind, room, owed, first in mails[1]:
        again = Notice.objects.select_related("case", "to").get(pk=owed.pk)
        again.case.language = mails[0]
        second = mail(again)

        assert first.body == second.body, (kind, room)
        assert first.alternatives[0].content == second.alternatives[0].content
        assert first.extra_headers == second.extra_headers
        assert re.fullmatch(r"<[0-9a-f]{24}@127\.0\.0\.1>", first.extra_headers["Message-ID"])
        identities.add(first.extra_headers["Message-ID"])
    assert len(identities) == len(ROWS)


@pytest.mark.parametrize("kind", sorted(CHASING))
def test_a_reminder_says_how_it_stops(case, kind):
    for room in RECEIVERS[kind] & OUTSIDE:
        assert "To stop reminders" in mail(notice(case, kind, room, "en")).body


def test_mails_go_by_a_neutral_name(case, settings):
    settings.MAIL_FROM = "Children's Records <mail@example.org>"

    message = mail(notice(case, "physician_invited", OFFICE, "en"))

    assert message.from_email == "Children's Records <mail@example.org>"
    assert "Children's Records asks your office" in message.body
    assert settings.SITE_ORG not in message.body


@pytest.mark.parametrize("base", ["https://so.example.org", "http://127.0.0.1:8137"])
def test_links_are_built_from_the_setting_alone(case, settings, base):
    settings.BASE_URL = base

    assert f"{base}/family/link/" in mail(notice(case, "receipt", FAMILY, "en")).body


@pytest.mark.parametrize(
    "bad", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "a\n@example.org"]
)
def test_an_address_that_is_none_reaches_nobody(case, smtp, bad):
    case.contacts.filter(kind="guardian").update(email=bad)
    Notice.objects.update(cancelled_at=make.NOW)
    notice(case, "receipt", FAMILY, "en")

    assert delivery.send_owed(now=make.NOW) == 0
    assert smtp.received == []


def test_no_template_says_what_the_site_is_about():
    for path in sorted(Path(tree.ROOT / "templates/mail").iterdir()):
        said = re.sub(r"\{[%#].*?[%#]\}", lambda tag: tag[0] if "translate" in tag[0] else "", path.read_text())
        assert not TELLING.search(said.replace("color-scheme", "")), path


def test_staff_are_led_to_the_case(case):
    owed = notice(case, "team_alert", COORDINATOR, "en")

    assert settings.BASE_URL + reverse("coordinator:case", args=[case.reference]) in mail(owed).body
    assert isinstance(mail(owed), EmailMessage)


def test_a_family_s_mail_reads_at_grade_six(case):
    for kind in sorted(kind for kind, rooms in RECEIVERS.items() if FAMILY in rooms):
        lines = mail(notice(case, kind, FAMILY, "en")).body.splitlines()
        said = [line for line in lines if line and "http" not in line and case.reference not in line]
        text = " ".join(line.rstrip(":") + "." for line in said if not line.startswith("Phone"))

        assert grade(text) <= 6, kind

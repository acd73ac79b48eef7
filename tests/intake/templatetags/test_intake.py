import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.utils import timezone, translation

from intake.queries import reference
from intake.templatetags import intake as tags

AT = datetime.datetime(2026, 3, 1, 19, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "kind", "html"),
    [
        ("Zoë <b>", "", "<bdi data-data>Zoë &lt;b&gt;</bdi>"),
        ("SO-7F3K-2QXM-4", "ref", '<bdi dir="ltr" class="so-ref" data-data>SO-7F3K-2QXM-4</bdi>'),
        ("4821 7730", "code", '<bdi dir="ltr" class="so-code" data-data>4821 7730</bdi>'),
        ("+1 202", "ltr", '<bdi dir="ltr" data-data>+1 202</bdi>'),
        ("", "ref", ""),
        (None, "", ""),
        (0, "", "<bdi data-data>0</bdi>"),
    ],
)
def test_a_value_stands_apart_from_the_text_around_it(value, kind, html):
    assert tags.bdi(value, kind) == html


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (datetime.date(2016, 4, 27), '<time datetime="2016-04-27">April 27, 2016</time>'),
        ("2016-09-01", '<time datetime="2016-09-01">September 1, 2016</time>'),
        ("2016-04", '<time datetime="2016-04">April 2016</time>'),
        ("", ""),
        (None, ""),
        ("2016-02-30", ""),
        ("soon", ""),
    ],
)
def test_a_day_is_written_out(value, html):
    assert tags.day(value) == html


def test_a_moments_day_is_the_readers_day():
    late = datetime.datetime(2026, 3, 2, 3, 0, tzinfo=datetime.UTC)

    with timezone.override(ZoneInfo("America/New_York")):
        assert "March 1, 2026" in tags.day(late)
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert "March 2, 2026" in tags.day(late)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "March 1, 2026, 2:30 pm Eastern time"),
        ("America/Chicago", "March 1, 2026, 1:30 pm Central time"),
        ("Europe/Berlin", "March 1, 2026, 8:30 pm Berlin time"),
        ("Asia/Tokyo", "March 2, 2026, 4:30 am Tokyo time"),
        ("Asia/Ho_Chi_Minh", "March 2, 2026, 2:30 am Ho Chi Minh time"),
        ("UTC", "March 1, 2026, 7:30 pm UTC"),
    ],
)
def test_a_moment_names_its_zone(zone, text):
    with timezone.override(ZoneInfo(zone)):
        assert f">{text}<" in tags.moment(AT)


def test_noon_and_midnight_are_twelve():
    with timezone.override(datetime.UTC):
        assert "12:05 pm" in tags.moment(AT.replace(hour=12, minute=5))
        assert "12:05 am" in tags.moment(AT.replace(hour=0, minute=5))


def test_spanish_days_have_spanish_months():
    with translation.override("es"):
        assert "27 de abril de 2016" in tags.day("2016-04-27")


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("2016-04-27", "9 years"),
        ("2016-03-01", "10 years"),
        ("2024-03-02", "23 months"),
        ("2024-03-01", "2 years"),
        ("2026-02-01", "1 month"),
        ("2026-02-28", "0 months"),
        ("", ""),
        (None, ""),
    ],
)
def test_an_age_is_in_years_and_for_the_youngest_in_months(born, words):
    assert tags.age(born, datetime.date(2026, 3, 1)) == words


def test_colors_follow_whose_turn_it_is():
    states = ("needs_information", "asked", "received", "accepted", "unreadable", "never heard of")

    assert [tags.tag_color(state) for state in states] == ["yellow", "grey", "blue", "green", "red", "grey"]


def test_a_text_in_another_language_says_so():
    with translation.override("ar"):
        assert tags.fallback_lang("en") == ' lang="en" dir="ltr"'
        assert tags.fallback_lang("ar") == ""
    with translation.override("en"):
        assert tags.fallback_lang("ar") == ' lang="ar" dir="rtl"'


def test_without_database_nobody_is_named_and_nothing_breaks(monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(reference, "current", gone)

    assert tags.site_contact() is None


@pytest.mark.django_db
def test_the_contact_speaks_the_readers_language():
    with translation.override("es"):
        contact = tags.site_contact()

    assert contact["phone"] == "+1 202-555-0181"
    assert contact["hours"] == "lun-vie 8:30-17:00"
    assert tags.site_contact("nobody") is None


@pytest.mark.parametrize(("year", "text"), [(2026, "Apr 27"), (2025, "Apr 27, 2025")])
def test_a_short_day_names_another_year_only(year, text, time_machine):
    time_machine.move_to(AT)

    assert f">{text}</time>" in tags.short_day(datetime.date(year, 4, 27))

from datetime import timedelta

import pytest

from intake.domain import counting, drafts, members, retention
from intake.models import Counter
from intake.models.reference import RoutingRule
from tests import make

WORDS = "lamp river stone cloud"


def seat(found):
    return found.members.get(kind="family")


def test_keeping_words_sends_the_link_of_a_draft_once(db):
    found = make.draft()

    for _ in range(2):
        drafts.keep(seat(found), WORDS, by=make.family_of(found), now=make.NOW)

    (notice,) = found.notices.all()
    assert (notice.kind, notice.channel, notice.due_at) == ("draft_saved", "email", make.NOW)
    assert members.passphrase_fits(seat(found), WORDS)


@pytest.mark.parametrize("told", [{"guardian_email": None}, None])
def test_nothing_is_mailed_without_an_address_or_after_sending(told, db):
    found = make.case() if told is None else make.draft(**told)

    drafts.keep(seat(found), WORDS, by=make.family_of(found), now=make.NOW)

    assert not found.notices.filter(kind="draft_saved").exists()


def test_a_language_is_chosen_and_written_down(db):
    found = make.draft()

    drafts.speak(found, "ar", by=make.family_of(found), now=make.NOW)

    found.refresh_from_db()
    assert found.language == "ar"
    assert found.events.filter(action="language_chosen", after="ar").count() == 1
    drafts.speak(found, "ar", by=make.family_of(found), now=make.NOW)
    assert found.events.filter(action="language_chosen").count() == 1


def test_an_opened_draft_has_all_its_days_again(db):
    found = make.draft()
    retention.sweep_drafts(now=make.NOW + timedelta(days=31))

    drafts.reopen(found, by=make.family_of(found), now=make.NOW + timedelta(days=40))
    retention.sweep_drafts(now=make.NOW + timedelta(days=61))

    found.refresh_from_db()
    assert (found.status, found.child_name) == ("draft", "Nia Sample")


def test_who_is_sent_elsewhere_is_counted_by_day(db):
    rule = RoutingRule.objects.get(rule=25, until=None)
    for now in (make.NOW, make.NOW, make.NOW + timedelta(days=1)):
        counting.sent_elsewhere(rule, now=now)

    assert list(Counter.objects.order_by("day").values_list("what", "count")) == [
        ("elsewhere_25", 2),
        ("elsewhere_25", 1),
    ]

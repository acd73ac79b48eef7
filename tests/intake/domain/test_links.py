import hashlib
from datetime import timedelta

import pytest

from intake.domain import delivery, links
from intake.models import Access, Link
from intake.states import Room
from tests import make

DAY = timedelta(days=1)


@pytest.fixture
def case(db):
    return make.case(**make.OFFICE)


def issue(case, kind="receipt", *, room="family", now=make.NOW):
    return links.issue(case.notices.filter(kind=kind, to__role=room).latest("pk"), now=now)


def find(token, room=Room.FAMILY, now=make.NOW):
    return links.find(token, room, now=now)


def test_a_token_is_256_bits_and_only_its_digest_is_kept(case):
    token = issue(case)

    assert len(token) == 43
    assert Link.objects.get().digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Link.objects.values())


def test_the_same_notice_gives_the_same_link(case):
    assert issue(case) == issue(case, now=make.NOW + DAY)
    assert Link.objects.count() == 1


def test_a_link_opens_the_seat_it_was_made_for_and_no_other_room(case):
    token = issue(case)

    assert find(token).member == case.members.get(kind="family")
    assert find(token, Room.PHYSICIAN) is None
    assert find(token[:-1] + "x") is None


@pytest.mark.parametrize(("room", "kind", "days"), [("family", "receipt", 90), ("physician", "physician_invited", 30)])
def test_a_link_lives_its_days(case, room, kind, days):
    token = issue(case, kind, room=room)

    assert find(token, room, make.NOW + days * DAY - timedelta(seconds=1))
    assert find(token, room, make.NOW + days * DAY) is None


def test_opening_gives_a_family_another_ninety_days_but_an_office_none(case):
    for room, kind, later in (("family", "receipt", True), ("physician", "physician_invited", False)):
        token = issue(case, kind, room=room)
        links.open_link(find(token, room), now=make.NOW + 10 * DAY)

        end = links.ends_at(case.members.get(kind=room), now=make.NOW)
        assert (end == make.NOW + (links.LIVES[room] + 10 * DAY)) is later


def test_each_reminder_renews_what_the_office_has(case):
    first = issue(case, "physician_invited", room="physician")
    event = case.events.last()
    office = make.office_of(case)
    case.notices.create(event=event, to=office, kind="physician_reminder", due_at=make.NOW, made_at=make.NOW)
    issue(case, "physician_reminder", room="physician", now=make.NOW + 20 * DAY)

    assert find(first, Room.PHYSICIAN, make.NOW + 49 * DAY)
    assert find(first, Room.PHYSICIAN, make.NOW + 50 * DAY) is None


def test_several_live_at_once_and_each_opens_again(case):
    tokens = [issue(case), ask(case)]
    for token in tokens:
        assert find(token)
    links.open_link(find(tokens[0]), now=make.NOW)

    assert find(tokens[0]) and find(tokens[1])


def ask(case):
    links.send_new(case.members.get(kind="family"), now=make.NOW)
    return issue(case, "new_link")


def test_the_first_opening_of_one_asked_for_ends_the_others_once(case):
    old, new, newer = issue(case), ask(case), ask(case)

    links.open_link(find(new), now=make.NOW)
    assert find(old) is None and find(newer) is None

    later = ask(case)
    links.open_link(find(new), now=make.NOW)
    assert find(later)


def test_a_revoked_link_is_as_dead_as_an_unknown_one(case):
    token, member = issue(case), case.members.get(kind="family")

    assert links.revoke(member, by=member.user, now=make.NOW) == 1
    assert find(token) is None


def test_a_seat_that_was_taken_away_has_no_link(case):
    token, member = issue(case), case.members.get(kind="family")
    member.removed_at, member.removed_by = make.NOW, member.user
    member.save()

    assert find(token) is None


def test_opening_leaves_a_trace(case):
    links.open_link(find(issue(case)), now=make.NOW)

    assert Access.objects.get(case=case).what == "family:link"


def test_whoever_lost_the_link_gets_one_for_each_of_their_requests(case, smtp):
    other = make.case(child_first_name="Zoe")
    delivery.send_owed(now=make.NOW)
    smtp.received.clear()

    assert links.ask(Room.FAMILY, email="ANA.Sample@example.org", now=make.NOW) == 2
    delivery.send_owed(now=make.NOW)

    assert [received.message["Subject"] for received in smtp.received] == ["Your new link"] * 2
    assert {each.notices.filter(kind="new_link").count() for each in (case, other)} == {1}


@pytest.mark.parametrize(
    ("room", "contact", "count"),
    [
        (Room.PHYSICIAN, {"email": "office@example.org"}, 1),
        (Room.PHYSICIAN, {"email": "ana.sample@example.org"}, 0),
        (Room.FAMILY, {"email": "office@example.org"}, 0),
        (Room.FAMILY, {"phone": "202 555 0101"}, 1),
        (Room.FAMILY, {"phone": "+1 (202) 555-0101"}, 1),
        (Room.FAMILY, {"phone": "202 555 0102"}, 0),
        (Room.FAMILY, {"email": ""}, 0),
    ],
)
def test_an_address_opens_its_own_room_only(case, room, contact, count):
    assert links.ask(room, **contact, now=make.NOW) == count


def test_one_address_does_not_start_a_flood(db):
    for _ in range(links.MOST_AT_ONCE + 2):
        make.draft()

    assert links.ask(Room.FAMILY, email=make.SHORT["guardian_email"], now=make.NOW) == links.MOST_AT_ONCE

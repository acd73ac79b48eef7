"""Coming back: who holds the link, the words, the code; and what each of them opens."""

import re
import time

import pytest
import time_machine
from django.core import mail

from intake import passphrases
from intake.domain import delivery, drafts, limits, links, lost, members
from intake.models import Link, Notice
from tests import make
from tests.rooms import family

WORDS = "lamp river stone cloud"


@pytest.fixture(autouse=True)
def now(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def found(db):
    found = make.case()
    members.set_passphrase(seat(found), WORDS, by=make.family_of(found), now=make.NOW)
    return found


def seat(found):
    return found.members.get(kind="family")


def mailed(found, kind="receipt"):
    """The path of the link in the mail of this kind."""
    delivery.send_owed(now=make.NOW)
    notice = Notice.objects.get(case=found, kind=kind)
    return f"/family/link/{links.token(notice)}/"


# --- the mailed link


def test_looking_at_a_link_opens_nothing_and_changes_nothing(found):
    path = mailed(found)
    scanner = family.Person(user_agent="Mozilla/5.0 SafeLinks")
    before = list(Link.objects.values())

    for method in ("get", "head"):
        for _ in range(10):
            answer = getattr(scanner.client, method)(path)
            assert answer.status_code == 200

    assert "sessionid" not in scanner.client.cookies
    assert list(Link.objects.values()) == before
    assert scanner.client.get(f"/family/{found.reference}/status/").status_code == 302


def test_the_button_opens_the_request_at_an_address_without_token(found):
    person = family.Person().get(mailed(found))

    person.send()

    assert person.page == "status"
    assert person.path == f"/family/{found.reference}/status/"


def test_the_mail_carries_the_link_and_no_name(found):
    path = mailed(found)

    (message,) = mail.outbox
    assert path in message.body
    assert not [word for word in ("Nia", "Sample", "Ana", "osteosarcoma") if word in message.body + message.subject]


@pytest.mark.parametrize("death", ["unknown", "expired", "revoked"])
def test_a_dead_link_is_one_and_the_same_page(death, found, now):
    path = mailed(found)
    if death == "unknown":
        path = "/family/link/" + "x" * 43 + "/"
    elif death == "expired":
        now.shift(91 * 24 * 3600)
    else:
        links.revoke(seat(found), by=make.family_of(found), now=make.NOW)
    person = family.Person().get(path)

    assert person.status == 404
    text = re.sub('value="[A-Za-z0-9]{64}"', "", person.text).replace(path, "")
    assert "This link no longer works" in text
    assert 'name="contact"' in text
    assert text == re.sub('value="[A-Za-z0-9]{64}"', "", family.Person().get("/family/link/nothing/").text).replace(
        "/family/link/nothing/", ""
    )


def test_several_links_live_until_a_new_one_was_asked_for_and_opened(found):
    first = mailed(found)
    links.ask("family", email="ana.sample@example.org", now=make.NOW)
    second = mailed(found, "new_link")
    assert family.Person().get(first).status == 200

    family.Person().get(second).send()

    assert family.Person().get(first).status == 404
    assert family.Person().get(second).send().page == "status"


def test_the_link_in_the_browser_that_knows_everything_takes_nothing_away(found):
    person = family.opened(found)

    person.get(mailed(found)).send()

    assert person.get(f"{person.base}/check/").page == "check"


# --- the words on top


def test_the_words_open_the_rest_and_lead_back(found):
    person = family.opened(found, "link")
    before = person.client.session.session_key
    person.get(f"{person.base}/child/")
    assert person.page == "unlock"

    person.send(words="  Lamp RIVER stone   cloud ")

    assert person.page == "child"
    assert person.client.session.session_key != before


def test_wrong_words_are_said_and_counted(found):
    person = family.opened(found, "link").get(f"/family/{found.reference}/unlock/")
    for _ in range(10):
        person.send(words="wrong words all the way")
        assert (person.status, person.errors) == (
            422,
            {"words": ["These words are not right. Check them and try again."]},
        )

    assert person.send(words=WORDS).status == 429


def test_right_words_are_not_counted(found):
    for _ in range(12):
        person = family.opened(found, "link").get(f"/family/{found.reference}/unlock/")
        assert person.send(words=WORDS).status == 200


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/family/", "/coordinator/", ""])
def test_after_the_words_nobody_leaves_this_site(where, found):
    person = family.opened(found, "link")
    answer = person.client.post(f"{person.base}/unlock/?next={where}", {"words": WORDS})

    assert answer["Location"] == f"/family/{found.reference}/"


def test_who_has_no_words_is_told_what_to_do(db):
    found = make.case()
    person = family.opened(found, "link").get(f"/family/{found.reference}/unlock/")

    assert "No words were chosen for this request yet" in person.text
    assert person.send(words=WORDS).status == 422


# --- the offer


def test_the_four_words_are_offered_after_the_page_about_you(settings, db):
    settings.LIMITS = 0
    person = family.begun()
    person.get(f"{person.base}/you/").send(
        guardian_first_name="Ana", guardian_relation="mother", guardian_email="ana.sample@example.org"
    )
    assert person.page == "passphrase"
    drawn = person.text.split('name="drawn" value="')[1].split('"')[0]
    assert len(drawn.split()) == 4
    assert f'href="{person.base}/doctor/"' in person.text

    person.send()

    assert person.page == "doctor"
    assert "Your words are saved" in person.text
    member = seat_of(person)
    assert members.passphrase_fits(member, drawn)
    assert [notice.kind for notice in member.case.notices.all()] == ["draft_saved"]
    assert drawn not in family.Person().get("/").text


def seat_of(person):
    from intake.models import CaseMember  # noqa: PLC0415

    return CaseMember.objects.select_related("case").get(case__reference=person.base.split("/")[2], kind="family")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_words_are_of_the_person_s_language(language, db):
    found = make.draft()
    person = family.opened(found)
    person.post("/language/", {"language": language})
    drawn = person.get(f"{person.base}/passphrase/").text.split('name="drawn" value="')[1].split('"')[0]

    assert set(drawn.split()) <= set(passphrases.listed(language))


def test_own_words_need_fifteen_letters(db):
    found = make.draft()
    person = family.opened(found).get(f"/family/{found.reference}/passphrase/")
    assert person.send(choice="own", own="too short").status == 422

    person.send(choice="own", own="the owl sings at noon")

    assert members.passphrase_fits(seat(found), "The owl sings at noon")


def test_a_link_alone_never_sets_words(db):
    found = make.case()
    person = family.opened(found, "link")

    person.post(f"{person.base}/passphrase/", {"choice": "own", "own": "the owl sings at noon"})

    assert person.page == "unlock"
    assert seat(found).passphrase == ""


def test_the_draft_s_link_is_mailed_once(db):
    found = make.draft()
    for _ in range(2):
        drafts.keep(seat(found), WORDS, by=make.family_of(found), now=make.NOW)

    assert found.notices.filter(kind="draft_saved").count() == 1


def test_link_and_words_continue_a_draft_elsewhere(db):
    found = make.draft()
    drafts.keep(seat(found), WORDS, by=make.family_of(found), now=make.NOW)
    person = family.Person().get(mailed(found, "draft_saved"))

    person.send()
    assert person.page == "unlock"
    person.send(words=WORDS)

    assert person.page == "check"
    assert "Nia" in person.text


# --- the page to come back


def ask(contact, **headers):
    return family.Person(**headers).post("/family/return/", {"way": "link", "contact": contact})


@pytest.mark.parametrize("contact", ["ana.sample@example.org", "ANA.SAMPLE@example.org", "(202) 555-0101"])
def test_a_known_address_gets_a_link(contact, found):
    ask(contact)

    assert found.notices.filter(kind="new_link").count() == 1


def test_known_and_unknown_get_the_same_answer(found):
    known, unknown = ask("ana.sample@example.org"), ask("eva.sample@example.org")

    clean = [
        person.text.replace("ana.sample@", "x@").replace("eva.sample@", "x@").split("<main")[1].split("</main>")[0]
        for person in (known, unknown)
    ]
    assert clean[0] == clean[1]
    assert (known.status, unknown.status) == (200, 200)
    assert Notice.objects.filter(kind="new_link").count() == 1


def test_the_answer_takes_its_time_either_way(found, settings):
    settings.LIMITS = 0
    with time_machine.travel(make.NOW, tick=True):
        times = []
        for contact in ("ana.sample@example.org", "eva.sample@example.org"):
            start = time.perf_counter()
            ask(contact)
            times.append(time.perf_counter() - start)

    assert min(times) >= 0.2


def test_asking_too_often_ends(found):
    for _ in range(3):
        assert ask("ana.sample@example.org").status == 200

    assert ask("ana.sample@example.org").status == 429


def test_a_wall_shows_no_secret(found):
    for _ in range(11):
        person = family.Person().post(
            "/family/return/", {"way": "words", "reference": found.reference, "words": "wrong words all the way"}
        )

    assert person.status == 429
    assert "wrong words" not in person.text


def test_the_reference_and_the_words_open_without_a_link(found):
    person = family.Person().get("/family/return/")
    typed = found.reference.lower().replace("-", " ")

    person.post("/family/return/", {"way": "words", "reference": typed, "words": WORDS})

    assert person.page == "status"
    assert person.get(f"/family/{found.reference}/check/").page == "check"


@pytest.mark.parametrize("made_up", [True, False])
def test_wrong_words_and_made_up_references_look_alike(made_up, found):
    reference = "SO-0000-0000-0" if made_up else found.reference
    person = family.Person().post(
        "/family/return/", {"way": "words", "reference": reference, "words": "wrong words all the way"}
    )

    assert person.status == 422
    assert "These words are not right. Check them and try again." in person.text


def test_a_code_by_phone_opens_and_leads_to_new_words(found):
    digits = members.read_out(seat(found), by=make.person("coordinator"), now=make.NOW)
    person = family.Person()

    person.post("/family/return/", {"way": "code", "code_reference": found.reference, "code": digits})

    assert person.page == "passphrase"
    person.send(choice="own", own="the owl sings at noon")
    assert person.page == "status"
    assert members.passphrase_fits(seat(found), "the owl sings at noon")


def test_a_code_works_once(found):
    digits = members.read_out(seat(found), by=make.person("coordinator"), now=make.NOW)
    data = {"way": "code", "code_reference": found.reference, "code": digits}
    family.Person().post("/family/return/", data)

    assert family.Person().post("/family/return/", data).status == 422


def test_guessing_codes_ends(found):
    members.read_out(seat(found), by=make.person("coordinator"), now=make.NOW)
    data = {"way": "code", "code_reference": found.reference, "code": "000000"}
    answers = [family.Person().post("/family/return/", data).status for _ in range(6)]

    assert answers == [422] * 5 + [429]
    assert not limits.left("code", f"family|{found.reference}")


# --- other people's requests, leaving


def test_another_family_finds_nothing(found):
    other = family.opened(make.case())
    for page in ("status", "check", "child", "records", "unlock", "leave", "passphrase"):
        assert other.client.get(f"/family/{found.reference}/{page}/").status_code == 404


def test_leaving_closes_this_browser_only(found):
    person, elsewhere = family.opened(found), family.opened(found)

    answer = person.client.post(f"{person.base}/leave/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert person.get(f"{person.base}/status/").page == "return"
    assert elsewhere.get(f"{person.base}/status/").page == "status"


def test_a_draft_can_be_deleted_at_once(db):
    found = make.draft()
    person = family.opened(found)
    assert person.get(f"{person.base}/delete/").status == 200

    person.send()

    found.refresh_from_db()
    assert (found.status, found.child_name, found.answers.count()) == ("withdrawn", "", 0)
    assert person.get(f"{person.base}/check/").page == "return"


# --- the words are lost and nobody can call back


@pytest.fixture
def unreachable(db):
    found = make.case(guardian_phone=None)
    members.set_passphrase(seat(found), WORDS, by=make.family_of(found), now=make.NOW)
    return found


def ask_for_new_words(found):
    person = family.opened(found, "link").get(f"/family/{found.reference}/unlock/")
    return person.post(f"{person.base}/lost-words/")


def test_a_link_for_new_words_comes_after_a_day_and_everybody_hears_of_it_at_once(unreachable, now):
    person = ask_for_new_words(unreachable)
    assert "In 24 hours we send you an email" in person.text
    (alert,), (owed,) = family.owed(unreachable, "access_alert"), family.owed(unreachable, "new_words")
    assert (alert.due_at, owed.due_at) == (make.NOW, make.NOW + lost.WAITS)
    ask_for_new_words(unreachable)
    assert family.owed(unreachable, "new_words").count() == 1

    now.shift(lost.WAITS)
    delivery.send_owed(now=make.NOW + lost.WAITS)
    path = f"/family/link/{links.token(owed)}/"
    stranger = family.Person().get(path).send()

    assert stranger.page == "passphrase"
    stranger.send(choice="own", own="the owl sings at noon")
    assert members.passphrase_fits(seat(unreachable), "the owl sings at noon")
    assert family.Person().get(path).status == 404


def test_who_still_has_the_words_calls_it_off(unreachable):
    ask_for_new_words(unreachable)

    family.opened(unreachable, "link").get(f"/family/{unreachable.reference}/unlock/").send(words=WORDS)

    assert not family.owed(unreachable, "new_words").exists()


def test_who_can_be_called_is_called(found):
    person = family.opened(found, "link").get(f"/family/{found.reference}/unlock/")
    assert "lost-words" not in person.text

    person.post(f"{person.base}/lost-words/")

    assert person.status == 409
    assert "Call us, and we call you back and read you a code." in person.text
    assert not family.owed(found, "new_words").exists()

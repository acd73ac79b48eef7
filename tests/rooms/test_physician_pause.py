"""An office that paused too long sends again what it wrote, with one press."""

import pytest
import time_machine

from intake import entry
from intake.domain import links
from tests import make
from tests.rooms import entering

WORDS = "We never did this scan. Ask the imaging center <b> in town."


@pytest.fixture
def clock():
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def case(db, clock):
    return make.case("collecting_records", **make.OFFICE)


def write(client, clock, case, level="link"):
    """An hour after coming in, the office answers for a record. -> the page that it gets"""
    entering.office(client, case, level)
    session = client.session
    session.update({entry.SINCE: make.NOW.timestamp(), entry.LAST: make.NOW.timestamp()})
    session.save()
    clock.shift(61 * 60)
    item = make.items(case, party="physician", status="asked").first()
    return client.post(f"/physician/{case.reference}/records/{item.number}/", {"answer": "other", "words": WORDS})


def come_back(client, case):
    """By the mailed link, in the same browser. -> where the button leads"""
    token = links.issue(case.notices.get(kind="physician_invited"), now=make.NOW)
    return client.post(f"/physician/link/{token}/")["Location"]


def test_what_was_written_waits_and_can_be_sent_again(client, clock, case):
    refused = write(client, clock, case)
    assert refused.status_code in {302, 401}
    assert WORDS not in str(dict(client.session))

    page = come_back(client, case)

    assert page == f"/physician/{case.reference}/kept/"
    assert "imaging center &lt;b&gt; in town" in client.get(page).text
    assert f'action="/physician/{case.reference}/records/' in client.get(page).text


def test_what_was_written_behind_the_code_waits_behind_it(client, clock, case):
    write(client, clock, case, level="full")

    page = client.get(come_back(client, case))

    assert page.status_code == 302
    assert page["Location"].startswith(f"/physician/{case.reference}/code/")


def test_another_office_in_this_browser_does_not_see_it(client, clock, case):
    write(client, clock, case)
    other = make.case("collecting_records", **{**make.OFFICE, "doctor_email": "other@example.org"})

    assert come_back(client, other) == f"/physician/{other.reference}/"
    assert client.get(f"/physician/{other.reference}/kept/").status_code == 404

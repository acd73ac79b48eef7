"""A batch of many files is one line that opens; what was not taken leaves its sender's list."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from records.domain.arriving import store
from records.models import Arrival, Upload
from tests import make
from tests.rooms import tus
from tests.rooms.desk import sign_in

MANY = 55


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("coordinator"), **make.OFFICE)


def batch(case, by):
    made = [make.upload(case, by=by, content=make.PDF + str(number).encode()) for number in range(MANY)]
    Upload.objects.filter(pk__in=[each.pk for each in made]).update(batch=uuid.uuid4())
    return made


def links(text):
    return re.findall(r'href="(/files/[0-9a-f-]{36}/)"', text)


def line(text, room):
    return re.search(rf'href="(/{room}/[^"]*/batch/)">[^<]*<?[^<]*Files: {MANY}', text)[1]


LISTS = {"family": "records/upload/", "physician": "upload/", "coordinator": ""}


def person(case, room):
    """-> (the person, a browser in which the case is open)"""
    if room == "coordinator":
        user, client = make.person("coordinator"), Client()
        sign_in(client, user)
        return user, client
    user = make.family_of(case) if room == "family" else make.office_of(case)
    return user, tus.Sender(user, case, "full").client


@pytest.mark.parametrize("room", LISTS)
def test_each_file_of_a_batch_can_be_opened(case, room):
    user, client = person(case, room)
    batch(case, user)

    first = client.get(line(client.get(f"/{room}/{case.reference}/{LISTS[room]}").text, room)).text
    more = client.get(re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")).text

    found = links(first) + links(more)
    assert (len(links(first)), len(set(found))) == (50, MANY)
    assert client.get(found[-1]).status_code == 200
    assert 'rel="prev"' in more


def test_a_link_alone_does_not_open_it_nor_does_another_sender(case):
    made = batch(case, make.family_of(case))
    path = f"{case.reference}/files/{made[0].key}/batch/"

    assert "/unlock/" in tus.family(case).client.get(f"/family/{path}").url
    assert tus.office(case).client.get(f"/physician/{path}").status_code == 404
    theirs = batch(case, make.office_of(case))[0]
    full = tus.Sender(make.family_of(case), case, "full").client
    assert full.get(f"/family/{case.reference}/files/{theirs.key}/batch/").status_code == 404


@pytest.mark.parametrize("room", ["family", "physician"])
def test_what_was_not_taken_or_is_half_there_is_taken_off_by_its_sender(case, room):
    sender = {"family": tus.family, "physician": tus.office}[room](case)
    other = {"family": tus.office, "physician": tus.family}[room](case)
    path = f"/{room}/{case.reference}/{LISTS[room]}"
    sender.send(b"MZ\0\0 program", "a.pdf")
    half = sender.create(100, "b.pdf")
    store.store_due(now=timezone.now())
    page = sender.client.get(path).text
    forms = re.findall(r'action="([^"]+/end/)"', page)
    assert ("Not taken" in page, "Half there" in page, len(forms)) == (True, True, 2)

    for form in forms:
        theirs = form.replace(f"/{room}/", "/physician/" if room == "family" else "/family/")
        assert other.client.post(theirs).status_code == 404
        assert sender.client.post(form).url == path
    page = sender.client.get(path).text
    assert "Not taken" not in page
    assert "Half there" not in page
    assert sender.ask("HEAD", half).status_code == 410


def test_a_file_that_came_whole_meanwhile_stays(case):
    sender = tus.family(case)
    sender.send(make.PDF)

    sender.client.post(f"/family/{case.reference}/arriving/{Arrival.objects.get().key}/end/")

    assert store.store_due(now=timezone.now()) == 1
    assert Upload.objects.count() == 1

"""Another child's record came: it closes at once, its sender is told, and a lead sees it through."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from intake.models import Event, Notice
from records.domain import scans, uploads
from records.models import Incident, Upload
from tests import archives, dicoms, make
from tests.rooms import entering
from tests.rooms.desk import address, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case("collecting_records", child_sex="female", **make.OFFICE)


@pytest.fixture
def lead(client):
    return sign_in(client, make.person("lead_coordinator"))


def came(case, content, name="Mia Other.dcm", item=None, by=None):
    """Sent, and looked into as in a demonstration without a scanner."""
    upload = uploads.add(case, item, SimpleUploadedFile(name, content), by=by or make.family_of(case), now=make.NOW)
    while scans.one(now=make.NOW):
        pass
    return Upload.objects.get(pk=upload.pk)


def close(client, case, upload, **more):
    return client.post(address(case, "check", upload.key), {"action": "close", **more})


@pytest.fixture
def closed(client, case, lead):
    upload = came(case, dicoms.dicom(PatientName="Other^Mia"), item=make.items(case, kind="scan_ct").first())
    assert close(client, case, upload).status_code == 302
    return upload


def test_it_is_shown_to_nobody_but_the_leads(client, case, closed):
    number = Incident.objects.get(case=case).number
    seen = client.get(address(case, "incident", number)).text
    picture = client.get(address(case, "incident_file", number, closed.key))

    assert "Mia Other.dcm" in seen
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    sign_in(client, make.person("coordinator"))
    for name, *more in (("incident", number), ("incident_file", number, closed.key), ("check", closed.key)):
        assert client.get(address(case, name, *more)).status_code == 404
    assert client.get("/coordinator/incidents/").status_code == 403
    assert client.get(f"/files/{closed.key}/").status_code == 404
    assert "Mia Other" not in client.get(address(case)).text


def test_the_sender_reads_that_it_is_closed_and_not_whose_it_is(client, case, closed):
    notice = Notice.objects.get(case=case, kind="file_failed")
    assert notice.to == make.family_of(case)

    entering.family(client, case, "full")
    status = client.get(f"/family/{case.reference}/status/").text
    page = client.get(f"/family/{case.reference}/records/upload/").text

    assert "We cannot use a file that you sent" in status
    assert "It is about another person. We closed it" in page
    assert "Mia" not in status + page


def test_it_stands_on_the_queue_and_in_the_list_until_it_is_closed_with_words(client, case, closed):
    assert "Incidents: 1" in client.get("/coordinator/").text
    assert case.reference in client.get("/coordinator/incidents/").text
    incident = Incident.objects.get(case=case)
    page = address(case, "incident", incident.number)

    assert client.post(page, {"outcome": "confirmed", "words": ""}).status_code == 422
    assert client.post(page, {"outcome": "confirmed", "words": "The clinic was told"}).status_code == 302

    assert "Incidents: 0" in client.get("/coordinator/").text
    assert "The clinic was told" in client.get("/coordinator/incidents/").text
    assert client.post(page, {"outcome": "confirmed", "words": "Again"}).status_code == 409
    actions = list(Event.objects.filter(case=case, action__startswith="incident").values_list("action", "after"))
    assert actions == [("incident_opened", "wrong_patient"), ("incident_closed", "confirmed")]


def test_a_mistake_brings_the_file_back(client, case, closed):
    page = address(case, "incident", Incident.objects.get(case=case).number)

    client.post(page, {"outcome": "mistake", "words": "It is her maiden name"})

    closed.refresh_from_db()
    assert (closed.scan, closed.removed_at, closed.item.status) == ("not_scanned", None, "received")
    assert client.get(address(case, "check", closed.key)).status_code == 200


def test_a_mistake_after_the_same_file_came_again_is_refused(client, case, closed):
    again = came(case, dicoms.dicom(PatientName="Other^Mia"))
    page = address(case, "incident", Incident.objects.get(case=case).number)

    assert client.post(page, {"outcome": "mistake", "words": "x"}).status_code == 409
    closed.refresh_from_db()
    assert (closed.removed_why, again.removed_at) == ("other_child", None)


def test_a_whole_disc_of_another_child_closes_by_one_press(client, case, lead):
    slices = [(f"IM{number}", dicoms.dicom(number, PatientName="Other^Mia")) for number in range(1, 5)]
    came(case, archives.zipped(*slices), "disc.zip")
    first = Upload.objects.filter(scan="held").first()
    assert "Also 3 other held files of this sender" in client.get(address(case, "check", first.key)).text

    close(client, case, first, alike="yes")

    assert Incident.objects.get(case=case).files.count() == 4
    assert not Upload.objects.filter(scan="held", removed_at=None).exists()
    assert Notice.objects.filter(case=case, kind="file_failed").count() == 1


def test_a_record_sent_back_as_another_childs_opens_an_incident_too(client, case, lead):
    item = make.items(case, kind="scan_ct").first()
    upload = came(case, dicoms.dicom(), "a.dcm", item, by=make.office_of(case))
    item.refresh_from_db()

    client.post(
        address(case, "record", item.number),
        {"action": "reject", "reject_reason": "wrong_dob", "version": item.version},
    )

    upload.refresh_from_db()
    assert (upload.scan, upload.removed_why) == ("held", "other_child")
    assert list(Incident.objects.get(case=case).files.all()) == [upload]
    assert Notice.objects.get(case=case, kind="file_failed").to == make.office_of(case)
    entering.office(client, case)
    assert "We cannot use a file that you sent" in client.get(f"/physician/{case.reference}/").text


def test_an_oncologist_who_says_so_closes_it_as_well(client, case):
    item = make.items(case, kind="scan_ct").first()
    upload = came(case, dicoms.dicom(), "a.dcm", item)
    sign_in(client, make.person("oncology", groups=["bone"]))

    client.post(f"/oncology/{case.reference}/records/{item.number}/reject/", {"why": "wrong_name"})

    upload.refresh_from_db()
    assert (upload.removed_why, Incident.objects.count()) == ("other_child", 1)


def test_a_lead_reads_how_long_there_is(client, case, closed):
    until = timezone.localtime(Incident.objects.get().opened_at + timedelta(days=60))

    assert f"{until:%B} {until.day}, {until.year}" in client.get(address(case, "incident", 1)).text

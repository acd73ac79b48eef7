"""Photos that came together are one PDF in their order; the photos stay."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from records.domain import albums, scans, uploads
from records.models import Upload
from records.queries import checks
from records.queries import scans as queries
from tests import dicoms, make
from tests.rooms import entering

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case("collecting_records", child_sex="female")


def sent(case, *contents, item=None, batch=None):
    for number, content in enumerate(contents):
        file = SimpleUploadedFile(f"photo{number}.jpg", content)
        uploads.add(case, item, file, batch=batch, by=make.family_of(case), now=make.NOW)


def check():
    while scans.one(now=make.NOW):
        pass


def papers(count):
    return [dicoms.paper(width=600 + number) for number in range(count)]


def test_photos_sent_together_from_the_page_become_one_pdf(client, case):
    item = make.items(case, kind="pathology_report").first()
    entering.family(client, case)
    files = [SimpleUploadedFile(f"p{number}.jpg", content) for number, content in enumerate(papers(3))]
    client.post(f"/family/{case.reference}/records/upload/", {"file": files, "item": item.number})
    check()

    album = Upload.objects.get(case=case, kind="pdf")
    assert (album.item, album.uploaded_by, uploads.name(album)) == (item, make.family_of(case), "photos-3.pdf")
    assert queries.facts(album)["pages"] == 3
    assert Upload.objects.filter(case=case, kind="jpeg", removed_at=None).count() == 3
    assert checks.to_check(case) == [album.key]


def test_the_last_photo_to_pass_makes_it_and_only_once(case):
    batch = uuid.uuid4()
    sent(case, *papers(2), batch=batch)
    scans.one(now=make.NOW)
    assert not Upload.objects.filter(kind="pdf").exists()
    check()
    first = Upload.objects.filter(kind="jpeg").first()

    assert albums.gather(first, now=make.NOW) is None
    assert Upload.objects.filter(kind="pdf").count() == 1


def test_one_photo_or_photos_of_other_days_stay_as_they_are(case):
    sent(case, *papers(1), batch=uuid.uuid4())
    sent(case, *[dicoms.paper(height=900 + n) for n in range(2)])
    check()

    assert not Upload.objects.filter(kind="pdf").exists()


def test_an_album_that_cannot_be_made_costs_nobody_the_photos(case, monkeypatch):
    def die(*args, **kwargs):
        raise albums.limited.Died("too_big")
        yield

    real = albums.limited.run
    monkeypatch.setattr(
        albums.limited, "run", lambda check, *a, **k: die() if check == "album" else real(check, *a, **k)
    )
    sent(case, *papers(2), batch=uuid.uuid4())
    check()

    assert {upload.kind for upload in Upload.objects.all()} == {"jpeg"}
    assert {upload.scan for upload in Upload.objects.all()} == {"not_scanned"}

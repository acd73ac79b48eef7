from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from intake.domain import holds
from intake.models import Access
from records.domain import storing, uploads
from records.models import Upload
from tests import make
from tests.rooms import entering


@pytest.fixture
def case(db):
    return make.case("collecting_records", by=make.person("coordinator"), **make.OFFICE)


@pytest.fixture
def theirs(case):
    """What the family sent."""
    return make.upload(case)


@pytest.fixture
def office_s(case):
    return make.upload(case, by=make.office_of(case), content=make.PDF + b"office")


def get(client, upload):
    return client.get(reverse("files:download", args=[upload.key]))


def may(client, upload):
    response = get(client, upload)
    return response.status_code == 200 and b"".join(response.streaming_content).startswith(make.PDF)


def test_the_bytes_come_as_an_attachment_that_does_nothing(client, case):
    upload = uploads.add(case, None, make.file('a "Zoë" تقرير.pdf'), by=make.family_of(case), now=timezone.now())
    entering.family(client, case, "full")

    response = get(client, upload)

    assert b"".join(response.streaming_content) == make.PDF
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "a Zoë تقرير.pdf" in unquote(response["Content-Disposition"])
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(make.PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.pdf", '";filename=evil.exe;".pdf', "<script>.pdf", "..%2f.pdf"])
def test_a_name_cannot_break_the_header(client, case, name):
    upload = uploads.add(case, None, make.file(name), by=make.family_of(case), now=timezone.now())
    entering.family(client, case, "full")

    response = get(client, upload)

    assert response.status_code == 200
    assert "\r" not in response["Content-Disposition"] and "\n" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_each_download_leaves_a_trace(client, case, theirs):
    coordinator = case.owner or case.events.filter(role="coordinator").first().by
    client.force_login(coordinator)

    assert may(client, theirs)
    assert Access.objects.filter(case=case, by=coordinator, what="files:download").count() == 1


def test_a_family_has_its_own_files_after_the_passphrase(client, case, theirs, office_s):
    entering.family(client, case)
    assert get(client, theirs).status_code == 404

    entering.family(client, case, "full")
    assert may(client, theirs)
    assert get(client, office_s).status_code == 404


def test_an_office_has_its_own_files(client, case, theirs, office_s):
    entering.office(client, case)

    assert may(client, office_s)
    assert get(client, theirs).status_code == 404


def test_an_office_that_has_not_opened_its_link_here_has_none(client, case, office_s):
    client.force_login(make.office_of(case))

    assert get(client, office_s).status_code == 404


def test_the_case_s_staff_have_all_but_oncology_no_legal_paper(client, case, theirs, office_s):
    legal = make.items(case, category="legal").first()
    paper = make.upload(case, legal, content=make.PDF + b"legal")

    client.force_login(make.person("coordinator"))
    assert [may(client, upload) for upload in (theirs, office_s, paper)] == [True, True, True]
    client.force_login(make.person("oncology", groups=["bone"]))
    assert [may(client, upload) for upload in (theirs, office_s, paper)] == [True, True, False]


@pytest.mark.parametrize(
    ("role", "values"),
    [("coordinator", {"services": ()}), ("oncology", {"groups": ["leukemia"]}), ("oncology", {}), ("admin", {})],
)
def test_to_everybody_else_it_does_not_exist(client, case, theirs, role, values):
    client.force_login(make.person(role, **values))

    assert get(client, theirs).status_code == 404
    assert not Access.objects.filter(what="files:download").exists()


def test_another_family_and_a_stranger_have_nothing(client, case, theirs):
    assert get(client, theirs).status_code == 302
    other = make.case(guardian_email="other@example.org")
    entering.family(client, other, "full")
    assert get(client, theirs).status_code == 404


def test_only_a_demonstration_gives_files_out(client, case, theirs, settings):
    settings.DEPLOYMENT = "production"
    client.force_login(make.person("coordinator"))

    assert get(client, theirs).status_code == 404


@pytest.mark.parametrize("scan", ["waiting", "infected", "not_scannable", "held"])
def test_what_was_not_found_clean_stays_in(client, case, theirs, scan):
    Upload.objects.update(scan=scan)
    client.force_login(make.person("coordinator"))

    assert get(client, theirs).status_code == 404


def test_what_was_removed_or_lost_is_not_there(client, case, theirs, office_s):
    uploads.remove(theirs, by=make.family_of(case), now=timezone.now())
    default_storage.delete(storing.place(office_s.key))
    client.force_login(make.person("coordinator"))

    assert [get(client, upload).status_code for upload in (theirs, office_s)] == [404, 404]


def test_once_a_death_is_reported_the_family_s_files_rest(client, case, theirs):
    entering.family(client, case, "full")
    holds.report_death(case, by=make.family_of(case), now=timezone.now())

    assert get(client, theirs).status_code == 404


def test_a_made_up_key_is_answered_alike(client, case):
    client.force_login(make.person("coordinator"))

    assert client.get("/files/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert client.get("/files/..%2f..%2fetc/").status_code == 404
    assert client.post("/files/00000000-0000-4000-8000-000000000000/").status_code == 405

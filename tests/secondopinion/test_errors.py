import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from secondopinion.urls import handler400, handler403, handler404, handler500  # noqa: F401


@login_not_required
def form(request):
    return HttpResponse(f"{len(request.POST)} {len(request.FILES)}")


def raises(error):
    @login_not_required
    def page(request):
        raise error

    return page


urlpatterns = [
    path("form/", form),
    path("forbidden/", raises(PermissionDenied)),
    path("broken/", raises(ValueError("Nia Sample"))),
]


@pytest.fixture(autouse=True)
def pages(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("address", "status"), [("forbidden", 403), ("nowhere", 404), ("broken", 500)])
def test_an_error_is_a_page_of_ours_without_its_cause(visitor, db, address, status):
    response = visitor.get(f"/{address}/")

    assert response.status_code == status
    assert f'data-page="{status}"' in response.text
    assert "Nia" not in response.text


def stumble(get_response):
    def middleware(request):
        raise OperationalError("Nia Sample")

    return middleware


def test_a_database_that_is_away_is_not_our_mistake(visitor, db, settings):
    """Also before any view: the session stands in the database."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.stumble"]

    response = visitor.get("/form/")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert 'data-page="503"' in response.text
    assert "Nia" not in response.text


def test_a_broken_page_shows_a_number_to_tell_us(visitor, db):
    response = visitor.get("/broken/")

    assert response["X-Request-Id"][:8] in response.text


def test_a_missing_token_is_refused(client, db):
    client.handler.enforce_csrf_checks = True

    assert client.post("/form/").status_code == 403


@pytest.mark.parametrize(("fields", "status"), [(1000, 200), (1001, 400), (10_000, 400)])
def test_too_many_fields_are_refused(client, db, fields, status):
    assert client.post("/form/", {f"f{n}": "x" for n in range(fields)}).status_code == status
    body = "&".join(f"f{n}=x" for n in range(fields))
    assert client.post("/form/", body, content_type="application/x-www-form-urlencoded").status_code == status


@pytest.mark.parametrize(("files", "status"), [(100, 200), (101, 400)])
def test_too_many_files_are_refused(client, db, files, status):
    sent = {f"f{n}": SimpleUploadedFile("a.pdf", b"x") for n in range(files)}

    assert client.post("/form/", sent).status_code == status


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_three_megabytes_is_too_much_at_once(client, db, kind):
    text = "x" * 3_000_000
    body = f"text={text}"
    if kind.startswith("multipart"):
        body = f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--x--\r\n'

    response = client.post("/form/", body, content_type=kind)

    assert response.status_code == 413
    assert 'data-page="413"' in response.text


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x; charset=utf-16"]
)
def test_a_form_that_cannot_be_read_is_refused(client, db, kind):
    assert client.post("/form/", "--x\r\nbroken", content_type=kind).status_code == 400

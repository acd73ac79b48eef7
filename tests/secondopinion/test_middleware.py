import io

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from secondopinion import middleware
from secondopinion.urls import handler400, handler403, handler404, handler500  # noqa: F401

CSP = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'"),
    *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
}


def token_page(request, token):
    return HttpResponse("token")


urlpatterns = [
    path("link/<str:token>/", token_page),
    path("file/", lambda request: FileResponse(io.BytesIO(b"x" * 1000), content_type="text/html")),
    path("version/", lambda request: HttpResponse("x" * 1000, headers={"ETag": '"7"'})),
]


@pytest.fixture
def pages(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]


def test_every_answer_carries_the_headers(client, db):
    response = client.get("/nowhere/")

    assert set(response["Content-Security-Policy"].split("; ")) == CSP
    expected = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: response[name] for name in expected} == expected
    assert "camera=()" in response["Permissions-Policy"]
    assert len(response["X-Request-Id"]) == 32
    assert "Strict-Transport-Security" not in response


def test_an_address_that_holds_a_token_is_told_to_nobody(client, db, pages):
    assert client.get("/link/abc/")["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["TRACE", "BREW", "CONNECT"])
def test_invented_methods_are_refused(client, db, method):
    assert client.generic(method, "/health/live").status_code == 405


def test_a_body_without_length_is_refused(client, db):
    response = client.generic("POST", "/health/live", HTTP_TRANSFER_ENCODING="chunked")

    assert response.status_code == 411


@pytest.mark.parametrize("address", ["/health/live?q=%00", "/health/live?%00=1", "/family/%00/", "/family/a%00b/"])
def test_nul_is_found_nowhere(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("length", ["-1", "ten", "1 1", "٣"])
def test_a_length_that_is_no_number_is_refused(client, db, length):
    assert client.generic("POST", "/health/live", b"x", CONTENT_LENGTH=length).status_code == 400


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (3, "203.0.113.9, 198.51.100.7", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_trusted_proxies_say_who_calls(proxies, header, seen):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header)

    with override_settings(TRUSTED_PROXIES=proxies):
        middleware.client(lambda request: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == seen


def test_another_host_is_refused(client, db):
    assert client.get("/health/live", HTTP_HOST="evil.example.org").status_code == 400
    assert client.get("/health/live", HTTP_X_FORWARDED_HOST="evil.example.org").status_code == 200


def test_a_page_travels_packed_a_file_does_not(client, db, pages):
    packed = {"HTTP_ACCEPT_ENCODING": "gzip"}

    assert client.get("/nowhere/", **packed)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/nowhere/")
    assert "Content-Encoding" not in client.get("/file/", **packed)
    assert client.get("/version/", **packed)["ETag"] == '"7"'


@pytest.mark.parametrize(
    ("name", "asked", "spoken"),
    [("evil.example.org", "", "en"), ("evil.example.org", "es", "es"), ("127.0.0.1", "", "en")],
)
def test_no_page_speaks_the_language_of_whoever_came_before(client, db, name, asked, spoken):
    client.cookies["language"] = asked
    with translation.override("ar"):
        early = client.get("/health/live", HTTP_HOST=name)
        late = client.generic("BREW", "/health/live", HTTP_HOST=name)
        assert translation.get_language() == "ar"

    pages = [page for page in (early, late) if page.status_code >= 400]
    assert pages
    assert {page.text.partition(' lang="')[2][:2] for page in pages} == {spoken}

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError

from intake.queries import health as queries
from intake.views import health
from tests import make


@pytest.fixture(autouse=True)
def fresh():
    health._mail.cache_clear()


def lines(response):
    return response.status_code, response.text.splitlines()


def test_alive_is_alive(client, db):
    assert lines(client.get("/health/live")) == (200, ["live: ok"])


def test_ready_names_each_dependency(client, db):
    assert lines(client.get("/health/ready")) == (200, ["database: ok", "storage: ok", "redis: ok", "mail: ok"])


def test_without_redis_and_mail_it_is_ready_but_slower(client, db, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/redis?db=0"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert lines(client.get("/health/ready")) == (
        200,
        ["database: ok", "storage: ok", "redis: degraded", "mail: degraded"],
    )


def test_without_storage_it_is_not_ready(client, db, settings, tmp_path):
    (tmp_path / "file").touch()
    kept = settings.STORAGES["default"]
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**kept, "OPTIONS": {**kept["OPTIONS"], "location": tmp_path / "file"}},
    }

    status, said = lines(client.get("/health/ready"))

    assert (status, said[1]) == (503, "storage: down")
    assert default_storage.location == str(tmp_path / "file")


def test_without_a_database_it_is_not_ready(client, db, monkeypatch):
    def away():
        raise OperationalError("password=secret")

    monkeypatch.setattr(queries, "database_answers", away)

    response = client.get("/health/ready")

    assert (response.status_code, response.text.splitlines()[0]) == (503, "database: down")
    assert "secret" not in response.text


def test_metrics_count_open_cases_by_state(client, db):
    make.case("submitted")

    assert 'secondopinion_open_cases{state="submitted"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "198.51.100.7"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"REMOTE_ADDR": "198.51.100.7", "HTTP_AUTHORIZATION": "Bearer of-a-stranger-who-guesses"}, 404),
        ({"REMOTE_ADDR": "198.51.100.7", "HTTP_AUTHORIZATION": "Bearer twenty-or-more-characters"}, 200),
    ],
)
def test_metrics_are_for_this_computer_or_the_token(client, db, settings, headers, status):
    settings.METRICS_TOKEN = "twenty-or-more-characters"

    assert client.get("/metrics", **headers).status_code == status


def test_without_a_token_set_an_empty_one_opens_nothing(client, db):
    response = client.get("/metrics", REMOTE_ADDR="198.51.100.7", HTTP_AUTHORIZATION="Bearer ")

    assert response.status_code == 404


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/metrics"])
def test_only_looking_is_allowed(client, db, address):
    assert client.post(address).status_code == 405

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import override_settings

REDIS = {"default": {"LOCATION": "redis://redis.example.org/0"}}
BUCKET = {"default": {"OPTIONS": {"endpoint_url": "http://s3.example.org"}}}


def warnings():
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [warning.msg.partition(":")[0] for warning in found if warning.id == "secondopinion.W001"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"CACHES": REDIS}, ["REDIS_URL"]),
        ({"EMAIL_HOST": "mail.example.org"}, ["EMAIL_URL"]),
        ({"EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": True}, []),
        ({"STORAGES": BUCKET}, ["FILES_URL"]),
        ({"EMAIL_HOST": ""}, ["EMAIL_URL"]),
        ({"HTTPS": True, "TRUSTED_PROXIES": 0}, ["TRUSTED_PROXIES"]),
    ],
)
def test_what_a_hospital_forgot_is_named(changed, named):
    with override_settings(**{"EMAIL_HOST": "127.0.0.1", **changed}):
        assert warnings() == named


def test_a_database_elsewhere_must_prove_who_it_is(settings):
    settings.EMAIL_HOST = "127.0.0.1"
    kept = settings.DATABASES["default"]

    settings.DATABASES["default"] = kept | {"HOST": "db.example.org"}
    open_talk = warnings()
    settings.DATABASES["default"] = kept | {"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}
    proven = warnings()
    settings.DATABASES["default"] = kept

    assert (open_talk, proven) == (["DATABASE_URL"], [])


def test_a_log_that_holds_rows_is_named_with_its_cure(db):
    def named():
        found = run_checks(tags=["database"], include_deployment_checks=True, databases=["default"])
        return [warning.hint for warning in found if warning.id == "secondopinion.W002"]

    before = named()
    with connection.cursor() as cursor:
        cursor.execute("SET log_error_verbosity = verbose")
        after = named()
        cursor.execute("RESET log_error_verbosity")

    assert (before, after) == ([], ["ALTER ROLE \"postgres\" SET log_error_verbosity = 'terse';"])

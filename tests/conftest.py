import os

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from playwright.sync_api import sync_playwright

from tests.smtp_sink import Sink

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.1 s a password
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    _own_folders(os.environ.get("PYTEST_XDIST_WORKER", "alone"))


def _own_folders(worker):
    """Each worker has a database of its own: to its sweep for orphans all files of another's would be orphans."""
    settings.STORAGES["default"]["OPTIONS"]["location"] = settings.VAR / "files" / worker
    settings.FILE_UPLOAD_TEMP_DIR = settings.VAR / "incoming" / worker
    settings.PARTIALS = settings.VAR / "partials" / worker
    for folder in (settings.FILE_UPLOAD_TEMP_DIR, settings.PARTIALS):
        folder.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from intake.domain import reference  # noqa: PLC0415  (models need settings first)

    with django_db_blocker.unblock():
        reference.load(now=timezone.now())
        _keep_reference()


def _keep_reference():
    """Tests with real commits empty all tables afterwards: what stands in them now comes back in the same breath."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        restore = [sql for table in connection.introspection.django_table_names() if (sql := _copy(cursor, table))]
    operations = type(connection.ops)  # the class: under a running loop, as a browser's, there is another connection
    flush = operations.sql_flush
    operations.sql_flush = lambda *args, **kwargs: [
        "SET LOCAL session_replication_role = replica",  # the append-only triggers refuse TRUNCATE, as they should
        *flush(*args, **kwargs),
        *restore,
        "SET LOCAL session_replication_role = DEFAULT",
    ]


def _copy(cursor, table):
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = cursor.fetchone()[0]
    cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
    if not cursor.fetchone():
        return ""
    cursor.execute(f'CREATE TABLE kept."{table}" AS SELECT {columns} FROM "{table}"')
    return f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT * FROM kept."{table}"'


@pytest.fixture(autouse=True)
def _english():
    """A page asked for in Spanish leaves its language to the thread; the next test begins in the site's own."""
    yield
    translation.deactivate()


@pytest.fixture
def redis_url():
    return settings.CACHES["default"]["LOCATION"]


@pytest.fixture
def smtp(settings):
    """A real server on loopback that Django's own backend talks to."""
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
    yield sink
    sink.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()

import subprocess
from contextlib import closing

import pytest
from django.conf import settings

from secondopinion.run import Unable, postgres


@pytest.fixture(scope="module")
def password():
    return settings.DATABASES["default"]["PASSWORD"]


@pytest.fixture
def cluster(password):
    """The tests' own."""
    with closing(postgres.connect(postgres.url(settings.VAR, password, "postgres"))) as connection:
        yield connection


def ask(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def test_the_log_keeps_rows_to_itself(cluster):
    assert {name: ask(cluster, f"SHOW {name}")[0] for name in postgres.SETTINGS if name.startswith("log_")} == {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def test_no_port_is_open(cluster):
    assert ask(cluster, "SHOW listen_addresses") == ("",)


def test_arabic_letters_are_letters(cluster):
    postgres.probe_letters(cluster)

    assert ask(cluster, "SELECT upper('ñandú')") == ("ÑANDÚ",)


def test_a_database_that_knows_no_letters_is_refused(cluster, password):
    ask_nothing = cluster.cursor().execute
    ask_nothing("CREATE DATABASE deaf LC_CTYPE 'C' TEMPLATE template0")
    try:
        deaf = postgres.connect(postgres.url(settings.VAR, password, "deaf"))
        with closing(deaf), pytest.raises(Unable, match="LC_CTYPE"):
            postgres.probe_letters(deaf)
    finally:
        ask_nothing("DROP DATABASE deaf WITH (FORCE)")


def test_a_leftover_postmaster_is_ended(tmp_path):
    postgres.prepare(tmp_path, "pw")
    process = subprocess.Popen(postgres.command(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True)
    postgres.await_ready(tmp_path, "pw", lambda: process.poll() is None)

    postgres.prepare(tmp_path, "pw")

    assert process.wait(5) == 0

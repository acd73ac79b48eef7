import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intake.models import SecondOpinionRequest
from intake.models.reference import Revision
from intake.queries import reference
from records.domain import seed


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path


def test_it_writes_them_and_tidies_up(transactional_db):
    said = StringIO()

    call_command("seed_cases", "60", stdout=said)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'intake_secondopinionrequest'")
        (known,) = cursor.fetchone()
    assert re.fullmatch(r"60 cases written in \d+ s\.\n", said.getvalue())
    assert SecondOpinionRequest.objects.count() == known == 60


def test_what_fails_leaves_nothing_and_says_so_in_one_line(db, monkeypatch):
    monkeypatch.setattr(seed.plan, "PLAN", "SELECT 1 / 0")

    with pytest.raises(CommandError, match=r"^Nothing was written: division by zero$"):
        call_command("seed_cases", "5")

    assert not SecondOpinionRequest.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["0"], "N must be 1 or more"),
        (["-3"], "the following arguments are required|N must be"),
        (["many"], "invalid int"),
    ],
)
def test_a_mistake_is_told_in_one_line(db, words, says):
    with pytest.raises(CommandError, match=says) as told:
        call_command("seed_cases", *words)

    assert "\n" not in str(told.value)


def test_without_reference_tables_it_says_what_to_do(db, monkeypatch):
    monkeypatch.setattr(reference._mine, "current", reference.current())  # what others go on with afterwards
    Revision.objects.all().delete()

    with pytest.raises(CommandError, match="Run load_reference first"):
        call_command("seed_cases", "5")


def test_production_refuses(db, settings):
    settings.DEPLOYMENT = "production"

    with pytest.raises(CommandError, match=r"^seed_cases is refused when DEPLOYMENT=production$"):
        call_command("seed_cases", "5")

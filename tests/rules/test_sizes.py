"""Small enough to read; and the tables are what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.rules import tree

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 200, 30, 80


def test_files_stay_short():
    long = {str(module): len(module.text.splitlines()) for module in tree.modules()}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short():
    long = [
        tree.place(module, function)
        for module in tree.modules()
        for function in module.functions()
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_templates_stay_short_and_hold_no_script_or_style():
    for path in sorted((tree.ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        assert len(text.splitlines()) <= LONGEST_TEMPLATE, path
        assert "|safe" not in text, path
        # A mail has no style sheet to name.
        assert " style=" not in text or path.parent.name == "mail", path
        assert "<style" not in text, path
        assert not any(f" {name}=" in text for name in ("onclick", "onload", "onchange", "onsubmit")), path


@pytest.mark.django_db
def test_tables_and_models_agree():
    said = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=said)

    assert "No changes detected" in said.getvalue()


def test_no_forbidden_folder():
    words = {"utils", "helpers", "common", "core", "services", "managers", "signals", "mixins", "base_views"}

    assert [module for module in tree.modules() if words & set(module.path.with_suffix("").parts)] == []

"""What families and doctors read is complete in English, Spanish and Arabic; staff pages are in English."""

import re
import shutil
import subprocess
import sys

import polib
import pytest

from intake.models.reference import TABLES
from tests.rules import tree

LANGUAGES = ("es", "ar")
LOCALE = tree.ROOT / "secondopinion" / "locale"
FOLDERS = ("public", "family", "physician", "mail", "parts", "govuk")
ALONE = {"400", "403", "404", "409", "410", "413", "429", "500", "503", "base"}
# Staff read these tables in English only.
STAFF_COLUMNS = {("priority_rules", "reason"), ("diagnoses", "name")}
TAGS = re.compile(r"{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*end(?:blocktranslate|blocktrans)\s*%}", re.DOTALL)
NOT_WORDS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>|&[a-z]+;", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"{]*[A-Za-z][^"{]*)"')


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The catalogs as `make messages` would write them now."""
    copy = tmp_path_factory.mktemp("words")
    for folder in ("intake", "records", "secondopinion", "templates"):
        shutil.copytree(tree.ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "data"))
    shutil.copy(tree.ROOT / "manage.py", copy)
    words = ["makemessages", "--no-obsolete", *(f"--locale={language}" for language in LANGUAGES)]
    subprocess.run([sys.executable, "manage.py", *words], cwd=copy, check=True, capture_output=True)
    return copy / "secondopinion" / "locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_is_complete(language, collected):
    catalog = polib.pofile(str(collected / language / "LC_MESSAGES" / "django.po"))

    assert [entry.msgid for entry in catalog.untranslated_entries()] == []
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    catalog = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    for entry in catalog:
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            meant = set(re.findall(r"%\(\w+\)[sd]|{\w+}", entry.msgid + entry.msgid_plural))
            found = set(re.findall(r"%\(\w+\)[sd]|{\w+}", said))
            # A plural form may say the number in words.
            assert found <= meant, entry.msgid
            assert found == meant or entry.msgid_plural, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_runs_is_what_was_translated(language):
    folder = LOCALE / language / "LC_MESSAGES"
    written = {(e.msgctxt, e.msgid): e.msgstr for e in polib.pofile(str(folder / "django.po")) if e.msgstr}
    compiled = {(e.msgctxt, e.msgid): e.msgstr for e in polib.mofile(str(folder / "django.mo")) if e.msgstr}

    assert compiled == written


def rooms_templates():
    for folder in FOLDERS:
        yield from sorted((tree.ROOT / "templates" / folder).rglob("*.html"))
    yield from (tree.ROOT / "templates" / f"{name}.html" for name in sorted(ALONE))


@pytest.mark.parametrize(
    "path", list(rooms_templates()), ids=lambda path: str(path.relative_to(tree.ROOT / "templates"))
)
def test_no_english_stands_outside_the_catalogs(path):
    text = TAGS.sub("", path.read_text())

    assert [words for words in SPOKEN.findall(text) if "translate" not in words] == []
    assert re.findall(r"[A-Za-z]{2,}[A-Za-z ,.']*", NOT_WORDS.sub(" ", text)) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_its_words_in_three_languages(table, db):
    model = TABLES[table]
    stems = {field.name[:-3] for field in model._meta.concrete_fields if field.name.endswith("_es")}
    for row in model._default_manager.filter(until=None):
        for stem in stems:
            if (table, stem) not in STAFF_COLUMNS and getattr(row, f"{stem}_en"):
                assert getattr(row, f"{stem}_es"), (row, stem)
                assert getattr(row, f"{stem}_ar"), (row, stem)

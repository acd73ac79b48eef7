"""What is served was built from the sources beside it, stays small and names no other origin."""

import gzip
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

STATIC = settings.ROOT / "static"
STYLES = ("site.css", "site.rtl.css")


def check(folder):
    return subprocess.run([sys.executable, folder / "design" / "sums.py", "check"], capture_output=True, text=True)


def test_what_is_served_was_built_from_these_sources():
    assert check(STATIC).stdout == "static: built files match their sources\n"


@pytest.mark.parametrize("changed", ["design/theme/_tokens.scss", "site/site.css", "design/app.mjs"])
def test_a_change_without_a_build_is_noticed(changed, tmp_path):
    copy = shutil.copytree(STATIC, tmp_path / "static", ignore=shutil.ignore_patterns("node_modules"))
    (copy / changed).write_text("changed")

    result = check(copy)

    assert result.returncode == 1
    assert changed in result.stdout


@pytest.mark.parametrize("name", STYLES)
def test_styles_fetch_nothing_and_carry_no_font(name):
    assert re.findall(r"url\(|@font-face|@import", (STATIC / "site" / name).read_text()) == []


@pytest.mark.parametrize(
    ("name", "most"), [(STYLES[0], 16_000), (STYLES[1], 16_000), ("app.js", 7_000), ("boot.js", 200)]
)
def test_what_every_page_loads_stays_small(name, most):
    assert len(gzip.compress((STATIC / "site" / name).read_bytes())) <= most


def test_modules_are_short():
    long = [
        path.name for path in STATIC.glob("design/**/*.mjs") if "node_modules" not in path.parts and _lines(path) > 150
    ]

    assert long == []


def _lines(path):
    return len(path.read_text().splitlines())

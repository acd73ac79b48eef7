"""Decisions are short and numbered."""

from tests.rules import tree

FOLDER = tree.ROOT / "secondopinion" / "decisions"


def test_decisions_are_numbered_without_gaps_and_short():
    files = sorted(FOLDER.glob("*.md"))

    assert [path.name[:4] for path in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [path.name for path in files if len(path.read_text().splitlines()) >= 40] == []
    assert files

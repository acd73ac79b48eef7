"""What a family's own words for the illness mean: a group, a diagnosis, or what to ask next."""

from functools import lru_cache
from typing import Any, NamedTuple

from intake import folding
from intake.queries.reference import Snapshot

CAPITALS = "all"  # the leukemia ALL is also an English word


class Match(NamedTuple):
    group: str | None  # only if the words are sure
    diagnosis: str | None
    follow_up: str | None  # key of family_word_followups
    terms: tuple[Any, ...]  # rows of family_words, longest first


NOTHING = Match(None, None, None, ())


def match(snapshot: Snapshot, text: str, group: str | None = None) -> Match:
    """`group` is the one the family picked; without it the words must be sure.

    A family names the illness as its doctors do, whatever language it reads the page in: all languages count.
    """
    terms = tuple(sorted(_found(snapshot.family_words, text), key=lambda row: -len(row.term)))
    sure = {row.checklist_group for row in terms if row.group_sure}
    named = sure.pop() if len(sure) == 1 else None
    diagnosis = _diagnosis(terms, group or named)
    return Match(named, diagnosis, None if diagnosis else _follow_up(terms, group or named), terms)


def offers(snapshot: Snapshot, found: Match) -> tuple[str, ...]:
    """The diagnoses that the follow-up question offers."""
    row = snapshot.family_word_followups.get(found.follow_up or "")
    return row.offer_diagnoses if row else ()


def _diagnosis(terms: tuple[Any, ...], group: str | None) -> str | None:
    plain = (row.diagnosis for row in terms if row.checklist_group == group and row.diagnosis and not row.ambiguous)
    return next(plain, None)


def _follow_up(terms: tuple[Any, ...], group: str | None) -> str | None:
    asking = [row for row in terms if row.ask_next]
    of_group = [row for row in asking if row.checklist_group == group]
    return next((row.ask_next for row in [*of_group, *asking]), None)


def _found(terms: tuple[Any, ...], text: str) -> list[Any]:
    """The term that is the whole text, else every term in it that no longer one covers."""
    vocabulary = _vocabulary(terms)
    written = tuple(folding.words(text))
    if written in vocabulary:
        return list(vocabulary[written])
    capitals = CAPITALS.upper() in folding.BREAKS.split(text)
    spans = [
        (start, start + len(term), rows)
        for term, rows in vocabulary.items()
        if capitals or term != (CAPITALS,)
        for start in _places(term, written)
    ]
    return [row for span in spans if not _covered(span, spans) for row in span[2]]


@lru_cache(maxsize=16)
def _vocabulary(terms: tuple[Any, ...]) -> dict[tuple[str, ...], list[Any]]:
    vocabulary: dict[tuple[str, ...], list[Any]] = {}
    for row in terms:
        if row.active:
            vocabulary.setdefault(tuple(folding.words(row.term)), []).append(row)
    return vocabulary


def _places(term: tuple[str, ...], written: tuple[str, ...]) -> list[int]:
    return [at for at in range(len(written) - len(term) + 1) if written[at : at + len(term)] == term]


def _covered(span: tuple[int, int, Any], spans: list[tuple[int, int, Any]]) -> bool:
    # "non-hodgkin" holds "hodgkin" and means something else
    start, end, _ = span
    return any(other[0] <= start and end <= other[1] and end - start < other[1] - other[0] for other in spans)

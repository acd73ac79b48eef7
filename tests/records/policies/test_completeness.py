from types import SimpleNamespace

import pytest

from records.policies import completeness
from records.states import ItemStatus
from tests.intake import tables

LABELS = tables.snapshot().item_states


def item(status, necessity="required", category="clinical", dropped_at=None):
    return SimpleNamespace(status=status, necessity=necessity, category=category, dropped_at=dropped_at)


@pytest.mark.parametrize(
    ("status", "ready"),
    [(status, status in {"accepted", "waived", "superseded", "returned", "not_applicable"}) for status in ItemStatus],
)
def test_ready_is_a_rule_over_required_items(status, ready):
    assert completeness.is_ready([item("accepted"), item(status)]) == ready


def test_ready_does_not_look_at_anything_else():
    others = [item("needed", "if exists"), item("needed", category="legal"), item("needed", dropped_at="now")]

    assert completeness.is_ready([*others, item("accepted")])
    assert completeness.is_ready([])


def test_counts_are_done_of_total():
    found = [
        *(item(status) for status in ("accepted", "returned", "received", "needed")),
        *(item(status) for status in ("waived", "not_applicable", "superseded")),
        item("accepted", "if exists"),
        item("accepted", category="legal"),
    ]

    assert completeness.counts(found) == (2, 4)


@pytest.mark.parametrize(
    ("found", "percent"),
    [
        ([], 100),
        ([item("waived"), item("not_applicable"), item("needed", category="legal")], 100),
        ([item("needed", "helpful")], 100),  # helpful weighs nothing
        ([item("needed")], 0),
        ([item("accepted")], 100),
        ([item("accepted"), item("needed", "if exists")], 75),
        ([item("in_transit"), item("received", "if exists")], 56),
        ([item("promised"), item("incomplete"), item("unreadable"), item("asked")], 21),
    ],
)
def test_the_percent_is_weighted(found, percent):
    assert completeness.percent(found, LABELS) == percent


def test_scores_are_the_tables():
    assert {state: row.score for state, row in LABELS.items()} == {
        "needed": 0, "asked": 10, "promised": 25, "in_transit": 50, "received": 75, "accepted": 100,
        "wrong_patient": 0, "unreadable": 10, "incomplete": 40, "superseded": 100, "returned": 100, "waived": 100,
        "not_applicable": None,
    }  # fmt: skip

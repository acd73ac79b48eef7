import pytest

from intake.policies import words
from tests.intake import tables


def match(text, group=None):
    return words.match(tables.snapshot(), text, group)


@pytest.mark.parametrize(
    ("text", "group", "diagnosis", "follow_up"),
    [
        ("leukemia", "leukemia", None, "which_leukemia"),
        ("ALL", "leukemia", "b_all", None),
        ("all", "leukemia", "b_all", None),
        ("she has ALL", "leukemia", "b_all", None),
        ("all over the body", None, None, None),
        ("T-ALL", "leukemia", "t_all", None),
        ("leucemia LLA", "leukemia", "b_all", None),
        ("AML que volvió", "leukemia", "aml", None),
        ("high risk neuroblastoma, MYCN", "neuroblastoma", "neuroblastoma", None),
        ("nephroblastoma", "renal", "wilms", None),
        ("Retinoblastoma, both eyes", "retinoblastoma", "retinoblastoma", None),
        ("RB both eyes", "retinoblastoma", "retinoblastoma", None),
        ("brain tumor", None, None, "which_brain"),
        ("mediastinal mass", None, None, "which_mediastinal"),
        ("relapsed Ewing sarcoma, lung", None, None, "which_ewing"),
        ("rhabdo", None, None, "which_rhabdoid"),
        ("rhabdoid", None, None, "which_rhabdoid"),
        ("non-Hodgkin lymphoma", "lymphoma", None, "which_lymphoma"),
        ("Hodgkin's", "lymphoma", "hodgkin", None),
        ("clear cell sarcoma of kidney", "renal", "ccsk", None),
        ("my son has a clear cell sarcoma of kidney", "renal", "ccsk", None),
        ("don’t know", None, None, None),
        ("CÁNCER DE SANGRE", "leukemia", None, "which_leukemia"),
        ("ورم أرومي نخاعي", "cns", "medulloblastoma", None),
        ("ورم ارومي نخاعي", "cns", "medulloblastoma", None),
        ("leukemia and medulloblastoma", None, None, "which_leukemia"),
        ("osteosarcomatosis", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_familys_words(text, group, diagnosis, follow_up):
    found = match(text)

    assert (found.group, found.diagnosis, found.follow_up) == (group, diagnosis, follow_up)


def test_a_picked_group_decides_which_follow_up_is_asked():
    assert match("mediastinal mass, leukemia?", group="lymphoma").follow_up == "which_mediastinal"
    assert match("mediastinal mass, leukemia?", group="leukemia").follow_up == "which_leukemia"


def test_a_picked_group_decides_which_diagnosis_the_words_name():
    assert match("medulloblastoma", group="germ_cell").diagnosis is None


def test_a_shorter_sure_term_is_never_hidden_by_a_longer_unsure_one():
    terms = [row for row in tables.snapshot().family_words if row.group_sure]
    for row in terms:
        assert match(row.term).group == row.checklist_group


def test_every_term_matches_itself_inside_a_sentence():
    for row in tables.snapshot().family_words:
        word = "ALL" if row.term == "all" else row.term
        assert row in match(f"xx {word}, xx").terms, row.term


def test_the_follow_up_offers_diagnoses():
    found = match("kidney tumor")

    assert words.offers(tables.snapshot(), found) == ("wilms", "ccsk", "rhabdoid_kidney", "rcc")
    assert words.offers(tables.snapshot(), words.NOTHING) == ()


def test_a_term_that_is_switched_off_matches_nothing():
    off = tables.changed("family_words", tables.row("family_words", term="wilms", lang="en"), active=False)

    assert words.match(off, "wilms").group is None

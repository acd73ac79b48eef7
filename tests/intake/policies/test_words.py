import pytest

from intake.policies import words
from tests.intake import tables


def match(text, language="en", group=None):
    return words.match(tables.snapshot(), text, language, group)


@pytest.mark.parametrize(
    ("text", "language", "group", "diagnosis", "follow_up"),
    [
        ("leukemia", "en", "leukemia", None, "which_leukemia"),
        ("ALL", "en", "leukemia", "b_all", None),
        ("all", "en", "leukemia", "b_all", None),
        ("she has ALL", "en", "leukemia", "b_all", None),
        ("all over the body", "en", None, None, None),
        ("T-ALL", "en", "leukemia", "t_all", None),
        ("leucemia LLA", "es", "leukemia", "b_all", None),
        ("leucemia LLA", "en", None, None, None),
        ("AML que volvió", "es", "leukemia", "aml", None),
        ("high risk neuroblastoma, MYCN", "en", "neuroblastoma", "neuroblastoma", None),
        ("nephroblastoma", "en", "renal", "wilms", None),
        ("Retinoblastoma, both eyes", "en", "retinoblastoma", "retinoblastoma", None),
        ("RB both eyes", "en", "retinoblastoma", "retinoblastoma", None),
        ("brain tumor", "en", None, None, "which_brain"),
        ("mediastinal mass", "en", None, None, "which_mediastinal"),
        ("relapsed Ewing sarcoma, lung", "en", None, None, "which_ewing"),
        ("rhabdo", "en", None, None, "which_rhabdoid"),
        ("rhabdoid", "en", None, None, "which_rhabdoid"),
        ("non-Hodgkin lymphoma", "en", "lymphoma", None, "which_lymphoma"),
        ("Hodgkin's", "en", "lymphoma", "hodgkin", None),
        ("clear cell sarcoma of kidney", "en", "renal", "ccsk", None),
        ("my son has a clear cell sarcoma of kidney", "en", "renal", "ccsk", None),
        ("don’t know", "en", None, None, None),
        ("CÁNCER DE SANGRE", "es", "leukemia", None, "which_leukemia"),
        ("ورم أرومي نخاعي", "ar", "cns", "medulloblastoma", None),
        ("ورم ارومي نخاعي", "ar", "cns", "medulloblastoma", None),
        ("leukemia and medulloblastoma", "en", None, None, "which_leukemia"),
        ("osteosarcomatosis", "en", None, None, None),
        ("", "en", None, None, None),
    ],
)
def test_a_familys_words(text, language, group, diagnosis, follow_up):
    found = match(text, language)

    assert (found.group, found.diagnosis, found.follow_up) == (group, diagnosis, follow_up)


def test_a_picked_group_decides_which_follow_up_is_asked():
    assert match("mediastinal mass, leukemia?", group="lymphoma").follow_up == "which_mediastinal"
    assert match("mediastinal mass, leukemia?", group="leukemia").follow_up == "which_leukemia"


def test_a_picked_group_decides_which_diagnosis_the_words_name():
    assert match("medulloblastoma", group="germ_cell").diagnosis is None


def test_a_shorter_sure_term_is_never_hidden_by_a_longer_unsure_one():
    terms = [row for row in tables.snapshot().family_words if row.group_sure]
    for row in terms:
        assert match(row.term, row.lang).group == row.checklist_group


def test_every_term_matches_itself_inside_a_sentence():
    for row in tables.snapshot().family_words:
        word = "ALL" if row.term == "all" else row.term
        assert row in match(f"xx {word}, xx", row.lang).terms, row.term


def test_the_follow_up_offers_diagnoses():
    found = match("kidney tumor")

    assert words.offers(tables.snapshot(), found) == ("wilms", "ccsk", "rhabdoid_kidney", "rcc")
    assert words.offers(tables.snapshot(), words.NOTHING) == ()


def test_a_term_that_is_switched_off_matches_nothing():
    off = tables.changed("family_words", tables.row("family_words", term="wilms", lang="en"), active=False)

    assert words.match(off, "wilms", "en").group is None

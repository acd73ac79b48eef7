import pytest

from intake import folding, passphrases
from intake.domain.members import SHORTEST_PASSPHRASE, normal


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_each_language_has_words_enough(language):
    words = passphrases.listed(language)

    assert len(words) >= 1024
    assert sorted(words, key=folding.fold) == list(words)


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_no_two_words_are_typed_alike(language):
    folded = [folding.fold(word) for word in passphrases.listed(language)]

    assert len(set(folded)) == len(folded)
    assert all(3 <= len(word) <= 9 and " " not in word for word in folded)


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_no_word_hurts(language):
    hurting = {
        "en": "cancer tumor death die kill hate war ill sick pain grave blood hell fat ugly stupid needle doctor",
        "es": "cáncer tumor muerte matar odio guerra enfermo dolor tumba sangre infierno feo tonto aguijón",
        "ar": "سرطان ورم موت قتل كره حرب مريض ألم قبر دم جحيم قبيح غبي إبرة",
    }[language]

    assert {folding.fold(word) for word in hurting.split()}.isdisjoint(
        {folding.fold(word) for word in passphrases.listed(language)}
    )


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_four_different_words_are_drawn(language):
    drawn = [passphrases.draw(language) for _ in range(200)]

    assert all(len(set(words.split())) == passphrases.COUNT == len(words.split()) for words in drawn)
    assert all(len(normal(words)) >= SHORTEST_PASSPHRASE for words in drawn)
    assert len(set(drawn)) == len(drawn)


def test_a_language_without_words_gets_english_ones():
    assert passphrases.listed("fr") == passphrases.listed("en")

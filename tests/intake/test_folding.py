import pytest

from intake import folding


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  José  MARÍA ", "jose maria"),
        ("O'Brien", "obrien"),
        ("O’Brien-Smith", "obrien smith"),
        ("Jean_Luc", "jean luc"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Ｆｕｌｌ", "full"),
        ("ﬁn", "fin"),
        ("İstanbul ısı", "istanbul isi"),
        ("أحمد", "احمد"),
        ("إيمان آمال", "ايمان امال"),
        ("هدى", "هدي"),
        ("فاطمة", "فاطمه"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("مؤمن رائد", "مومن رايد"),
        ("کیان", "كيان"),
        ("Юрий", "юрии"),
        ("王 小明", "王 小明"),
        ("\u200f", ""),
        ("", ""),
    ],
)
def test_names_fold_alike_however_they_are_written(written, folded):
    assert folding.fold(written) == folded


def test_folding_twice_changes_nothing():
    for name in ("Ångström", "إسراء", "O'Neil", "Đặng", "ẞ"):
        assert folding.fold(folding.fold(name)) == folding.fold(name)


def test_words_are_what_a_search_looks_for():
    assert folding.words("Dr. Ana-María O'Neil") == ["dr", "ana", "maria", "oneil"]


@pytest.mark.parametrize(
    ("phone", "digits"),
    [("+1 202-555-0101", "12025550101"), ("(202) 555.0101", "2025550101"), ("٠١٢٣", "0123"), ("x²", ""), ("", "")],
)
def test_a_phone_is_its_digits_in_any_script(phone, digits):
    assert folding.digits(phone) == digits

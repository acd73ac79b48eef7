import pytest

from records.scanning import names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("..%2f..%2fy.pdf", "..%2f..%2fy.pdf"),
        ("", "file-1"),
        ("..", "file-1"),
        ("....", "file-1"),
        (" . . ", "file-1"),
        ("folder/", "file-1"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("a\r\nb\tc.pdf", "abc.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('say "cheese".jpg', "say cheese.jpg"),
        ("<img onerror=1>.pdf", "<img onerror=1>.pdf"),
        (".htaccess", ".htaccess"),
        ("CON.pdf", "CON.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("\u2066\u200f\u061ca.pdf", "a.pdf"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_the_last_part_without_what_nobody_sees(given, kept):
    assert names.clean(given) == kept


@pytest.mark.parametrize(
    "name", ["ت" * 127 + ".pdf", "a" * 400 + ".pdf", "ت" * 400 + ".dicom", "x" * 400, "." + "ب" * 300]
)
def test_a_long_name_is_cut_between_letters_and_keeps_its_ending(name):
    kept = names.clean(name)

    assert len(kept.encode()) <= names.LONGEST
    assert kept.startswith(name[:60])
    assert kept.endswith(name[-5:]) or "." not in name[-8:]

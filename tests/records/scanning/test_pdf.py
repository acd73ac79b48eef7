import io

import pikepdf

from records.scanning import limited
from tests import dicoms


def read(content):
    return limited.first("pdf", io.BytesIO(content))


def test_pages_and_words_are_read():
    said = read(dicoms.pdf("Patient: Nia Sample", pages=3))

    assert (said["reason"], said["pages"], said["scripts"], said["embedded"]) == ("", 3, False, 0)
    assert "Nia Sample" in said["text"]


def test_a_locked_one_says_so():
    locked = dicoms.pdf(encryption=pikepdf.Encryption(user="secret", owner="other"))

    assert read(locked)["reason"] == "encrypted"


def test_one_that_only_must_not_be_printed_is_read():
    assert read(dicoms.pdf(encryption=pikepdf.Encryption(user="", owner="other")))["pages"] == 1


def test_a_broken_one_says_so():
    assert read(b"%PDF-1.7\n" + b"nothing of a PDF" * 50)["reason"] == "broken"


def test_one_cut_in_the_middle_is_mended_or_broken():
    content = dicoms.pdf(pages=40)
    said = read(content[: len(content) // 2])

    assert said["mended"] or said["reason"] == "broken"


def test_scripts_and_files_inside_are_flagged():
    said = read(dicoms.pdf(script=True, embedded=["setup.exe"]))

    assert (said["scripts"], said["embedded"]) == (True, 1)


def test_ten_thousand_pages_are_counted():
    assert read(dicoms.pdf(pages=10_000))["pages"] == 10_000

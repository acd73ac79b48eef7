"""Headers without pixels: right, cheap, and not fooled."""

import io
import time

import numpy
import pytest
from PIL import Image

from records.scanning import dicom, limited
from tests import dicoms


def header(content):
    return limited.first("dicom", io.BytesIO(content))


def test_what_the_guard_and_the_board_need_is_read():
    said = header(dicoms.dicom(7, AccessionNumber="A1", SeriesDescription="AX T1", NumberOfFrames=1))

    assert said["reason"] == ""
    assert (said["name"], said["birth_date"], said["sex"]) == ("Sample^Nia", "20190427", "F")
    assert (said["study"], said["series"], said["number"], said["modality"]) == ("1.2.3", "1.2.3.1", "7", "CT")
    assert "PixelData" not in said


def test_a_name_in_arabic_letters_is_read():
    content = dicoms.dicom(SpecificCharacterSet="ISO_IR 192", PatientName="Sample^Nia=عينة^نيا")

    assert header(content)["name"] == "Sample^Nia=عينة^نيا"


@pytest.mark.parametrize("start", [b"MZ\x90\0", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!/bin/sh\n", b"<html>"])
def test_a_program_in_the_preamble_is_not_scannable(start):
    assert header(dicoms.dicom(preamble=start.ljust(128, b"\0"))) == {"reason": "program"}
    assert header(dicoms.dicom(preamble=b"\0" * 64 + start.ljust(64, b"\0"))) == {"reason": "program"}


@pytest.mark.parametrize("start", [b"", b"II*\0", b"MM\0*"])
def test_an_empty_preamble_or_a_tiff_passes(start):
    assert header(dicoms.dicom(preamble=start.ljust(128, b"\0")))["reason"] == ""


def test_a_cut_file_is_broken():
    content = dicoms.dicom(side=256)

    assert header(content[: len(content) // 2])["reason"] == "broken"
    assert header(content[:200])["reason"] == "broken"
    assert header(b"\0" * 128 + b"DICM" + b"nonsense" * 40)["reason"] == "broken"


def test_a_few_bytes_that_claim_10_000_pictures_are_not_scannable():
    assert header(dicoms.packed_frames(10_000))["reason"] == "too_dense"
    assert header(dicoms.dicom(frames=10_000))["reason"] == "broken"


def test_a_thousand_slices_are_read_without_their_pixels():
    """500 MB. 200 files a second and more on one core; a few kB of each."""
    slices = [Moved(dicoms.dicom(number, side=512)) for number in range(1, 1001)]
    started = time.process_time()

    assert [dicom.header(file)["reason"] for file in slices] == [""] * 1000

    assert 1000 / (time.process_time() - started) >= 200
    assert sum(file.moved for file in slices) < 1000 * 16 * 1024


class Moved(io.BytesIO):
    moved = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.moved += len(piece)
        return piece


def test_a_preview_shows_the_chosen_window():
    preview = Image.open(io.BytesIO(limited.first("preview", io.BytesIO(dicoms.dicom(side=256)), kind="dicom")))
    grey = numpy.asarray(preview.convert("L"))

    assert preview.size == (256, 256)
    assert grey[96, 96] > 240
    assert grey[200, 200] < 15


def test_a_reversed_picture_is_turned_back():
    content = dicoms.dicom(side=256, PhotometricInterpretation="MONOCHROME1")
    grey = numpy.asarray(
        Image.open(io.BytesIO(limited.first("preview", io.BytesIO(content), kind="dicom"))).convert("L")
    )

    assert grey[96, 96] < 15


def test_what_cannot_be_drawn_gives_no_preview():
    assert list(limited.run("preview", io.BytesIO(dicoms.packed_frames(10_000)), kind="dicom")) == []
    assert list(limited.run("preview", io.BytesIO(b"%PDF-1.7 nothing"), kind="pdf")) == []


def test_a_page_of_a_pdf_is_drawn():
    preview = Image.open(io.BytesIO(limited.first("preview", io.BytesIO(dicoms.pdf()), kind="pdf")))

    assert preview.size == (928, 1200)

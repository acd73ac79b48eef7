import io
import zipfile

import pytest

from records.scanning import type as kinds
from tests import make


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 50)
    return file.getvalue()


DICOM = b"\0" * 128 + b"DICM" + b"\2\0\0\0UL\4\0"
GOOD = {
    "pdf": [make.PDF, b"\r\n" + make.PDF, b"\xef\xbb\xbf" + make.PDF],
    "jpeg": [b"\xff\xd8\xff\xe0\0\x10JFIF\0"],
    "png": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    "tiff": [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0"],
    "heic": [b"\0\0\0\x18ftypheic\0\0\0\0mif1"],
    "mp4": [b"\0\0\0\x18ftypisom\0\0\2\0", b"\0\0\0\x14ftypqt  \0\0\0\0"],
    "dicom": [DICOM, b"II*\0" + DICOM[4:]],
    "zip": [zipped("scan/1.dcm", "scan/2.dcm"), zipped()],
    "tar": [b"scan/1.dcm" + b"\0" * 247 + b"ustar\x0000"],
    "docx": [zipped("[Content_Types].xml", "word/document.xml")],
    "xlsx": [zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")],
    "rtf": [b"{\\rtf1\\ansi Report}"],
    "text": [
        b"WBC 4.2\n",
        "Zoë, تقرير\n".encode(),
        b"<5 ng/ml AFP\n",
        b"MZ twins, born 2019\n",
        b"a" * 4095 + "ë".encode()[:1],
    ],
}
BAD = {
    "nothing": b"",
    "only spaces": b" \n \n",
    "a Windows program": b"MZ\x90\0\3\0\0\0" + b"\0" * 56,
    "a Windows program that is a PDF too": b"MZ\x90\0" + make.PDF,
    "a Linux program": b"\x7fELF\2\1\1\0",
    "a Linux program that is a PDF too": b"\x7fELF" + make.PDF,
    "a Mac program": b"\xcf\xfa\xed\xfe\7\0\0\1",
    "Java": b"\xca\xfe\xba\xbe\0\0\0\x34",
    "a study with a program before it": b"MZ" + DICOM[2:],
    "a study with a page before it": b"<html>" + DICOM[6:],
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "SVG with a declaration": b'\xef\xbb\xbf  <?xml version="1.0"?><svg/>',
    "HTML": b"<!DOCTYPE html><html></html>",
    "HTML after a comment": b"\n<!-- a report --><script>alert(1)</script>",
    "a page that is a PDF too": b"<html>" + make.PDF,
    "MHT": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
    "UTF-16": "<html>".encode("utf-16"),
    "noise": bytes(range(128, 256)),
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "GIF": b"GIF89a\1\0\1\0",
}


@pytest.mark.parametrize(("kind", "head"), [(kind, head) for kind, heads in GOOD.items() for head in heads])
def test_what_we_take_is_known_by_its_content(kind, head):
    assert kinds.sniff(head[: kinds.HEAD]) == kind


@pytest.mark.parametrize("name", BAD)
def test_what_could_run_or_cannot_be_read_is_refused(name):
    assert kinds.sniff(BAD[name][: kinds.HEAD]) == ""


@pytest.mark.parametrize(
    ("kind", "name", "fits"),
    [
        ("pdf", "report.PDF", True),
        ("pdf", "report.jpg", False),
        ("pdf", "report", False),
        ("dicom", "IM000001", True),
        ("dicom", "scan.dcm", True),
        ("jpeg", "photo.jpeg", True),
        ("tiff", "slide.svs", True),
        ("text", "labs.csv", True),
        ("text", "script.js", False),
    ],
)
def test_the_name_must_say_what_the_content_is(kind, name, fits):
    assert kinds.fits(kind, name) is fits

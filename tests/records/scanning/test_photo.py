import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from records.scanning import limited
from tests import dicoms


def look(content, kind="jpeg"):
    return limited.first("photo", io.BytesIO(content), kind=kind)


def test_a_good_photo_of_paper_is_fine():
    said = look(dicoms.paper())

    assert said == {
        "reason": "", "width": 1200, "height": 1600, "turned": False, "dark": False, "blurred": False, "slide": False,
    }  # fmt: skip


def test_dark_and_blurred_photos_are_named():
    assert look(dicoms.paper(dark=True))["dark"]
    assert look(dicoms.paper(blurred=True))["blurred"]


def test_a_turned_photo_is_known():
    assert look(dicoms.paper(turn=6))["turned"]


def test_a_cut_photo_is_broken():
    content = dicoms.paper()

    assert look(content[: len(content) // 2])["reason"] == "broken"
    assert look(b"\xff\xd8\xff" + b"0" * 100)["reason"] == "broken"


def test_a_photo_of_very_many_pixels_is_not_unpacked():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 65_535, 65_535, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10**6))
        + chunk(b"IEND", b"")
    )

    assert look(bomb, "png")["reason"] == "too_big"
    assert limited._running.peak < 300 * 1024  # kB


def test_a_slide_in_tiles_is_taken_unopened():
    out = io.BytesIO()
    Image.new("L", (64, 64)).save(out, "TIFF")
    tiff = bytearray(out.getvalue().replace(struct.pack("<HH", 278, 4), struct.pack("<HH", 322, 4)))
    for tag in (256, 257):  # width and length, as a slide has them
        at = tiff.index(struct.pack("<HH", tag, 4))
        tiff[at + 8 : at + 12] = struct.pack("<I", 90_000)

    said = look(bytes(tiff), "tiff")

    assert (said["reason"], said["slide"], said["width"]) == ("", True, 90_000)


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_previews_are_upright_and_small(kind):
    content = dicoms.paper(turn=6, kind=kind.upper())
    preview = Image.open(io.BytesIO(limited.first("preview", io.BytesIO(content), kind=kind)))

    assert preview.format == "WEBP"
    assert preview.size == (1200, 900)


def test_many_photos_become_one_pdf():
    photos = [io.BytesIO(dicoms.paper()), io.BytesIO(dicoms.paper(turn=6)), io.BytesIO(dicoms.paper(kind="PNG"))]

    with pikepdf.open(io.BytesIO(b"".join(limited.run("album", *photos)))) as album:
        boxes = [[float(part) for part in page.mediabox] for page in album.pages]
    assert len(boxes) == 3
    assert boxes[0][2] < boxes[0][3]
    assert boxes[1][2] > boxes[1][3]


def test_a_photo_from_an_iphone_is_taken():
    content = (Path(__file__).parents[2] / "data" / "photo.heic").read_bytes()

    assert look(content, "heic")["reason"] == ""
    assert Image.open(io.BytesIO(limited.first("preview", io.BytesIO(content), kind="heic"))).size == (480, 640)

"""Many photos of paper become one PDF, one page each, upright. Runs in the limited child."""

import io

import pikepdf

from records.scanning import photo, wire

LONGEST = 2480  # pixels: 300 to the inch on a page of letter size
DPI = 220


def run(*files):
    """The PDF's bytes, piece by piece."""
    with pikepdf.new() as album:
        for file in files:
            with pikepdf.open(_page(file)) as page:
                album.pages.extend(page.pages)
        out = io.BytesIO()
        album.save(out)
    out.seek(0)
    yield from iter(lambda: out.read(wire.PIECE), b"")


def _page(file):
    image = photo.opened(file)
    if image.width * image.height > photo.MOST_PIXELS:
        raise ValueError("too many pixels")
    image.draft("RGB", (LONGEST, LONGEST))
    out = io.BytesIO()
    photo.small(image, LONGEST).convert("RGB").save(out, "PDF", resolution=DPI, quality=80)
    out.seek(0)
    return out

"""A picture to look at instead of the file: the first page, the middle slice, the photo. In the limited child."""

import io

import numpy
import pydicom
import pypdfium2
from PIL import Image, UnidentifiedImageError
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut, pixel_array

from records.scanning import photo

LONGEST = 1200  # pixels
MOST_POINTS = 14_400  # of a PDF page, by its standard


def run(file, *, kind):
    """-> the picture's bytes (WebP), or nothing where none can be made."""
    makers = {"pdf": _page, "dicom": _slice}
    try:
        image = makers.get(kind, _photo)(file)
    except (UnidentifiedImageError, OSError, ValueError, RuntimeError, AttributeError, KeyError, NotImplementedError):
        return
    if image is not None:
        out = io.BytesIO()
        photo.small(image, LONGEST).convert("RGB").save(out, "WEBP", quality=80, method=2)
        yield out.getvalue()


def _page(file):
    file.seek(0)
    page = pypdfium2.PdfDocument(file)[0]
    width, height = page.get_size()
    if not 0 < max(width, height) <= MOST_POINTS:
        return None
    return page.render(scale=LONGEST / max(width, height)).to_pil()


def _photo(file):
    image = photo.opened(file)
    if image.width * image.height > photo.MOST_PIXELS:
        return None
    image.draft("RGB", (LONGEST, LONGEST))
    return image


def _slice(file):
    """One frame, with the window that the scan's makers chose, else what most of its values fill."""
    file.seek(0)
    found = pydicom.dcmread(file, stop_before_pixels=True)
    if found.get("Rows", 0) * found.get("Columns", 0) > photo.MOST_PIXELS:
        return None
    middle = int(found.get("NumberOfFrames") or 1) // 2
    file.seek(0)
    return _drawn(found, pixel_array(file, index=middle))


def _drawn(found, pixels):
    colours = found.get("PhotometricInterpretation", "")
    if colours == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, found)
    elif pixels.ndim == 2:
        pixels = apply_modality_lut(pixels, found)
        if found.get("WindowWidth") or "VOILUTSequence" in found:
            pixels = apply_voi_lut(pixels, found)
        low, high = numpy.percentile(pixels, (1, 99))
        pixels = numpy.clip((pixels - low) / max(high - low, 1e-6), 0, 1) * 255
        if colours == "MONOCHROME1":
            pixels = 255 - pixels
    if pixels.dtype == numpy.uint16 and pixels.max() > 255:
        pixels = pixels // 257
    return Image.fromarray(pixels.astype(numpy.uint8))

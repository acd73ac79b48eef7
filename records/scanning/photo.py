"""What a picture is: its size and turn, and whether it can be read. Runs in the limited child."""

import pi_heif
from PIL import Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

MOST_PIXELS = 150_000_000
MEASURED = 1000  # long side at which dark and blur are measured
DARK = 70  # mean of 255 under which paper is hard to read
BLURRED = 40  # spread of the edges under which letters melt
TILED = 322  # a slide of tissue is cut into tiles and is never opened whole


def run(file, *, kind):
    """-> {"reason": too_big, broken or ""; "width", "height", "turned", "dark", "blurred", "slide"}"""
    said = {"reason": "", "width": 0, "height": 0, "turned": False, "dark": False, "blurred": False, "slide": False}
    try:
        _measure(opened(file), kind, said)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        said["reason"] = "broken"
    yield said


def opened(file):
    """A picture, also from an iPhone; nothing of it is unpacked yet."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit answers, in words
    file.seek(0)
    return Image.open(file)


def _measure(image, kind, said):
    said["width"], said["height"] = image.size
    if image.width * image.height > MOST_PIXELS:
        said["slide"] = kind == "tiff" and TILED in image.tag_v2
        said["reason"] = "" if said["slide"] else "too_big"
        return
    said["turned"] = image.getexif().get(274, 1) != 1
    image.load()  # to the end: a cut photo shows itself here
    grey = small(image, MEASURED).convert("L")
    said["dark"] = ImageStat.Stat(grey).mean[0] < DARK
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    said["blurred"] = ImageStat.Stat(edges.crop((1, 1, edges.width - 1, edges.height - 1))).var[0] < BLURRED


def small(image, longest):
    """Upright, and no side longer than this."""
    image = ImageOps.exif_transpose(image)
    image.thumbnail((longest, longest))
    return image

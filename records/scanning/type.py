"""What a file is, by its content; its name must not say something else."""

import re
from pathlib import PurePath

from . import names

# kind -> the endings that fit it; a file of another kind is refused
ENDINGS = {
    "pdf": {".pdf"},
    "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "png": {".png"},
    "tiff": {".tif", ".tiff", ".svs", ".ndpi"},
    "heic": {".heic", ".heif"},
    "dicom": {".dcm", ".dicom", ".dic", ".ima", ""},
    "zip": {".zip"},
    "tar": {".tar"},
    "iso": {".iso"},
    "docx": {".docx"},
    "xlsx": {".xlsx"},
    "rtf": {".rtf"},
    "mp4": {".mp4", ".m4v", ".mov"},
    "text": {".txt", ".csv", ".text", ".md"},
}
HEAD = 36 * 1024  # bytes that decide; the picture of a disc says so at 32 kB
MARKS = [
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (128, b"DICM", "dicom"),  # before TIFF: a study may be both on purpose
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"{\\rtf", "rtf"),
    (257, b"ustar", "tar"),
    (32769, b"CD001", "iso"),
]
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
# Windows, Linux, macOS and Java programs; scripts name their own interpreter
PROGRAMS = (
    *(b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    *(b"\xca\xfe\xba\xbe", b"#!"),
)
MARKUP = re.compile(rb"\s*(<[a-z!?/]|mime-version:)", re.IGNORECASE)  # SVG, HTML, XML, MHT; not "<5 ng/ml"


def sniff(head):
    """The kind that these first bytes are, or "" for one we do not take."""
    if _runs(head):
        return ""
    for offset, mark, kind in MARKS:
        if head[offset : offset + len(mark)] == mark:
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in HEIC_BRANDS else "mp4"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _office(head)
    return "text" if _is_text(head) else ""


def judge(head, name):
    """-> (kind, reason): what these first bytes are, and "" or why a file of this name is not taken."""
    kind = sniff(head)
    if not kind or (kind == "text" and not is_taken(name)):
        return kind, "kind"
    if names.is_given(name) and not fits(kind, name):
        return kind, "name" if ending(name) else "no_ending"
    return kind, ""


def fits(kind, name):
    """Whether the name's ending belongs to the kind."""
    if kind == "dicom" and ending(name)[1:].isdigit():  # named by its number: 1.2.840.113
        return True
    return ending(name) in ENDINGS[kind]


def ending(name):
    return PurePath(name).suffix.lower()


def is_taken(name):
    """Whether any kind we take has this ending."""
    return any(ending(name) in endings for endings in ENDINGS.values() if ending(name))


def _runs(head):
    """A program or a page with script, whatever else it is as well."""
    if head.startswith(PROGRAMS) or MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        return True
    return head.startswith(b"MZ") and b"\0" in head


def _office(head):
    if b"word/" in head or b"word\\" in head:
        return "docx"
    if b"xl/" in head:
        return "xlsx"
    return "docx" if b"[Content_Types].xml" in head[:200] else "zip"


def _is_text(head):
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and error.start > 0  # cut inside a letter
    return bool(head.strip())

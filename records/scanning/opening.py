"""Archives opened by our own reading of their bytes: each member's name, and its real bytes piece by piece."""

import bz2
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pycdlib

PIECE = 1024**2
LOCAL = 30  # bytes of a zip member's own header
MARKS = {  # archives that nobody here can count
    b"7z\xbc\xaf\x27\x1c": "unknown",
    b"Rar!\x1a\x07": "unknown",
    b"\xfd7zXZ\0": "unknown",
    b"BZh": "unknown",
    b"\x28\xb5\x2f\xfd": "unknown",
    b"\x1f\x8b": "gz",
}


class Bad(Exception):
    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Member(NamedTuple):
    name: str
    pieces: Callable[[], Iterator[bytes]]


class Window(io.BytesIO):
    """An archive found inside another, held in memory as far as that may go."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def add(self, piece):
        if self.tell() + len(piece) > self.limit:
            raise Bad("too_big")
        self.write(piece)


def disguised(head):
    """An archive that is no kind we take, by its first bytes."""
    return next((kind for mark, kind in MARKS.items() if head.startswith(mark)), "")


def zipped(file):
    try:
        listed = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise Bad("broken") from error
    end = 0
    for info in sorted(listed, key=lambda info: info.header_offset):
        if info.flag_bits & 1:
            raise Bad("encrypted")
        start = _data(file, info)
        if info.header_offset < end:
            raise Bad("too_dense")  # members that lie over each other: one byte read many times
        end = start + info.compress_size
        if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
            yield Member(info.filename, lambda info=info, start=start: _inflated(file, info, start))


def _data(file, info):
    file.seek(info.header_offset)
    header = file.read(LOCAL)
    if len(header) < LOCAL or header[:4] != b"PK\x03\x04":
        raise Bad("broken")
    name, extra = struct.unpack("<HH", header[26:30])
    return info.header_offset + LOCAL + name + extra


def _inflated(file, info, start):
    """The real bytes. A header that lies about them makes the archive broken."""
    length = check = 0
    for piece in _unpacked(_raw(file, start, info.compress_size), info.compress_type):
        length, check = length + len(piece), zlib.crc32(piece, check)
        yield piece
    if (length, check) != (info.file_size, info.CRC):
        raise Bad("broken")


def _raw(file, start, length):
    while length > 0:
        file.seek(start)
        piece = file.read(min(length, PIECE // 4))
        if not piece:
            raise Bad("broken")
        start, length = start + len(piece), length - len(piece)
        yield piece


def _unpacked(raw, method):
    match method:
        case zipfile.ZIP_STORED:
            return raw
        case zipfile.ZIP_DEFLATED:
            return _deflated(raw, zlib.decompressobj(-15))
        case zipfile.ZIP_BZIP2:
            return _fed(raw, bz2.BZ2Decompressor())
        case zipfile.ZIP_LZMA:
            return _fed(raw, zipfile.LZMADecompressor())
    raise Bad("archive_kind")


def _deflated(raw, engine):
    """Never more than a piece at a time, however dense."""
    try:
        for packed in raw:
            while packed and not engine.eof:
                piece = engine.decompress(packed, PIECE)
                packed = engine.unconsumed_tail
                if piece:
                    yield piece
        while piece := engine.decompress(b"", PIECE):
            yield piece
    except zlib.error as error:
        raise Bad("broken") from error


def _fed(raw, engine):
    """bz2 and lzma: small bites, since zip's own lzma cannot be told to stop."""
    try:
        for packed in raw:
            for at in range(0, len(packed), 4096):
                if piece := engine.decompress(packed[at : at + 4096]):
                    yield piece
    except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise Bad("broken") from error


def gzipped(file):
    def pieces():
        file.seek(0)
        engine = zlib.decompressobj(31)
        for packed in iter(lambda: file.read(PIECE // 4), b""):
            while packed:
                yield from _deflated([packed], engine)
                packed = engine.unused_data
                if engine.eof:
                    engine = zlib.decompressobj(31)

    yield Member("content", pieces)


def taped(file):
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for info in tar:
                if info.isfile():
                    yield Member(info.name, lambda info=info: _taped(tar, info))
    except (tarfile.TarError, ValueError) as error:
        raise Bad("broken") from error


def _taped(tar, info):
    source = tar.extractfile(info)
    try:
        while piece := source.read(PIECE):
            yield piece
    except tarfile.TarError as error:
        raise Bad("broken") from error


def burned(file):
    """The picture of a disc."""
    disc = pycdlib.PyCdlib()
    try:
        disc.open_fp(file)
        facade = "joliet_path" if disc.has_joliet() else "rr_path" if disc.has_rock_ridge() else "iso_path"
        for folder, _folders, names in disc.walk(**{facade: "/"}):
            for name in names:
                path = f"{folder.rstrip('/')}/{name}"
                yield Member(path.split(";")[0].lstrip("/"), lambda path=path: _burned(disc, facade, path))
    except (pycdlib.pycdlibexception.PyCdlibException, struct.error, IndexError) as error:
        raise Bad("broken") from error


def _burned(disc, facade, path):
    with disc.open_file_from_iso(**{facade: path}) as source:
        while piece := source.read(PIECE):
            yield piece


OPENERS = dict.fromkeys(("zip", "docx", "xlsx"), zipped) | {"gz": gzipped, "tar": taped, "iso": burned}

"""Archives for tests, made on the spot: honest ones, bombs and liars."""

import gzip
import io
import random
import tarfile
import zipfile

MB = 1024**2


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """members: (name, bytes)"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth, content=b"hello"):
    made = zipped(("a.txt", content))
    for number in range(depth - 1):
        made = zipped((f"{number}.zip", made))
    return made


def forty_two(levels=5, width=16):
    """42.zip's way: a small file that unpacks to petabytes, level by level."""
    made = zipped(("0.txt", b"0" * (64 * MB)))
    for _level in range(levels):
        made = zipped(*((f"{number}.zip", made) for number in range(width)))
    return made


def locked(name="a.txt", content=b"hello"):
    """A zip whose member says that it needs a password."""
    made = bytearray(zipped((name, content)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + at] |= 1
    return bytes(made)


def lying(size, *, said=10):
    """A zip whose headers say `said` bytes where there are more."""
    made = bytearray(zipped(("a.txt", b"a" * size)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = made.index(mark) + at
        made[start : start + 4] = said.to_bytes(4, "little")
    return bytes(made)


def overlapping(times):
    """Many entries of the table that all name the same bytes."""
    inner = zipped(("a.txt", b"a" * MB))
    at = inner.index(b"PK\x01\x02")
    end = inner.index(b"PK\x05\x06")
    table = b"".join(inner[at:end].replace(b"a.txt", b"%05d" % number) for number in range(times))
    tail = bytearray(inner[end:])
    tail[8:10] = tail[10:12] = times.to_bytes(2, "little")
    tail[12:16] = len(table).to_bytes(4, "little")
    return inner[:at] + table + bytes(tail)


def taped(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def gzipped(content):
    return gzip.compress(content, mtime=0)


def noise(size, seed=1):
    """Bytes that no packer makes smaller."""
    return random.Random(seed).randbytes(size)

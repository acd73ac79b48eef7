"""A whole sealed file on this disk, before it goes to storage."""

import contextlib
import io
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from . import chunks, keys, reading, writing


@dataclass
class Whole:
    path: Path
    file_id: uuid.UUID
    key: bytes = field(repr=False)
    wrapped: bytes
    key_id: str
    size: int
    sha256: str

    def open(self):
        """Its bytes as they were sent."""
        handle = os.open(self.path, os.O_RDONLY)
        raw = reading.Sealed(
            lambda start, size: os.pread(handle, size, start), self.key, self.file_id, self.size,
            close=lambda: os.close(handle),
        )  # fmt: skip
        return io.BufferedReader(raw, chunks.CHUNK)

    def remove(self):
        with contextlib.suppress(OSError):  # the sweep takes what stays
            self.path.unlink()


class Making:
    """A file of unknown length on its way in: sealed from the first byte on."""

    def __init__(self, folder):
        self.file_id = uuid.uuid4()
        self.path = Path(folder) / str(self.file_id)
        self.key, self.wrapped, self.key_id = keys.new(self.file_id)
        self.handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.writer = writing.Writer(self.handle, self.key, self.file_id)

    def write(self, data):
        self.writer.write(data)

    def finish(self):
        self.writer.finish()
        self._end()
        sha256 = self.writer.sha256.hexdigest()
        return Whole(self.path, self.file_id, self.key, self.wrapped, self.key_id, self.writer.offset, sha256)

    def drop(self):
        self._end()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _end(self):
        self.writer.close()
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

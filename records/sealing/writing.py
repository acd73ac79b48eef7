"""Plain bytes in, in order, piece by piece; sealed chunks on the disk, each at its place."""

import os
from concurrent.futures import ThreadPoolExecutor

from . import chunks, digest

MANY = 8 * chunks.CHUNK  # bytes; from there on hashing beside sealing is worth a thread


class Writer:
    """Writes a file of `length` bytes (None: not known yet) from `offset` on into this handle.

    `rest`: the bytes of the chunk that a cut left unfinished. `room()` is where the next bytes go, `took(n)` says how
    many came; a chunk that is full is sealed and written. `finish` seals the last one.
    """

    def __init__(self, handle, key, file_id, length=None, *, offset=0, rest=b"", sha256=None):
        self.handle, self.cipher, self.file_id, self.length = handle, chunks.cipher(key), file_id, length
        self.sha256 = sha256 or digest.new()
        self.buffer = bytearray(chunks.CHUNK)
        self.buffer[: len(rest)] = rest
        self.view = memoryview(self.buffer)
        self.filled = self.hashed = len(rest)
        self.index = offset // chunks.CHUNK
        self.helper = ThreadPoolExecutor(1) if length and length - offset > MANY else None
        if not offset:
            os.pwrite(handle, chunks.header(file_id), 0)

    @property
    def offset(self):
        return self.index * chunks.CHUNK + self.filled

    def room(self):
        if self.filled == chunks.CHUNK:
            self._flush(chunks.MIDDLE)
        most = chunks.CHUNK if self.length is None else min(chunks.CHUNK, self.filled + self.length - self.offset)
        return self.view[self.filled : most]

    def took(self, count):
        self.filled += count
        if self.filled == chunks.CHUNK and self.length is not None and self.offset < self.length:
            self._flush(chunks.MIDDLE)

    def write(self, data):
        """All of these bytes."""
        view = memoryview(data)
        while view:
            room = self.room()
            count = min(len(room), len(view))
            room[:count] = view[:count]
            self.took(count)
            view = view[count:]

    def pause(self):
        """Stop here. -> (sealed bytes of the unfinished chunk, sealed state of the digest), to go on from"""
        self._hash()
        state = self.sha256.state()
        rest = b"".join(self._seal(chunks.REST, self.view[: self.filled])) if self.filled else b""
        return rest, b"".join(self._seal(chunks.STATE, state)) if state else b""

    def finish(self):
        self._flush(chunks.LAST)

    def close(self):
        if self.helper:
            self.helper.shutdown()

    def _flush(self, flag):
        hashing = self.helper.submit(self._hash) if self.helper else self._hash()
        try:
            write_all(self.handle, self._seal(flag, self.view[: self.filled]), chunks.place(self.index))
        finally:
            if hashing:
                hashing.result()
        if flag == chunks.MIDDLE:
            self.index, self.filled, self.hashed = self.index + 1, 0, 0

    def _hash(self):
        if self.hashed < self.filled:
            self.sha256.update(self.view[self.hashed : self.filled])
            self.hashed = self.filled

    def _seal(self, flag, plain):
        return chunks.seal(self.cipher, self.file_id, self.index, flag, plain)


def write_all(handle, parts, at):
    """A full disk may take the half of it and say nothing."""
    size = sum(len(part) for part in parts)
    done = os.pwritev(handle, parts, at)
    if done < size:
        whole = b"".join(parts)
        while done < size:
            done += os.pwrite(handle, whole[done:], at + done)

"""A sealed file read as if it were plain: anywhere in it, and only the chunks that are touched move."""

from records.anywhere import Anywhere

from . import chunks


class Sealed(Anywhere):
    """`fetch(start, size)` gives bytes of the sealed file, from a disk or a bucket. Raises chunks.Broken."""

    def __init__(self, fetch, key, file_id, size, close=None):
        super().__init__(size)
        self.fetch, self.cipher, self.file_id = fetch, chunks.cipher(key), file_id
        self.index, self.plain, self._end = -1, b"", close

    def pieces(self):
        """All of it from here on, a chunk a time."""
        while self.at < self.size:
            piece = self._piece()
            self.at += len(piece)
            yield bytes(piece)

    def close(self):
        if self._end and not self.closed:
            self._end()
        super().close()

    def _piece(self, _most=chunks.CHUNK):
        """From here to the end of the chunk."""
        index = self.at // chunks.CHUNK
        if index != self.index:
            self.plain = self._open(index)
            self.index = index
        return memoryview(self.plain)[self.at - index * chunks.CHUNK :]

    def _open(self, index):
        if self.index < 0:
            chunks.check(self.fetch(0, chunks.HEADER), self.file_id)
        is_last = index == chunks.last(self.size)
        length = self.size - index * chunks.CHUNK if is_last else chunks.CHUNK
        data = self.fetch(chunks.place(index), length + chunks.OVER)
        return chunks.unseal(self.cipher, self.file_id, index, chunks.LAST if is_last else chunks.MIDDLE, data)

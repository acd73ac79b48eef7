"""A file that can be read anywhere in it, however its bytes come."""

import io


class Anywhere(io.RawIOBase):
    """`_piece(most)` gives bytes from `self.at` on, at most that many or more than that, but never none."""

    def __init__(self, size):
        super().__init__()
        self.size, self.at = size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, offset, whence=io.SEEK_SET):
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence])
        return self.at

    def readinto(self, buffer):
        most = min(len(buffer), self.size - self.at)
        if most <= 0:
            return 0
        piece = self._piece(most)
        count = min(most, len(piece))
        buffer[:count] = piece[:count]
        self.at += count
        return count

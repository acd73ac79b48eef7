"""How the worker and its limited child talk: frames over a socket, one letter, eight bytes of length, the body.

The child never holds a file: it asks for pieces (R), the worker answers (D). What the check finds comes back as
JSON (J), bytes it made as (B), the end as (E), an unforeseen error by its class (X). Nothing is pickled: a child
that was taken over can only send text.
"""

import io
import json
import struct

from records.anywhere import Anywhere

HEAD = struct.Struct(">cQ")
PIECE = 1024**2
LONGEST = 16 * PIECE  # one frame from the child


class Closed(Exception):
    """The other side ended; `why` names an error that it did not foresee."""

    def __init__(self, why=""):
        super().__init__(why)
        self.why = why


def send(sock, letter, body=b""):
    sock.sendall(HEAD.pack(letter, len(body)) + body)


def receive(sock, longest=LONGEST):
    letter, length = HEAD.unpack(_exactly(sock, HEAD.size))
    if length > longest:
        raise Closed
    return letter, _exactly(sock, length)


def _exactly(sock, length):
    pieces = bytearray()
    while len(pieces) < length:
        piece = sock.recv(min(length - len(pieces), PIECE))
        if not piece:
            raise Closed
        pieces += piece
    return bytes(pieces)


def serve(sock, files):
    """The worker's side: answer reads of these files, yield what the child says, until it ends."""
    while True:
        letter, body = receive(sock)
        if letter == b"E":
            return
        if letter == b"R":
            number, start, length = struct.unpack(">HQQ", body)
            files[number].seek(start)
            send(sock, b"D", files[number].read(min(length, PIECE)))
        elif letter == b"X":
            raise Closed(body.decode())
        elif letter == b"J":
            yield json.loads(body)
        elif letter == b"B":
            yield body


class Far(Anywhere):
    """The child's side of a file: every read is a question to the worker."""

    name = "file"  # some libraries ask

    def __init__(self, sock, number, size):
        super().__init__(size)
        self.sock, self.number = sock, number

    def _piece(self, most):
        send(self.sock, b"R", struct.pack(">HQQ", self.number, self.at, min(most, PIECE)))
        _letter, piece = receive(self.sock)
        return piece


def far(sock, number, size):
    return io.BufferedReader(Far(sock, number, size), 64 * 1024)

"""Asks ClamAV about a file: its bytes go to the daemon piece by piece (INSTREAM), its answer comes back.

Only a plain OK is clean. Whatever is not understood, late or missing is `waiting`, and is asked again.
"""

import contextlib
import socket
import struct
from typing import NamedTuple
from urllib.parse import urlsplit

PIECE = 1024**2
CONNECT, ANSWER = 5.0, 330.0  # seconds; clamd itself gives up after 300
CLEAN, INFECTED, NOT_SCANNABLE, WAITING = "clean", "infected", "not_scannable", "waiting"
HEURISTICS = {"Heuristics.Limits.Exceeded": "too_big", "Heuristics.Encrypted": "encrypted"}
# The string that every scanner must find; in two parts, or scanners find it here.
PROOF = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Said(NamedTuple):
    state: str
    reason: str = ""


def scan(file, address, *, longest):
    """What the scanner at this address (unix:///path or tcp://host:port) says about the file."""
    file.seek(0, 2)
    if file.tell() > longest:
        return Said(NOT_SCANNABLE, "too_big")
    file.seek(0)
    try:
        with _connected(address) as sock:
            return _understood(_asked(sock, iter(lambda: file.read(PIECE), b"")))
    except (OSError, ValueError):
        return Said(WAITING, "scanner_down")


def is_awake(address):
    """Whether the scanner is there and knows the string that every scanner knows: an empty one finds nothing."""
    try:
        with _connected(address) as sock:
            return _understood(_asked(sock, [PROOF])).state == INFECTED
    except (OSError, ValueError):
        return False


def _connected(address):
    url = urlsplit(address)
    if url.scheme == "unix":
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(CONNECT)
        sock.connect(url.path)
    else:
        sock = socket.create_connection((url.hostname, url.port), CONNECT)
    sock.settimeout(ANSWER)
    return sock


def _asked(sock, pieces):
    """Past its own limit the daemon answers early and closes: what it said is still there to read."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        sock.sendall(b"zINSTREAM\0")
        for piece in pieces:
            sock.sendall(struct.pack(">I", len(piece)) + piece)
        sock.sendall(struct.pack(">I", 0))
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096:
        piece = sock.recv(4096)
        if not piece:
            break
        said += piece
    return said


def _understood(said):
    if not said.endswith(b"\0"):
        return Said(WAITING, "scanner_unclear")  # cut
    words = said.rstrip(b"\0\n").decode("ascii", "replace")
    if words == "stream: OK":
        return Said(CLEAN)
    if words == "INSTREAM size limit exceeded. ERROR":
        return Said(NOT_SCANNABLE, "too_big")
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        found = words.removeprefix("stream: ").removesuffix(" FOUND")
        for name, reason in HEURISTICS.items():
            if found.startswith(name):
                return Said(NOT_SCANNABLE, reason)
        return Said(INFECTED, found)
    return Said(WAITING, "scanner_unclear")

"""The form of a sealed file: a header of 32 bytes, then chunks of 1 MiB, each sealed by itself.

A chunk is nonce (12) + cipher text + tag (16) under AES-256-GCM and bound to the file, its number and whether it is the
last: swapped, cut, foreign or changed chunks do not open. Nonces are random: a part that is sent again after a cut must
never meet the same key and nonce with other bytes.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC, VERSION = b"SOSEALED", 1
FORM = struct.Struct(">8sBxxxI16s")
HEADER, CHUNK, NONCE, OVER = FORM.size, 1024**2, 12, 28
MIDDLE, LAST = 0, 1
REST, STATE = 2, 3  # what a cut leaves beside the file: of a chunk that is not full yet, of the digest


class Broken(OSError):
    """These bytes are not the file that they say they are."""


def header(file_id):
    return FORM.pack(MAGIC, VERSION, CHUNK, file_id.bytes)


def check(data, file_id):
    if data != header(file_id):
        raise Broken("the header is not that of this file")


def last(size):
    """The number of the last chunk of a file of so many bytes."""
    return max(size - 1, 0) // CHUNK


def place(index):
    """Where in the sealed file a chunk begins."""
    return HEADER + index * (CHUNK + OVER)


def sealed_size(size):
    return HEADER + size + (last(size) + 1) * OVER


def seal(cipher, file_id, index, flag, plain):
    """-> (nonce, cipher text with tag)"""
    nonce = os.urandom(NONCE)
    return nonce, cipher.encrypt(nonce, plain, _bound(file_id, index, flag))


def unseal(cipher, file_id, index, flag, data):
    try:
        return cipher.decrypt(data[:NONCE], data[NONCE:], _bound(file_id, index, flag))
    except (InvalidTag, ValueError) as error:
        raise Broken(f"chunk {index} does not open") from error


def cipher(key):
    return AESGCM(key)


def _bound(file_id, index, flag):
    return file_id.bytes + struct.pack(">QB", index, flag)

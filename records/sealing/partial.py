"""A partial file after a cut: what of it is whole, and the digest of that."""

import os

from . import chunks, digest


def digest_at(state, key, file_id, index):
    """The digest as it was saved beside the offset, or None if it is lost."""
    if not state:
        return None
    try:
        plain = chunks.unseal(chunks.cipher(key), file_id, index, chunks.STATE, bytes(state))
    except chunks.Broken:
        return None
    return digest.continued(plain)


def rest_of(data, key, file_id, index):
    """The bytes of the chunk that was not full, or None if they are lost."""
    try:
        return chunks.unseal(chunks.cipher(key), file_id, index, chunks.REST, data)
    except chunks.Broken:
        return None


def is_there(handle, key, file_id, index):
    """Whether the chunk before this one is on the disk: after a power cut it may not be."""
    return not index or _chunk(handle, chunks.cipher(key), file_id, index - 1) is not None


def rehash(handle, key, file_id, index):
    """Read what is whole once more, at most `index` chunks. -> (how many are, their digest)"""
    cipher, sha256 = chunks.cipher(key), digest.new()
    for number in range(index):
        plain = _chunk(handle, cipher, file_id, number)
        if plain is None:
            return number, sha256
        sha256.update(plain)
    return index, sha256


def _chunk(handle, cipher, file_id, index):
    data = os.pread(handle, chunks.CHUNK + chunks.OVER, chunks.place(index))
    try:
        return chunks.unseal(cipher, file_id, index, chunks.MIDDLE, data)
    except chunks.Broken:
        return None

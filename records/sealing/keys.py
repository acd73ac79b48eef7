"""A key of its own for every file, wrapped by one of the keys of FILE_KEYS_FILE; which one is kept beside it."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from intake.sealing import newest

NONCE = 12


class NoKey(OSError):
    """The file cannot be opened with the keys at hand; the text says which is wrong."""


def new(file_id):
    """-> (key, wrapped, id of the key that wraps)"""
    key = AESGCM.generate_key(256)
    return key, *wrap(key, file_id)


def wrap(key, file_id):
    key_id = newest()
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(settings.FILE_KEYS[key_id]).encrypt(nonce, key, _bound(file_id)), key_id


def unwrap(wrapped, key_id, file_id):
    data = bytes(wrapped)
    try:
        return AESGCM(settings.FILE_KEYS[key_id]).decrypt(data[:NONCE], data[NONCE:], _bound(file_id))
    except KeyError as error:
        raise NoKey(f"FILE_KEYS_FILE holds no key {key_id}") from error
    except (InvalidTag, ValueError) as error:
        raise NoKey(f"key {key_id} of FILE_KEYS_FILE is not the one that wrapped this") from error


def _bound(file_id):
    return b"file|" + file_id.bytes

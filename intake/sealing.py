"""Sealed text: AES-256-GCM under a key of the case, itself wrapped by the key file's key (envelope encryption)."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def new_case_key(reference):
    """A fresh case key, wrapped; bound to the reference, so it opens no other case. -> (wrapped, key id)"""
    key_id = settings.FILE_KEY_ID
    return _encrypt(settings.FILE_KEYS[key_id], secrets.token_bytes(32), reference), key_id


def seal(case, text, context):
    """Text -> bytes that open only for this case and this context (a column, a question, a row)."""
    return _encrypt(_case_key(case), text.encode(), f"{case.reference}|{context}")


def unseal(case, data, context):
    """The text again. Raises cryptography's InvalidTag if the bytes belong elsewhere or were changed."""
    return _decrypt(_case_key(case), bytes(data), f"{case.reference}|{context}").decode()


def _case_key(case):
    return _decrypt(settings.FILE_KEYS[case.key_id], bytes(case.sealed_key), case.reference)


def _encrypt(key, plain, context):
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _decrypt(key, data, context):
    return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], context.encode())

"""Sealed text: AES-256-GCM under a key of the case, itself wrapped by the key file's key (envelope encryption)."""

import base64
import hashlib
import hmac
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


def seal_bytes(case, plain, context):
    return _encrypt(_case_key(case), plain, f"{case.reference}|{context}")


def unseal_bytes(case, data, context):
    return _decrypt(_case_key(case), bytes(data), f"{case.reference}|{context}")


def unseal(case, data, context):
    """The text again. Raises cryptography's InvalidTag if the bytes belong elsewhere or were changed."""
    return _decrypt(_case_key(case), bytes(data), f"{case.reference}|{context}").decode()


def seal_for_site(text, context):
    """Text of no case, under an application key: letters that may stand in a URL, the key's id first."""
    key_id = settings.FILE_KEY_ID
    sealed = base64.urlsafe_b64encode(_encrypt(_site_key(key_id), text.encode(), context))
    return f"{key_id}.{sealed.rstrip(b'=').decode()}"


def unseal_for_site(sealed, context):
    """Raises cryptography's InvalidTag, KeyError or ValueError for what was not sealed here for this context."""
    key_id, _, data = sealed.partition(".")
    plain = base64.urlsafe_b64decode(f"{data}{'=' * (-len(data) % 4)}")
    return _decrypt(_site_key(key_id), plain, context).decode()


def seal_bytes_for_site(plain, context):
    """Bytes of no case yet; the key's id stands first."""
    key_id = settings.FILE_KEY_ID
    return key_id.encode() + b"." + _encrypt(_site_key(key_id), plain, context)


def unseal_bytes_for_site(sealed, context):
    key_id, _, data = bytes(sealed).partition(b".")
    return _decrypt(_site_key(key_id.decode()), data, context)


def _site_key(key_id):
    """Derived, so that nothing sealed with it opens under the key that wraps the cases' keys."""
    return hmac.new(settings.FILE_KEYS[key_id], b"application", hashlib.sha256).digest()


def _case_key(case):
    return _decrypt(settings.FILE_KEYS[case.key_id], bytes(case.sealed_key), case.reference)


def _encrypt(key, plain, context):
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _decrypt(key, data, context):
    return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], context.encode())

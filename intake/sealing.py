"""Sealed text: AES-256-GCM under a key of the case, itself wrapped by the key file's key (envelope encryption)."""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def new_case_key(reference):
    """A fresh case key, wrapped; bound to the reference, so it opens no other case. -> (wrapped, key id)"""
    key_id = newest()
    return _encrypt(settings.FILE_KEYS[key_id], secrets.token_bytes(32), reference), key_id


def newest():
    """The id of the key that seals now; a running process sees one that was added to its file."""
    found = settings.FILE_KEYS
    return found.newest() if hasattr(found, "newest") else settings.FILE_KEY_ID


def wrapped_anew(case):
    """The case's key under the newest of ours. -> (wrapped, key id)"""
    key_id = newest()
    return _encrypt(settings.FILE_KEYS[key_id], _case_key(case), case.reference), key_id


def sealed_with(key_id, text):
    return _encrypt(settings.FILE_KEYS[key_id], text.encode(), text)


def opens_with(key_id, data, text):
    """Whether this is what `sealed_with` made with the very same key."""
    try:
        return _decrypt(settings.FILE_KEYS[key_id], data, text) == text.encode()
    except InvalidTag:
        return False


def seal(case, text, context):
    """Text -> bytes that open only for this case and this context (a column, a question, a row)."""
    return seal_bytes(case, text.encode(), context)


def seal_bytes(case, plain, context):
    return _encrypt(_case_key(case), plain, f"{case.reference}|{context}")


def unseal(case, data, context):
    """The text again. Raises cryptography's InvalidTag if the bytes belong elsewhere or were changed."""
    return unseal_bytes(case, data, context).decode()


def unseal_bytes(case, data, context):
    return _decrypt(_case_key(case), bytes(data), f"{case.reference}|{context}")


def fingerprint(case, text):
    """The same text gives the same letters within the case, and says nothing without its key."""
    return hmac.new(_case_key(case), text.encode(), hashlib.sha256).hexdigest()


def seal_for_site(text, context):
    """Text of no case, under an application key: letters that may stand in a URL, the key's id first."""
    key_id = newest()
    sealed = base64.urlsafe_b64encode(_encrypt(_site_key(key_id), text.encode(), context))
    return f"{key_id}.{sealed.rstrip(b'=').decode()}"


def unseal_for_site(sealed, context):
    """Raises cryptography's InvalidTag, KeyError or ValueError for what was not sealed here for this context."""
    key_id, _, data = sealed.partition(".")
    plain = base64.urlsafe_b64decode(f"{data}{'=' * (-len(data) % 4)}")
    return _decrypt(_site_key(key_id), plain, context).decode()


def seal_bytes_for_site(plain, context):
    """Bytes of no case yet; the key's id stands first."""
    key_id = newest()
    return key_id.encode() + b"." + _encrypt(_site_key(key_id), plain, context)


def unseal_bytes_for_site(sealed, context):
    key_id, _, data = bytes(sealed).partition(b".")
    return _decrypt(_site_key(key_id.decode()), data, context)


def seal_for_link(text, context):
    """Text of no case in letters for a URL, under a key that outlives the exchange of the others."""
    return base64.urlsafe_b64encode(_encrypt(_link_key(), text.encode(), context)).rstrip(b"=").decode()


def unseal_for_link(sealed, context):
    """Raises cryptography's InvalidTag or ValueError for what was not sealed here for this context."""
    plain = base64.urlsafe_b64decode(f"{sealed}{'=' * (-len(sealed) % 4)}")
    return _decrypt(_link_key(), plain, context).decode()


def _link_key():
    return hmac.new(settings.SECRET_KEY.encode(), b"link", hashlib.sha256).digest()


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

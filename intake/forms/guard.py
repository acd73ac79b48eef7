"""Posts that no person seems to have made. They are never thrown away: one press on "Send again" brings them in.

Looked at where a case is made and where it is sent, nowhere else. A field that no person sees was filled in, or the
form came back faster than a person reads.
"""

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from . import fields

TRAP, SEEN = "website", "seen"
LEAST = 2  # seconds
AGAIN = "again"
HIDDEN = {TRAP, SEEN, "csrfmiddlewaretoken"}
_signer = TimestampSigner(salt="seen")


def add(form, about):
    """Give the form its trap and the time at which it was first shown."""
    form.ask(TRAP, fields.Trap())
    form.ask(SEEN, forms.CharField(required=False, widget=forms.HiddenInput, initial=_signer.sign(f"{about} ")))


def suspects(data, about):
    """Whether no person seems to have sent this."""
    if data.get(TRAP):
        return True
    if not settings.LIMITS:
        return False
    try:
        seen = _signer.unsign(data.get(SEEN, ""))
    except BadSignature:
        return True
    return seen != f"{about} {AGAIN}" and (seen != f"{about} " or _is_fast(data[SEEN]))


def kept(data, about):
    """What "Send again" sends: every name and value, and the word that a person pressed it."""
    pairs = [(name, value) for name in data if name not in HIDDEN for value in data.getlist(name)]
    return [*pairs, (SEEN, _signer.sign(f"{about} {AGAIN}"))]


def _is_fast(stamp):
    try:
        _signer.unsign(stamp, max_age=LEAST / settings.LIMITS)
    except SignatureExpired:
        return False
    return True

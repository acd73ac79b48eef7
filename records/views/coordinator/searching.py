"""Searches are kept with the session under a random key: no name stands in an address."""

import json
import secrets

from cryptography.exceptions import InvalidTag

from intake.sealing import seal_for_site, unseal_for_site
from records.forms.coordinator.search import sought
from records.queries import search

KEPT, MOST = "searches", 5


def keep(request, typed):
    """-> the key of this search"""
    like = search.read_again(request.user, sought(typed)).like
    key = secrets.token_urlsafe(9)
    sealed = seal_for_site(json.dumps([typed, like]), _context(request.user))
    before = list(request.session.get(KEPT, {}).items())[1 - MOST :]
    request.session[KEPT] = {**dict(before), key: sealed}
    return key


def kept(request, key):
    """-> (what was typed, how it is read), or None if this session has no such search"""
    try:
        typed, like = json.loads(unseal_for_site(request.session[KEPT][key], _context(request.user)))
    except (InvalidTag, KeyError, ValueError):
        return None
    return typed, sought(typed)._replace(like=like)


def _context(user):
    return f"search|{user.pk}"

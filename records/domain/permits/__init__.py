from .ending import again, close, renew, revoke, sweep
from .making import add, ask_signature, details, prepare, start
from .reading import copy, known_name, names, proof, shown
from .signing import Proof, approve, keep_form, sign

__all__ = [
    "Proof",
    "add",
    "again",
    "approve",
    "ask_signature",
    "close",
    "copy",
    "details",
    "keep_form",
    "known_name",
    "names",
    "prepare",
    "proof",
    "renew",
    "revoke",
    "shown",
    "sign",
    "start",
    "sweep",
]

"""What was signed, opened again; and what the page shows before."""

import json

from intake.policies import cases as case_policies
from intake.sealing import unseal, unseal_bytes
from records.papers import permission as papers

from .making import details


def shown(authorization, language, *, now):
    """The digest of the words as the page shows them now, before any box is ticked."""
    ends = papers.ends_on(authorization.case, now)
    said = papers.parts(authorization, details=details(authorization), language=language, ends=ends)
    return papers.digest(said, papers.items(authorization, language))


def copy(authorization):
    """The signed paper as it was made then."""
    sealed = authorization.signature.rendered_copy
    return unseal_bytes(authorization.case, sealed, context(authorization, "copy"))


def proof(authorization):
    """What of the proof is sealed, opened: {network, interpreter}"""
    kept, case = authorization.signature, authorization.case
    found = {"network": kept.network, "interpreter": kept.interpreter}
    return {name: unseal(case, value, context(authorization, name)) if value else "" for name, value in found.items()}


def names(authorization):
    """(typed, as given before)"""
    signature = authorization.signature
    return tuple(json.loads(unseal(authorization.case, signature.signer_name, context(authorization, "name"))))


def known_name(case, *, now):
    """The signer's name as the case has it."""
    facts = case_policies.facts(case, now)
    told = [facts.get(code) for code in ("guardian_first_name", "guardian_last_name")]
    return " ".join(part for part in told if isinstance(part, str))


def context(authorization, what):
    return f"signature|{authorization.number}|{what}"

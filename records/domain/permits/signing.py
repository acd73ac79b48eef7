"""A signature: the person's name and will, with everything that proves it later; and what comes into force by it."""

import hashlib
import json
from typing import NamedTuple

from django.db import transaction

from intake import folding
from intake.domain import history
from intake.domain import transitions as cases
from intake.domain.errors import Refused, Stale
from intake.models import Consent
from intake.policies import cases as case_policies
from intake.queries import people, reference
from intake.queries.reference import label, text
from intake.sealing import seal, seal_bytes
from records import wording
from records.models import Authorization, Signature
from records.papers import apart, ltr
from records.papers import permission as papers
from records.policies import permits as policies
from records.queries import permits as queries
from records.states import AUTHORIZATION_TRANSITIONS

from .. import checklist, letters, place_days
from ..transitions import follow, take
from . import listing
from .making import details, subject
from .reading import context, known_name, shown

ONLINE = "consent_electronic"


class Proof(NamedTuple):
    """How a person signed: on the page, or on paper before a witness of ours."""

    name: str
    language: str
    button: str
    ticks: str
    authentication: str
    sensitive: tuple = ()
    zone: str = ""
    network: str = ""
    login: str = ""
    interpreter: str = ""
    shown: str = ""  # the digest of the words that the person saw
    witness: object = None


@transaction.atomic
def sign(authorization, proof, *, own_form=None, by, now):
    """Sign it; in force at once unless a person must look first. -> the authorization

    Raises Stale if the text has changed since it was shown, Refused while a hold stops signing.
    """
    case = cases.lock(authorization.case)
    signed = _locked(case, authorization)
    if not signed.items.exists():
        raise Refused(wording.PERMISSION_EMPTY)
    told, ends = details(signed), papers.ends_on(case, now)
    said = papers.parts(signed, details=told, language=proof.language, ends=ends, sensitive=proof.sensitive)
    items = papers.items(signed, proof.language)
    if proof.shown and proof.shown != shown(signed, proof.language, now=now):
        raise Stale(wording.PERMISSION_CHANGED)
    head = case.event_head
    consent = None if proof.witness else _online(case, by, now)
    signed.language, signed.expires_on, signed.sensitive = proof.language, ends, ";".join(proof.sensitive)
    signed.own_form = own_form
    _move(case, signed, "sign", by, now)
    _keep(signed, proof, consent, said, items, head, now)
    if not _to_check(case, proof, now):
        _activate(case, signed, now)
    listing.follow(case, by=by, now=now)
    follow(case, now=now)
    return signed


@transaction.atomic
def approve(authorization, *, version=None, by, now):
    """A coordinator has looked: the signature is right, the papers are there. -> the authorization"""
    case = cases.lock(authorization.case)
    signed = _locked(case, authorization)
    _move(case, signed, "activate", by, now, version=version)
    _ask(case, signed, now)
    listing.follow(case, by=by, now=now)
    follow(case, now=now)
    return signed


@transaction.atomic
def keep_form(authorization, upload, *, by, now):
    """The place's own form, signed by hand, lies with the permission; a coordinator checks the file."""
    case = cases.lock(authorization.case)
    found = _locked(case, authorization)
    found.own_form = upload
    found.save(update_fields=["own_form"])
    history.add(case, "permission_form", subject=subject(found), by=by, now=now)
    return found


def _locked(case, authorization):
    found = Authorization.objects.select_for_update(of=("self",)).select_related("place").get(pk=authorization.pk)
    found.case = case
    return found


def _move(case, authorization, action, by, now, *, version=None):
    cases.move(
        authorization, AUTHORIZATION_TRANSITIONS, action, policies.why_not, case=case, subject=subject(authorization),
        version=version, by=by, now=now,
    )  # fmt: skip
    authorization.save()


def _online(case, by, now):
    """Signing online was agreed to in the same press, or before. -> the consent in force"""
    checklist.consent(case, [ONLINE], how="online", by=by, now=now)
    return Consent.objects.get(case=case, kind=ONLINE, ended_at=None)


def _keep(authorization, proof, consent, said, items, head, now):
    case, facts = authorization.case, case_policies.facts(authorization.case, now)
    role = "|".join(str(facts.get(code) or "") for code in ("guardian_relation", "guardian_authority"))
    version = papers.document_version(said, items, proof.language)
    lines = _lines(authorization, proof, facts, version, now)
    document = papers.rendered(authorization, said, items, language=proof.language, signature=lines)
    both = json.dumps([proof.name, known_name(case, now=now)])
    Signature.objects.create(
        authorization=authorization, signer_name=seal(case, both, context(authorization, "name")), signer_role=role,
        signed_at=now, zone=proof.zone or case.time_zone, document_version=version,
        rendered_copy=seal_bytes(case, document, context(authorization, "copy")),
        rendered_sha256=hashlib.sha256(document).hexdigest(), intent_action=f"{proof.button}: {proof.ticks}"[:200],
        consent_electronic=consent, authentication=proof.authentication, login=proof.login,
        network=_sealed(case, proof.network, context(authorization, "network")),
        interpreter=_sealed(case, proof.interpreter, context(authorization, "interpreter")), witness=proof.witness,
        chain=head or history.FIRST,
    )  # fmt: skip


def _lines(authorization, proof, facts, version, now):
    """What the paper says of the signature, in the signer's language."""
    snapshot = reference.current()
    role = label(snapshot, "relations", facts.get("guardian_relation"))
    values = {
        "name": apart(proof.name), "role": text(role, "label", proof.language) if role else "-",
        "at": ltr(f"{now:%Y-%m-%d %H:%M} UTC"), "how": proof.authentication, "by": ltr(version.rpartition(":")[2]),
        "interpreter": apart(proof.interpreter),
    }  # fmt: skip
    return papers.signature_lines(values, proof.language)


def _sealed(case, words, context):
    return seal(case, words, context) if words else None


def _to_check(case, proof, now):
    """Whether a person looks before anybody is asked: a paper is missing, or the name is another one."""
    if policies.why_not_ask(case):
        return True
    return policies.needs_check(folding.fold(proof.name), folding.fold(known_name(case, now=now)))


def _activate(case, authorization, now):
    _move(case, authorization, "activate", people.system(), now)
    _ask(case, authorization, now)


def _ask(case, authorization, now):
    """In force: the place is asked for what it covers and nobody else was asked for."""
    for item in queries.to_ask(authorization).select_for_update():
        item.place = seal(case, authorization.place.name, f"place|{item.number}")
        key = place_days.key(authorization.place.name)
        take(case, item, "ask", basis="authorization", place_key=key, by=people.system(), now=now)
    letters.ask(case, authorization, details(authorization)["record_no"], by=people.system(), now=now)

"""The family's permissions, one Consent a place, and who signed each: a Provenance."""

from records.domain.permits import reading
from records.queries import permits
from records.states import AuthorizationStatus

from .resources import code_for, coded, day, moment

STATUS = {
    AuthorizationStatus.DRAFT: "draft",
    AuthorizationStatus.SIGNED: "proposed",
    AuthorizationStatus.ACTIVE: "active",
}
CODES = "http://terminology.hl7.org/CodeSystem"
SCOPE = coded(f"{CODES}/consentscope", "patient-privacy", "Privacy Consent")
RULE = coded(f"{CODES}/consentpolicycodes", "hipaa-auth", "HIPAA Authorization")
DISCLOSE = coded(f"{CODES}/consentaction", "disclose", "Disclose")
PARTIES = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
TAKES_PART = f"{CODES}/provenance-participant-type"
AUTHOR = {"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1", "display": "Author's Signature"}


def resources(here):
    found = permits.of_case(here.case)
    for each in found:
        yield _place(here, each)
        yield _consent(here, each)
        if hasattr(each, "signature"):
            yield _signed(here, each)


def _place(here, each):
    return here.make("Organization", f"permission-{each.number}-place", active=True, name=each.place.name)


def _consent(here, each):
    asked = ((here.ref(f"permission-{each.number}-place"), "CST", "custodian"),
             (here.ref("service"), "IRCP", "information recipient"))  # fmt: skip
    actors = [{"role": coded(PARTIES, code, words), "reference": party} for party, code, words in asked]
    return here.make(
        "Consent",
        f"permission-{each.number}",
        status=STATUS.get(each.status, "inactive"),
        scope=SCOPE,
        category=[code_for("authorization")],
        patient=here.ref("patient"),
        dateTime=moment(each.signed_at),
        performer=[here.ref("guardian")] if each.signed_at else [],
        policyRule=RULE,
        verification=[{"verified": True, "verificationDate": moment(each.signed_at)}] if each.signed_at else [],
        provision={
            "period": {"start": moment(each.signed_at), "end": moment(each.ended_at) or day(each.expires_on)},
            "actor": actors,
            "action": [DISCLOSE],
        },
    )


def _signed(here, each):
    """Who signed, by the name that was typed; the witness of a paper beside."""
    kept, (typed, _before) = each.signature, reading.names(each)
    signer = {**here.ref("guardian"), "display": typed}
    agents = [{"type": coded(TAKES_PART, "author", "Author"), "who": signer}]
    if kept.witness_id:
        agents.append({"type": coded(TAKES_PART, "verifier", "Verifier"), "who": {"display": kept.witness.name}})
    return here.make(
        "Provenance",
        f"signature-{each.number}",
        target=[here.ref(f"permission-{each.number}")],
        occurredDateTime=moment(kept.signed_at),
        recorded=moment(kept.signed_at),
        activity={"text": kept.intent_action},
        agent=agents,
        signature=[{"type": [AUTHOR], "when": moment(kept.signed_at), "who": signer}],
    )

"""What was agreed to, which text, how and when."""

from .resources import code_for, coded, moment, own

SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
RESEARCH = coded(SCOPE, "research", "Research")
PRIVACY = coded(SCOPE, "patient-privacy", "Privacy Consent")
NPP = coded("http://terminology.hl7.org/CodeSystem/consentcategorycodes", "npp", "Notice of Privacy Practices")


def resources(here):
    return [_consent(here, consent) for consent in here.case.consents.order_by("pk")]


def _consent(here, consent):
    kind = consent.kind
    return here.make(
        "Consent",
        f"consent-{kind}-{moment(consent.given_at)}",
        status="inactive" if consent.ended_at else "active",
        scope=RESEARCH if kind == "consent_research" else PRIVACY,
        category=[
            NPP if kind == "consent_privacy" else code_for("consents"),
            coded(own("CodeSystem/consent-kind"), kind, kind.removeprefix("consent_").replace("_", " ")),
        ],
        patient=here.ref("patient"),
        dateTime=moment(consent.given_at),
        performer=[here.ref("guardian")],
        policy=[{"uri": own(f"consent-text/{kind}/{consent.language}/{consent.text_version}")}],
        provision={"period": {"start": moment(consent.given_at), "end": moment(consent.ended_at)}},
    )

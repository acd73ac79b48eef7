"""The child, who asks, who treats, who pays, and the places."""

from django.conf import settings

from .resources import code_for, coded, day, own

GENDERS = {"female": "female", "male": "male", "other": "other"}
MRCN = "http://terminology.hl7.org/CodeSystem/v2-0203"
NPI = "http://hl7.org/fhir/sid/us-npi"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"


def resources(here):
    return [
        _patient(here), *_guardians(here), *_doctor(here), _service(here), *_places(here), *_insurance(here),
    ]  # fmt: skip


def _patient(here):
    case = here.case
    given = [here.say("child_first_name"), here.say("child_middle_name")]
    old = [{"use": "old", "text": text.strip()} for text in here.say("child_other_names").split(";")]
    return here.make(
        "Patient",
        "patient",
        meta={"profile": ["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-cancer-patient"]},
        extension=[{"url": INTERPRETER, "valueBoolean": True}] if here.say("interpreter") == "yes" else [],
        identifier=[{"system": own("patient-of-case"), "value": case.reference}, *_record_numbers(here)],
        name=[
            {"use": "official", "family": here.say("child_last_name"), "given": given},
            *[n for n in old if n["text"]],
        ],
        telecom=_telecom("", here.say("patient_email")),
        gender=GENDERS.get(here.say("child_sex"), "unknown"),
        birthDate=day(case.birth_date),
        deceasedBoolean=True if case.status == "deceased" else None,
        address=[_address(here)],
        communication=[_language(here)],
    )


def _record_numbers(here):
    kind = coded(MRCN, "MR", "Medical record number")
    return [
        {"type": kind, "value": place["facility_record_no"], "assigner": {"display": place.get("facility_name", "")}}
        for _, place in here.places
        if place.get("facility_record_no")
    ]


def _address(here):
    part = {
        name: here.say(f"child_address_{name}") for name in ("line1", "line2", "city", "region", "postal", "country")
    }
    return {
        "line": [part["line1"], part["line2"]],
        "city": part["city"],
        "state": part["region"] or here.case.region,
        "postalCode": part["postal"],
        "country": part["country"] or here.case.country,
    }


def _language(here):
    code = here.first("language_spoken", "language_written", "phy_language") or here.case.language
    return {"language": coded("urn:ietf:bcp:47", code), "preferred": True}


def _guardians(here):
    name = {"given": [here.say("guardian_first_name")], "family": here.say("guardian_last_name")}
    if here.say("phy_guardian_name") and not name["given"][0]:
        name = {"text": here.say("phy_guardian_name")}
    phone, phone2 = here.first("guardian_phone", "phy_guardian_phone"), here.say("guardian_phone2")
    email = here.first("guardian_email", "phy_guardian_email")
    telecom = [*_telecom(phone, email), *_telecom(phone2, "")]
    yield _guardian(here, "guardian", name, here.say("guardian_relation"), telecom)
    if second := here.say("guardian2_name"):
        telecom = _telecom(here.say("guardian2_phone"), "")
        yield _guardian(here, "guardian2", {"text": second}, here.say("guardian2_relation"), telecom)


def _guardian(here, name, names, relation, telecom):
    return here.make(
        "RelatedPerson",
        name,
        active=True,
        patient=here.ref("patient"),
        relationship=[code_for(f"relations={relation}") or {"text": relation.replace("_", " ")}],
        name=[names],
        telecom=telecom,
        communication=[_language(here)],
    )


def _doctor(here):
    name, hospital = here.first("doctor_name", "phy_name"), here.first("doctor_hospital", "phy_hospital")
    contact = [part.strip() for part in here.say("phy_contact").split(";")]
    phone = here.say("doctor_phone") or next((part for part in contact if part and "@" not in part), "")
    email = here.say("doctor_email") or next((part for part in contact if "@" in part), "")
    npi = [{"system": NPI, "value": here.say("phy_npi")}]
    if name:
        yield here.make(
            "Practitioner",
            "practitioner",
            active=True,
            identifier=npi if npi[0]["value"] else [],
            name=[{"text": name}],
        )
    if hospital:
        yield here.make("Organization", "hospital", active=True, name=hospital)
    if name or hospital:
        yield here.make(
            "PractitionerRole",
            "doctor",
            active=True,
            practitioner=here.ref("practitioner") if name else None,
            organization=here.ref("hospital") if hospital else None,
            code=[{"text": here.say("phy_role")}],
            telecom=[*_telecom(phone, email), *_telecom(here.say("doctor_fax"), "", system="fax")],
        )
    if primary := here.say("primary_doctor"):
        yield here.make("Practitioner", "primary", active=True, name=[{"text": primary}])


def _service(here):
    service = here.case.service
    return here.make(
        "Organization",
        "service",
        active=True,
        identifier=[{"system": own("service"), "value": service.code}],
        name=f"{settings.SITE_ORG}: {service.name_en}",
    )


def _places(here):
    for row, place in here.places:
        yield here.make(
            "Organization", f"place-{row}", active=True, name=place.get("facility_name", ""),
            address=[{"text": place.get("facility_place", "")}],
        )  # fmt: skip


def _insurance(here):
    if here.say("insurance_kind") in ("", "none", "unknown"):
        return
    group = here.say("insurance_group")
    group_code = coded("http://terminology.hl7.org/CodeSystem/coverage-class", "group", "Group")
    yield here.make(
        "Coverage",
        "coverage",
        status="active",
        type={"text": here.say("insurance_kind").replace("_", " ")},
        subscriberId=here.say("insurance_member_id"),
        subscriber={"display": here.say("insurance_holder")},
        beneficiary=here.ref("patient"),
        payor=[{"display": here.say("insurance_company") or "Not told"}],
        **{"class": [{"type": group_code, "value": group}] if group else []},
    )


def _telecom(phone, email, system="phone"):
    return [
        *([{"system": system, "value": phone}] if phone else []),
        *([{"system": "email", "value": email}] if email else []),
    ]

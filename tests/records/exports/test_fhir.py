"""A case as a FHIR bundle: whole, consistent, and without what stays here."""

import json
from datetime import timedelta

import pytest

from intake.domain import history
from intake.facts import UNKNOWN
from intake.models import Contact
from intake.states import CaseStatus
from records.domain import cases
from records.domain.transitions import settle
from records.exports import fhir
from records.exports.fhir import resources
from records.states import ItemStatus
from tests import make

TASK = set("draft requested received accepted rejected ready cancelled in-progress on-hold failed completed".split())
REQUEST = set("draft active on-hold revoked completed entered-in-error unknown".split())
WHOLE = {
    **make.OFFICE,
    "child_middle_name": "Ida",
    "child_other_names": "Nia Muster; Nya Sample",
    "child_sex": "female",
    "child_address_line1": "10 Demo Street",
    "child_address_city": "Allentown",
    "child_address_region": "PA",
    "child_address_postal": "18101",
    "child_address_country": "US",
    "insurance_kind": "private",
    "insurance_company": "Example Health Plan",
    "insurance_member_id": "DEMO-0000",
    "interpreter": "yes",
    "language_spoken": "es",
    "reasons": ("specialist", "other"),
    "reason_other": "A friend told us to ask",
    "dx_site": "left femur",
    "dx_side": "left",
    "dx_stage": "Localized",
    "symptoms_first": "Pain in the leg at night",
    "treatment_types": ("chemotherapy", "surgery", "radiation"),
    "surgery_dates": "June, biopsy",
    "radiation_dates": "July, twelve times",
    "plan_name": "arm A",
    "gene_tests": "unknown",
    "dx_date": "2026-10",
    "guardian2_name": "Max Sample",
    "guardian2_relation": "father",
    "guardian2_phone": "+1 202-555-0160",
    "do_not_contact": "Never call the uncle",
}
PLACE = {
    ("facility_name", 0): "Demo Imaging",
    ("facility_place", 0): "Allentown, PA",
    ("facility_kinds", 0): ("imaging",),
    ("facility_record_no", 0): "DI-77",
}


def exported(case):
    case.refresh_from_db()
    return json.loads(fhir.bundle(case, now=make.NOW))


def of(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def references(value):
    if isinstance(value, dict):
        for name, part in value.items():
            yield from [part] if name == "reference" and isinstance(part, str) else references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def empties(value):
    if isinstance(value, dict):
        return any(empties(part) for part in value.values()) or not value
    if isinstance(value, list):
        return any(empties(part) for part in value) or not value
    return value in (None, "")


@pytest.fixture
def case(db):
    found = make.case("in_triage", **WHOLE)
    return cases.save_answers(found, PLACE, max_age=21, by=make.family_of(found), now=make.NOW)


def test_every_name_is_one_resource_and_every_reference_leads_to_one(case):
    make.upload(case, make.items(case).first())

    bundle = exported(case)

    names = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(names) == len(set(names)) > 30
    assert set(references(bundle)) <= set(names)
    assert all(entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}" for entry in bundle["entry"])


def test_nothing_in_it_is_empty(case):
    assert not empties(exported(case))


def test_the_same_case_gives_the_same_bytes(case):
    assert fhir.bundle(case, now=make.NOW) == fhir.bundle(case, now=make.NOW)


def test_the_patient_summary_is_in_it(case):
    bundle = exported(case)
    (patient,) = of(bundle, "Patient")
    guardian, second = of(bundle, "RelatedPerson")
    (coverage,) = of(bundle, "Coverage")

    assert patient["name"] == [
        {"use": "official", "family": "Sample", "given": ["Nia", "Ida"]},
        {"use": "old", "text": "Nia Muster"},
        {"use": "old", "text": "Nya Sample"},
    ]
    assert (patient["birthDate"], patient["gender"]) == ("2019-04-27", "female")
    assert patient["address"] == [
        {"line": ["10 Demo Street"], "city": "Allentown", "state": "PA", "postalCode": "18101", "country": "US"}
    ]
    assert patient["identifier"][1]["value"] == "DI-77"
    assert patient["extension"][0]["valueBoolean"] is True
    assert guardian["relationship"][0]["coding"][0]["code"] == "MTH"
    assert [each["value"] for each in guardian["telecom"]] == ["+1 202-555-0101", "ana.sample@example.org"]
    assert (second["name"], second["relationship"][0]["coding"][0]["code"]) == ([{"text": "Max Sample"}], "FTH")
    assert (coverage["subscriberId"], coverage["payor"]) == ("DEMO-0000", [{"display": "Example Health Plan"}])


def test_the_clinical_summary_is_in_it(case):
    bundle = exported(case)
    (condition,) = of(bundle, "Condition")
    codes = [coding["code"] for coding in condition["code"]["coding"]]

    assert (condition["code"]["text"], "bone" in codes, "VIIIa" in codes) == ("osteosarcoma", True, True)
    assert condition["verificationStatus"]["coding"][0]["code"] == "confirmed"
    assert condition["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "9180/3"
    assert condition["recordedDate"] == "2026-10"
    assert condition["note"] == [{"text": "Pain in the leg at night"}]
    assert {each["performedString"] for each in of(bundle, "Procedure")} == {"June, biopsy", "July, twelve times"}
    assert of(bundle, "Practitioner")[0]["name"] == [{"text": "Dr. Avery Fixture"}]
    assert {each["name"] for each in of(bundle, "Organization")} >= {"Demo Hospital", "Demo Imaging"}


def test_everything_that_was_told_stands_in_its_own_words(case):
    (told,) = of(exported(case), "QuestionnaireResponse")
    text = json.dumps(told, ensure_ascii=False)

    for code, value in {**WHOLE, **PLACE}.items():
        code = code[0] if isinstance(code, tuple) else code
        if code != "do_not_contact" and not code.startswith("child_address"):
            for part in value if isinstance(value, tuple) else [value]:
                assert part in text, code
    assert "10 Demo Street" in text


def test_whom_not_to_reach_never_leaves(case):
    assert "uncle" not in fhir.bundle(case, now=make.NOW).decode()
    assert "do_not_contact" not in fhir.bundle(case, now=make.NOW).decode()


def test_an_unknown_answer_says_so(db):
    case = make.case(decision_date=UNKNOWN)
    (told,) = of(exported(case), "QuestionnaireResponse")
    answer = next(item for item in told["item"] if item["linkId"] == "decision_date")["answer"]

    assert answer[0]["valueCoding"]["code"] == "unknown"
    assert "occurrencePeriod" not in of(exported(case), "ServiceRequest")[0]


def test_each_record_is_a_task_under_the_work(case):
    bundle = exported(case)
    work, *records = of(bundle, "Task")

    assert len(records) == make.items(case, dropped_at=None).count()
    assert {task["partOf"][0]["reference"] for task in records} == {f"urn:uuid:{work['id']}"}
    kinds = {task["input"][0]["valueCodeableConcept"]["coding"][0]["code"] for task in records}
    assert kinds == set(make.items(case).values_list("kind", flat=True))
    report = next(task for task in records if task["description"] == "Pathology report")
    assert report["input"][0]["valueCodeableConcept"]["coding"][1] == {"system": "http://loinc.org", "code": "11526-1"}


def test_a_file_is_the_output_of_its_record(case):
    item = make.items(case, kind="pathology_report").get()
    upload = make.upload(case, item)
    bundle = exported(case)
    (document,) = of(bundle, "DocumentReference")
    task = next(task for task in of(bundle, "Task") if task.get("output"))
    attachment = document["content"][0]["attachment"]

    assert task["output"][0]["valueReference"]["reference"] == f"urn:uuid:{document['id']}"
    assert (task["status"], task["businessStatus"]["coding"][0]["code"]) == ("in-progress", "received")
    assert (attachment["contentType"], attachment["size"], attachment["title"]) == (
        "application/pdf",
        upload.size,
        "report.pdf",
    )
    assert attachment["extension"][0]["valueString"] == upload.sha256
    assert document["type"]["coding"][0]["code"] == "11526-1"


def test_a_rejected_record_tells_why(db):
    lead = make.person("lead_coordinator")
    case = make.case("collecting_records", by=lead)
    item = make.items(case, kind="pathology_report").get()
    make.upload(case, item)
    settle(item, "unreadable", reject_reason="blank", by=lead, now=make.NOW)

    task = next(task for task in of(exported(case), "Task") if task.get("output"))

    assert task["statusReason"]["coding"][0]["code"] == "blank"


def test_consents_tell_text_kind_and_moment(case):
    consents = [each for each in of(exported(case), "Consent") if "policyRule" not in each]

    assert [each["category"][1]["coding"][0]["code"] for each in consents] == ["consent_privacy", "consent_limits"]
    assert consents[0]["category"][0]["coding"][0]["code"] == "npp"
    assert consents[0]["policy"][0]["uri"].endswith(f"/fhir/consent-text/consent_privacy/en/{case.checklist_version}")


def test_a_signed_permission_is_a_consent_and_its_signature_a_provenance(db):
    signed = make.signed(make.case("in_triage", **WHOLE))
    bundle = exported(signed.case)

    consent = next(each for each in of(bundle, "Consent") if "policyRule" in each)
    (provenance,) = of(bundle, "Provenance")
    names = {entry["fullUrl"]: entry["resource"].get("name") for entry in bundle["entry"]}
    assert (consent["status"], consent["policyRule"]["coding"][0]["code"]) == ("active", "hipaa-auth")
    assert consent["provision"]["period"]["end"] == signed.expires_on.isoformat()
    assert names[consent["provision"]["actor"][0]["reference"]["reference"]] == signed.place.name
    assert provenance["target"] == [{"reference": f"urn:uuid:{consent['id']}"}]
    assert provenance["agent"][0]["who"]["display"] == "Ana Sample"
    assert set(references(bundle)) <= set(names)


def test_every_reading_is_an_audit_event(case):
    oncologist = make.person("oncology", name="Oncologist Demo 9")
    history.read(case, "oncology:case", by=oncologist, now=make.NOW)

    (event,) = of(exported(case), "AuditEvent")
    assert event["agent"][0]["who"]["display"] == "Oncologist Demo 9"
    assert (event["action"], event["entity"][0]["description"]) == ("R", "oncology:case")


def test_sent_messages_are_named_and_say_nothing(case):
    case.notices.update(sent_at=make.NOW)
    messages = of(exported(case), "Communication")

    assert len(messages) == case.notices.count() > 1
    assert {"payload", "sent", "category"} <= messages[0].keys()
    words = json.dumps(messages)
    assert not any(contact.email in words for contact in Contact.objects.filter(case=case) if contact.email)


@pytest.mark.parametrize("status", CaseStatus.values)
def test_every_state_of_a_case_has_its_status(status):
    row = resources.table("fhir_case_status")[status]

    assert (row["servicerequest_status"] in REQUEST, row["task_status"] in TASK | {"entered-in-error"}) == (True, True)


@pytest.mark.parametrize("status", ItemStatus.values)
def test_every_state_of_a_record_has_its_status(status):
    assert resources.table("fhir_item_status")[status]["task_status"] in TASK


@pytest.mark.parametrize(
    ("action", "why", "status", "business", "request_status"),
    [
        (None, "", "received", "2.0", "active"),
        ("decline", "age", "rejected", "4.0", "revoked"),
        ("withdraw", "got_answer", "cancelled", "5.2", "revoked"),
        ("accept", "", "in-progress", "3.0", "active"),
    ],
)
def test_the_state_of_the_case_is_the_status_of_the_work(case, action, why, status, business, request_status):
    if action:
        cases.advance(case, action, why=why, by=make.person("coordinator"), now=make.NOW)
    bundle = exported(case)
    work = of(bundle, "Task")[0]

    assert (work["status"], work["businessStatus"]["coding"][0]["code"]) == (status, business)
    assert of(bundle, "ServiceRequest")[0]["status"] == request_status
    assert (work["statusReason"]["coding"][0]["code"] if why else "") == why


def test_a_period_never_ends_before_it_begins(db):
    decide, treat = make.TODAY + timedelta(days=9), make.TODAY + timedelta(days=5)
    before = make.case(decision_date=str(decide), treatment_date=str(treat))
    after = make.case(decision_date=str(treat), treatment_date=str(decide))

    assert of(exported(before), "ServiceRequest")[0]["occurrencePeriod"] == {"start": str(treat), "end": str(decide)}
    assert of(exported(after), "ServiceRequest")[0]["occurrencePeriod"] == {"end": str(treat)}

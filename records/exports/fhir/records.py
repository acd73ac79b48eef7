"""The records: a Task each, a DocumentReference each file, a Specimen for what comes by parcel."""

from intake.queries import reference
from records.domain import uploads
from records.states import ItemStatus

from .resources import code_for, coded, moment, own, table

TASK, LOINC = "http://terminology.hl7.org/CodeSystem/task-code", "http://loinc.org"
NOTE = coded(
    "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note", "Clinical Note"
)
TYPES = {
    "pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff", "heic": "image/heic",
    "dicom": "application/dicom", "zip": "application/zip", "tar": "application/x-tar", "rtf": "application/rtf",
    "mp4": "video/mp4", "text": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
HERE = {ItemStatus.RECEIVED, ItemStatus.ACCEPTED, ItemStatus.RETURNED, ItemStatus.IN_TRANSIT}
OWNERS = {"family": "guardian", "physician": "doctor"}
FILE_STATUS = {ItemStatus.SUPERSEDED: "superseded", ItemStatus.WRONG_PATIENT: "entered-in-error"}


def resources(here):
    wanted = [item for item in here.items if item.dropped_at is None]
    specimens = [_specimen(here, item) for item in wanted if _is_thing(here, item) and item.status in HERE]
    return [*(_task(here, item) for item in wanted), *(_file(here, upload) for upload in here.uploads), *specimens]


def _task(here, item):
    row = table("fhir_item_status")[item.status]
    files = [upload for upload in here.uploads if upload.item_id == item.pk]
    return here.make(
        "Task",
        f"record-{item.number}",
        partOf=[here.ref("work")],
        status=row["task_status"],
        statusReason=_rejected(here, item),
        businessStatus=coded(
            own("CodeSystem/record-item-state"), row["business_status_code"], item.get_status_display()
        ),
        intent="order",
        code=coded(TASK, "data-request", "Data request task"),
        description=_kind(here, item).label_en,
        focus=here.ref("request"),
        **{"for": here.ref("patient")},
        authoredOn=moment(here.case.submitted_at),
        lastModified=moment(max(item.since, here.case.submitted_at)),
        requester=here.ref("service"),
        owner=_owner(here, item),
        restriction={"period": {"end": item.due_on and item.due_on.isoformat()}},
        input=_wanted(here, item),
        output=[{"type": {"text": "File"}, "valueReference": here.ref(f"file-{upload.key}")} for upload in files],
    )


def _wanted(here, item):
    kind = _kind(here, item)
    coding = [{"system": own("CodeSystem/record-item"), "code": item.kind, "display": kind.label_en}]
    coding += [{"system": LOINC, "code": kind.loinc}] if kind.loinc else []
    return [
        {"type": {"text": "Record"}, "valueCodeableConcept": {"coding": coding, "text": kind.label_en}},
        {"type": {"text": "Necessity"}, "valueString": item.necessity},
    ]


def _kind(here, item):
    return here.snapshot.record_items[item.kind]


def _owner(here, item):
    """Who must send it: the family, the doctor's office, or a place."""
    has_doctor = here.first("doctor_name", "phy_name", "doctor_hospital", "phy_hospital")
    if item.party == "family" or (item.party == "physician" and has_doctor):
        return here.ref(OWNERS[item.party])
    if here.places:
        return here.ref(f"place-{here.places[0][0]}")
    return {"display": item.holder}


def _rejected(here, item):
    row = here.snapshot.reject_reasons.get(item.reject_reason)
    if row is None:
        return {"text": item.waived_why}
    return coded(own("CodeSystem/reject-reason"), row.reason, reference.text(row, "label", "en"))


def _file(here, upload):
    item = upload.item
    kind = item and _kind(here, item)
    sha256 = {"url": own("StructureDefinition/sha-256"), "valueString": upload.sha256}
    return here.make(
        "DocumentReference",
        f"file-{upload.key}",
        status=FILE_STATUS.get(item.status if item else "", "current"),
        type=(code_for(item.kind) or coded(own("CodeSystem/record-item"), item.kind, kind.label_en)) if item else None,
        category=[NOTE],
        subject=here.ref("patient"),
        date=moment(upload.uploaded_at),
        author=[{"display": upload.uploaded_by.get_role_display()}],
        description=kind.label_en if kind else "Not filed under a record yet",
        content=[
            {
                "attachment": {
                    "extension": [sha256],
                    "contentType": TYPES[upload.kind],
                    "size": upload.size,
                    "title": uploads.name(upload),
                    "creation": moment(upload.uploaded_at),
                }
            }
        ],
    )


def _is_thing(here, item):
    return _kind(here, item).channel_default == "physical"


def _specimen(here, item):
    returned = "Sent back to the owner" if item.status == ItemStatus.RETURNED else "Goes back to the owner"
    return here.make(
        "Specimen",
        f"specimen-{item.number}",
        status="available",
        type={"text": _kind(here, item).label_en},
        subject=here.ref("patient"),
        receivedTime=moment(item.received_at),
        note=[{"text": returned}],
    )

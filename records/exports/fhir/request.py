"""The request itself and the work on it: ServiceRequest and its Task."""

from intake.queries import reference

from .resources import code_for, coded, day, moment, own, table

BSER = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS"
TASK = "http://terminology.hl7.org/CodeSystem/task-code"


def resources(here):
    return [_request(here), _task(here)]


def _request(here):
    case = here.case
    return here.make(
        "ServiceRequest",
        "request",
        identifier=[{"system": own("case-reference"), "value": case.reference}],
        status=table("fhir_case_status")[case.status]["servicerequest_status"],
        intent="order" if case.form == "physician" else "proposal",
        category=[code_for("case.category")],
        priority=here.snapshot.priority_targets[case.priority].fhir_request_priority,
        code=code_for("case.kind"),
        subject=here.ref("patient"),
        occurrencePeriod=_dates(case),
        authoredOn=moment(case.submitted_at),
        requester=here.ref(_asker(here)),
        performer=[here.ref("service")],
        reasonCode=[*_reasons(here), {"text": here.say("reason_other")}],
        reasonReference=[here.ref("condition")],
        supportingInfo=[here.ref("told")],
        extension=_timing(here),
    )


def _dates(case):
    """A period may not end before it begins: the later treatment stands among what was told."""
    start = case.treatment_on
    if start and case.decide_on and start > case.decide_on:
        start = None
    return {"start": day(start), "end": day(case.decide_on)}


def _asker(here):
    return "practitioner" if here.case.form == "physician" else "guardian"


def _reasons(here):
    known = here.snapshot.reasons
    return [
        coded(own("CodeSystem/second-opinion-reason"), code, reference.text(known[code], "label", "en"))
        for code in here.all("reasons")
        if code in known
    ]


def _timing(here):
    row = here.snapshot.timings.get(here.say("timing"))
    if row is None:
        return []
    concept = coded(own("CodeSystem/treatment-timing"), row.timing, reference.text(row, "label", "en"))
    return [{"url": own("StructureDefinition/treatment-timing"), "valueCodeableConcept": concept}]


def _task(here):
    case, row = here.case, table("fhir_case_status")[here.case.status]
    return here.make(
        "Task",
        "work",
        identifier=[{"system": own("case-reference"), "value": case.reference}],
        status=row["task_status"],
        statusReason=_why(here),
        businessStatus=_business(case, row),
        intent="order",
        priority=here.snapshot.priority_targets[case.priority].fhir_request_priority,
        code=coded(TASK, "fulfill", "Fulfill the focal request"),
        focus=here.ref("request"),
        **{"for": here.ref("patient")},
        authoredOn=moment(case.submitted_at),
        lastModified=moment(max(case.since, case.submitted_at)),
        requester=here.ref(_asker(here)),
        owner=here.ref("service"),
        restriction={"period": {"end": moment(case.due_at)}} if case.due_at else None,
    )


def _why(here):
    """Why it was declined, withdrawn or put on hold."""
    case, now = here.case, here.snapshot
    if case.status == "needs_information":
        return {"text": "Needs information"}
    lists = [now.decline_reasons, {row.reason: row for rows in now.other_reasons.values() for row in rows}]
    row = next((rows[case.ended_why] for rows in lists if case.ended_why in rows), None)
    text = reference.text(row, "label", "en") if row else case.ended_why
    return coded(own("CodeSystem/end-reason"), case.ended_why, text) if case.ended_why else None


def _business(case, row):
    code, display = row["bser_business_status"], row["bser_display"]
    if case.status == "needs_information" and case.came_from == "in_triage":
        code, display = "2.0", "Service Request Created"
    if case.status == "closed" and not case.delivered_at:
        code, display = "6.0", "Service Request Fulfillment Cancelled"
    return coded(BSER, code, display) if code else None

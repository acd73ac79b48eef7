"""The illness as it was told and coded, and what was done about it."""

from intake.policies import cases as policies
from intake.queries import reference

from .resources import code_for, coded, own

STATUS = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
KNOWN = {"confirmed": "confirmed", "suspected": "provisional"}
ICD10, ICDO3 = "http://hl7.org/fhir/sid/icd-10-cm", "http://terminology.hl7.org/CodeSystem/icd-o-3"
MORPHOLOGY = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"


def resources(here):
    return [_condition(here), *_procedures(here), *_observations(here)]


def _condition(here):
    row = _diagnosis(here)
    return here.make(
        "Condition",
        "condition",
        extension=_morphology(row),
        clinicalStatus=coded(CLINICAL, "active", "Active"),
        verificationStatus=coded(STATUS, KNOWN.get(here.say("dx_known"), "unconfirmed")),
        code={"coding": _codes(here, row), "text": here.first("dx_text", "phy_summary") or "Not known yet"},
        bodySite=[{"text": " ".join(filter(None, [here.say("dx_site"), _side(here)]))}],
        subject=here.ref("patient"),
        recordedDate=here.say("dx_date"),
        stage=[{"summary": {"text": stage}} for stage in {here.say("dx_stage"), here.say("phy_stage")} - {""}],
        note=[
            {"text": text} for text in (here.say("symptoms_first"), here.say("symptoms_now"), here.say("phy_summary"))
        ],
    )


def _side(here):
    side = here.say("dx_side")
    return f"({side})" if side and side != "unknown" else ""


def _diagnosis(here):
    """The diagnosis that is coded, picked, or sure by the family's words."""
    facts = policies.facts(here.case, here.case.submitted_at)
    return here.snapshot.diagnoses.get(facts.get("diagnosis") or "")


def _codes(here, row):
    group = here.snapshot.checklist_groups.get(here.case.group)
    ours = []
    if group:
        label = reference.text(group, "label", "en")
        ours = [{"system": own("CodeSystem/disease-group"), "code": here.case.group, "display": label}]
    if row is None:
        return ours
    return [
        {"system": ICD10, "code": row.icd10cm_typical, "display": row.name_en} if row.icd10cm_typical else {},
        {"system": own("CodeSystem/iccc-3"), "code": row.iccc3_subgroup} if row.iccc3_subgroup else {},
        *ours,
    ]


def _morphology(row):
    if row is None or not row.icdo3_histology:
        return []
    code = f"{row.icdo3_histology}/{row.icdo3_behavior}"
    return [{"url": MORPHOLOGY, "valueCodeableConcept": coded(ICDO3, code, row.name_en)}]


def _procedures(here):
    kinds = here.all("treatment_types")
    if "surgery" in kinds or here.say("surgery_dates"):
        yield _procedure(here, "surgery", {"text": "Surgery"}, here.say("surgery_dates"))
    if "radiation" in kinds or here.say("radiation_dates"):
        yield _procedure(here, "radiation", code_for("radiation"), here.say("radiation_dates"))


def _procedure(here, name, code, when):
    return here.make(
        "Procedure",
        name,
        status="completed",
        code=code,
        subject=here.ref("patient"),
        performedString=when or "Not told",
    )


def _observations(here):
    """What has a value of its own; everything else stands among what was told."""
    if weight := here.say("child_weight"):
        quantity = {"value": float(weight), "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
        yield _observation(here, "weight", "Weight as told", valueQuantity=quantity)
    if life := here.say("daily_life"):
        row = reference.label(here.snapshot, "daily_life", life)
        yield _observation(here, "daily-life", "Daily life", valueString=row.label_en if row else life)
    if play := here.say("phy_performance"):
        yield _observation(here, "performance", "Lansky or Karnofsky, told by the doctor", valueInteger=int(play))


def _observation(here, name, text, **value):
    return here.make("Observation", name, status="final", code={"text": text}, subject=here.ref("patient"), **value)

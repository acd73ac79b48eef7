"""Whether a permission may be signed, counts, or is taken back; and which records it is for."""

from intake.facts import UNKNOWN
from intake.policies import cases as case_policies
from intake.queries import cases
from intake.states import ENDED, HoldKind, Room
from records import wording
from records.policies.items import LEGAL
from records.queries import permits as queries
from records.states import AUTHORIZATION_TRANSITIONS, SETTLED

# What stops records requests to places other than the treating office.
STOPS = {
    HoldKind.GUARDIAN_NOT_CONFIRMED, HoldKind.AUTHORITY_NONE_OR_UNSURE, HoldKind.PAPERS_MISSING,
    HoldKind.AUTHORITY_DISPUTE, HoldKind.TURNING_18, HoldKind.DEATH_REPORTED,
}  # fmt: skip
# Without an answer about the right to sign there is nothing to sign; a paper may come later.
STOPS_SIGNING = STOPS - {HoldKind.PAPERS_MISSING}
SENSITIVE = ("genetic", "hiv", "substance", "mental")
WARN_DAYS, LASTS_DAYS = 30, 365
# What was done at a place -> the records that lie there.
KINDS = {
    "pathology": {"pathology_report", "pathology_slides", "unstained_slides", "tissue_block", "relapse_pathology",
                  "flow_cytometry", "marrow_report", "marrow_slides", "mrd_report", "csf_report"},
    "surgery": {"operative_note", "discharge_summary"},
    "chemo": {"chemo_roadmap", "transplant_summary", "trial_papers", "treatment_plan", "clinic_notes",
              "discharge_summary"},
    "radiation": {"radiation_summary", "radiation_dosimetry"},
    "genes": {"molecular_report", "germline_report", "cytogenetics", "hla_typing"},
}  # fmt: skip
CATEGORIES = {"imaging": {"imaging"}, "labs": {"labs"}, "other": {"clinical", "function"}}


def why_not(authorization, action, *, by, now=None):
    """-> the reason why this person cannot take this step now, or None."""
    move = AUTHORIZATION_TRANSITIONS[action]
    if by.room not in move.rooms:
        return wording.NOT_YOURS
    if not move.allows(authorization.status, by.room):
        return wording.PERMISSION_NOT_NOW
    if action == "sign":
        return why_not_sign(authorization.case)
    if action == "activate":
        return why_not_ask(authorization.case)
    return None


def why_not_sign(case):
    """-> the reason why nobody can sign for this case now, or None."""
    if case.status in ENDED or not case.submitted_at:
        return wording.PERMISSION_NOT_NOW
    return wording.SIGNER_UNKNOWN if STOPS_SIGNING & cases.holds(case) else None


def why_not_ask(case):
    """-> the reason why no place may be asked now, signed or not, or None."""
    return wording.PLACES_HELD if STOPS & cases.holds(case) else None


def needs_check(typed, known):
    """Whether a person must compare the names: a word that was given before is not in what was typed."""
    return not set(known.split()) <= set(typed.split())


def is_at(item, kinds):
    """Whether a record lies where these things were done. Nobody said what: it may hold all."""
    told = [kind for kind in kinds if kind != "unknown"]
    if not told:
        return True
    return any(item.kind in KINDS.get(kind, ()) or item.category in CATEGORIES.get(kind, ()) for kind in told)


def wanted(items, kinds):
    """The records that a permission is for: what the review needs or may find there."""
    return [
        item
        for item in items
        if item.category != LEGAL and item.dropped_at is None and item.status not in SETTLED
        and item.party != Room.FAMILY and item.necessity != "helpful" and is_at(item, kinds)
    ]  # fmt: skip


def rows(case, now):
    """The places that the family named and that are not the treating office: row -> what it told."""
    found = case_policies.facts(case, now).get("facilities")
    told = found if isinstance(found, dict) else {}
    return {row: each for row, each in told.items() if said(each, "facility_name")}


def said(told, code):
    value = told.get(code)
    return "" if value is UNKNOWN or value is None else value


def to_do(item):
    """What a family does next for a paper that it signs here."""
    waits = item.kind == "authorization" and queries.is_unsigned(item)
    return wording.READ_AND_SIGN if waits else wording.SIGN_LATER


def covers_all(case):
    """Whether the family has signed all it was asked for: the paper on the list is there."""
    found = [each.status for each in queries.standing(case)]
    return bool(found) and set(found) == {"active"}

"""What families of open cases told: sealed as `answers.save` seals it."""

from types import SimpleNamespace

from django.conf import settings

from intake import sealing
from intake.domain import answers
from intake.queries import answers as queries

WORDS = {  # disease group -> words whose meaning is sure
    "leukemia": "leukemia", "lymphoma": "lymphoma", "neuroblastoma": "neuroblastoma", "cns": "medulloblastoma",
    "retinoblastoma": "retinoblastoma", "renal": "Wilms tumor", "hepatic": "hepatoblastoma", "bone": "osteosarcoma",
    "soft_tissue": "rhabdomyosarcoma", "germ_cell": "germ cell tumor", "epithelial": "thyroid cancer",
    "histiocytosis": "histiocytosis",
}  # fmt: skip
OPEN = """
    SELECT p.case_id, p.reference, p.sealed_key, p.grp, p.phase, p.region, p.first_name, p.last_name, p.parent_name,
        p.written, c.birth_date, c.decide_on, o.phone, o.email, c.submitted_at, p.family
    FROM seed_plan p JOIN intake_secondopinionrequest c ON c.id = p.case_id
    JOIN intake_contact o ON o.case_id = p.case_id AND o.kind = 'guardian' WHERE p.is_open
"""


def rows(plan, snapshot):
    """(case, question, value, sealed, unknown, at, by) for one open case of `OPEN`."""
    case_id, reference, key, group, phase, region, first, last, parent, written, *more = plan
    born, decides, phone, email, at, by = more
    case = SimpleNamespace(reference=reference, sealed_key=bytes(key), key_id=settings.FILE_KEY_ID)
    told = {
        "red_flags": "none", "country": "US", "region": region, "asker_role": "parent", "timing": phase,
        "decision_date": decides and str(decides), "child_first_name": first, "child_last_name": last,
        "child_dob": str(born), "dx_known": "confirmed" if group in WORDS else "unknown",
        "dx_text": WORDS.get(group, ""), "dx_group": group, "guardian_first_name": parent, "guardian_last_name": last,
        "guardian_relation": "mother", "guardian_authority": "parent_full", "guardian_phone": phone,
        "guardian_email": email, "language_written": written,
    }  # fmt: skip
    for question, value in told.items():
        if value is None:
            yield case_id, question, "", None, True, at, by
        elif value and answers.is_plain(snapshot, question):
            yield case_id, question, value, None, False, at, by
        elif value:
            yield case_id, question, "", sealing.seal(case, value, queries.context(question, 0)), False, at, by

"""Who looked at the case and when: an AuditEvent each reading. The family may see the same list."""

from intake.queries import history

from .resources import moment

RECORD = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110", "display": "Patient Record"}


def resources(here):
    return (_looked(here, access) for access in history.readings(here.case).iterator())


def _looked(here, access):
    return here.make(
        "AuditEvent",
        f"access-{access.pk}",
        type=RECORD,
        action="R",
        recorded=moment(access.at),
        outcome="0",
        agent=[
            {
                "type": {"text": access.by.get_role_display()},
                "who": {"display": access.by.name or access.by.get_role_display()},
                "requestor": True,
            }
        ],
        source={"observer": here.ref("service")},
        entity=[{"what": here.ref("patient"), "description": access.what}],
    )

"""One case as a FHIR R4 bundle for hand-over. It holds everything that was told but what may never leave the site."""

import json
from uuid import NAMESPACE_URL, uuid5

from . import clinical, consents, messages, people, permits, records, request, told, trail
from .resources import Case, cleaned

PARTS = (request, people, clinical, records, consents, permits, messages, told, trail)


def bundle(case, *, now) -> bytes:
    """JSON in UTF-8, the same bytes for the same case at the same moment."""
    picture = Case(case)
    resources = [cleaned(resource) for part in PARTS for resource in part.resources(picture)]
    whole = {
        "resourceType": "Bundle",
        "id": str(uuid5(NAMESPACE_URL, case.reference)),
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"

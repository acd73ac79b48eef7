from .arrivals import Arrival
from .contacts import ContactLog
from .incidents import Incident
from .inspections import Inspection
from .items import RecordItem, Upload
from .keys import FileKey
from .letters import Letter
from .permissions import Authorization, Place, Signature
from .places import PlaceDays, PlaceMedian
from .post import Material, Scan

__all__ = [
    "Arrival", "Authorization", "ContactLog", "FileKey", "Incident", "Inspection", "Letter", "Material", "Place",
    "PlaceDays", "PlaceMedian", "RecordItem", "Scan", "Signature", "Upload",
]  # fmt: skip

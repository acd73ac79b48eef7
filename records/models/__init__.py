from .inspections import Inspection
from .items import RecordItem, Upload

__all__ = ["Inspection", "RecordItem", "Upload"]

from .arrivals import Arrival
from .items import RecordItem, Upload

__all__ = ["Arrival", "RecordItem", "Upload"]

from .contacts import ContactLog
from .items import RecordItem, Upload
from .places import PlaceDays, PlaceMedian

__all__ = ["ContactLog", "PlaceDays", "PlaceMedian", "RecordItem", "Upload"]

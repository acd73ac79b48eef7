from .arrivals import Arrival
from .items import RecordItem, Upload
from .keys import FileKey

__all__ = ["Arrival", "FileKey", "RecordItem", "Upload"]

from .items import RecordItem, Upload
from .permissions import Authorization, Place, Signature

__all__ = ["Authorization", "Place", "RecordItem", "Signature", "Upload"]

from .items import RecordItem, Upload
from .letters import Letter
from .permissions import Authorization, Place, Signature

__all__ = ["Authorization", "Letter", "Place", "RecordItem", "Signature", "Upload"]

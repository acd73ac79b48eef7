from .items import RecordItem, Upload
from .letters import Letter
from .permissions import Authorization, Place, Signature
from .post import Material, Scan

__all__ = ["Authorization", "Letter", "Material", "Place", "RecordItem", "Scan", "Signature", "Upload"]

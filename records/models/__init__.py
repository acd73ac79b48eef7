from .items import RecordItem, Upload

__all__ = ["RecordItem", "Upload"]

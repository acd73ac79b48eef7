"""The checklist of a case: made at sending, re-made when answers change."""

from .items import make, party, remake
from .sending import consent, judge, judged, send

__all__ = ["consent", "judge", "judged", "make", "party", "remake", "send"]

"""The checklist of a case: made at sending, re-made when answers change."""

from .items import make, party, remake
from .sending import consent, judge, send

__all__ = ["consent", "judge", "make", "party", "remake", "send"]

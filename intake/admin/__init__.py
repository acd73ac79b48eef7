"""The administrator's room: reference data, services, cover and staff; no case."""

from . import reference, staff
from .site import site

__all__ = ["reference", "site", "staff"]

"""The synthetic cases and their staff: made through the product's own verbs, each at its moment in the past."""

from .loading import load

__all__ = ["load"]

"""Named conditions over facts: what is shown, what is needed, what holds a case."""

from .asked import answered, missing, missing_to_send, required, shown, to_send
from .computed import complete, group, phase, visible
from .holds import HOLDS, holds
from .reading import day, filled, has, known, lacks, unknown, values
from .show_if import SHOW_IF

__all__ = [
    "HOLDS", "SHOW_IF", "answered", "complete", "day", "filled", "group", "has", "holds", "known", "lacks", "missing",
    "missing_to_send", "phase", "required", "shown", "to_send", "unknown", "values", "visible",
]  # fmt: skip

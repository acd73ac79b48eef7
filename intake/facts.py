"""What a case's people told us, as plain values that the rules read."""

from collections.abc import Mapping
from typing import Final


class _Unknown:
    """`I do not know`: an answer of its own, never an empty one."""

    def __repr__(self):
        return "UNKNOWN"

    def __bool__(self):
        return False


UNKNOWN: Final = _Unknown()

# question code -> text, several values, or UNKNOWN; a question without an answer is not in it.
# Beside the answers: `form`, `age`, `age_months`, `days_to_date`, `today` and what else a rule needs.
Facts = Mapping[str, object]

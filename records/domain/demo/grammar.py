"""The synthetic cases as they are written down: days relative to the load day, ages, answers, records."""

import json
import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from intake.domain import reference as tables
from intake.facts import UNKNOWN

LISTS = {"radio", "select", "checkboxes", "coded"}  # where "unknown" is one of the values


def cases() -> list[dict[str, Any]]:
    return json.loads((tables.DATA / "demo_cases.json").read_text(encoding="utf-8"))["cases"]


def key(told: dict[str, Any]) -> UUID:
    """Each case is sent with the key of its own name: the database refuses to hold it twice."""
    return uuid5(NAMESPACE_URL, f"secondopinion:{told['id']}")


def day(text: str, today: date) -> date | None:
    """D-4, A4y2m, A18y0m-10d (ten days before that birthday), or None for other text."""
    if found := re.fullmatch(r"D([+-]\d+)", text):
        return today + timedelta(days=int(found[1]))
    if found := re.fullmatch(r"A(\d+)y(\d+)m(?:([+-]\d+)d)?", text):
        months = today.year * 12 + today.month - 1 - int(found[1]) * 12 - int(found[2])
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1])) - timedelta(days=int(found[3] or 0))
    return None


def answers(told: dict[str, Any], snapshot: Any, today: date) -> dict[Any, Any]:
    """What `answers.start` takes; consents are given at sending."""
    data: dict[Any, Any] = {}
    for code, value in told["answers"].items():
        if isinstance(value, dict):
            data |= {f"{code}_{part}": text for part, text in value.items()}
        elif code not in consents(told):
            data[code] = _value(value, snapshot.questions[code].type, today)
    for row, place in enumerate(told["facilities"]):
        data |= {(code, row): value for code, value in place.items() if code != "key"}
    return data


def consents(told: dict[str, Any]) -> list[str]:
    return [code for code, value in told["answers"].items() if value is True]


def _value(value: Any, kind: str, today: date) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if value == "unknown" and kind not in LISTS:
        return UNKNOWN
    found = day(value, today)
    return str(found)[: 7 if kind == "month" else 10] if found else value

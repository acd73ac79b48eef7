"""What a demonstration tells at sign-in: accounts, codes, links. Kept in a private file, not readable in a table."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from .sign_in import factors

EMPTY: dict[str, list[dict[str, Any]]] = {"accounts": [], "families": [], "offices": []}


def read() -> dict[str, list[dict[str, Any]]]:
    try:
        return {**EMPTY, **json.loads(_file().read_text())}
    except (OSError, ValueError):
        return EMPTY


def write(told: dict[str, list[dict[str, Any]]]) -> None:
    draft = _file().with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(told))
    draft.replace(_file())


def shown(*, now) -> dict[str, Any]:
    """For the sign-in pages; `codes` are what the accounts' apps would show now."""
    told = read()
    codes = {account["email"]: factors.code_at(account["totp_secret"], now) for account in told["accounts"]}
    accounts = [account | {"code": codes[account["email"]]} for account in told["accounts"]]
    return {"accounts": accounts, "codes": codes, "families": told["families"], "offices": told["offices"]}


def _file() -> Path:
    return Path(settings.VAR) / "showcase.json"

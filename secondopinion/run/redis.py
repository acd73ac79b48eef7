"""The embedded Redis or Valkey."""

from pathlib import Path
from urllib.parse import quote

from secondopinion.run import sockets


def socket(var: Path) -> Path:
    return sockets.folder(var) / "redis"


def url(var: Path) -> str:
    return f"unix://{quote(str(socket(var)))}?db=0"

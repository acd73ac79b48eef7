"""The embedded PostgreSQL."""

from pathlib import Path
from urllib.parse import quote

from secondopinion.run import sockets

NAME = "secondopinion"


def url(var: Path, password: str, name: str = NAME) -> str:
    return f"postgresql://postgres:{quote(password, safe='')}@{quote(str(sockets.folder(var)), safe='')}/{name}"

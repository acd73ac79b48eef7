"""Where the embedded servers are reached: sockets only, no ports."""

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

LONGEST = 107  # bytes of a socket's path in Linux


def folder(var: Path) -> Path:
    """Under var/ if PostgreSQL's socket fits there, else under the temp folder (removed at stop)."""
    own = var / "sockets"
    if len(os.fsencode(own / ".s.PGSQL.5432")) <= LONGEST:
        return own
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"so-{os.getuid()}-{mark}"


def make(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()  # the temp folder belongs to everybody: take no folder that somebody else laid there
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), 65534}:
        raise OSError(f"{path} belongs to somebody else")
    path.chmod(0o700)


def remove(var: Path) -> None:
    shutil.rmtree(folder(var), ignore_errors=True)

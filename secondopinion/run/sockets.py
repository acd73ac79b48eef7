"""Where the embedded servers are reached: sockets only, no ports."""

import hashlib
import os
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

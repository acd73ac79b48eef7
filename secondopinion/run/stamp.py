"""Notes what was done for which files, so that a second start does not do it again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of(paths: Iterable[Path]) -> str:
    """Changes when one of these files, or one in these folders, does."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def same(note: Path, now: str) -> bool:
    return note.exists() and note.read_text() == now

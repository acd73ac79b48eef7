"""Secrets in files: made once in a demo, read and checked everywhere."""

import base64
import binascii
import os
import secrets
import stat
import tempfile
from pathlib import Path


class BadKey(Exception):
    """A key file that must not be used; the text says why."""


def once(path: Path, make) -> str:
    """The secret in this file, made by whoever asks first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(make() + "\n")
        try:
            os.link(draft, path)  # of two processes the first one wins
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return private(path)


def private(path: Path) -> str:
    """The text of a file that nobody else may read."""
    try:
        if mode := stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise BadKey(f"others may read or change {path} (mode has {mode:03o}); chmod 600 it")
        return path.read_text().strip()
    except OSError as error:
        raise BadKey(f"{path} cannot be read ({error.strerror})") from error


def new_secret() -> str:
    return secrets.token_urlsafe(48)


def new_file_key() -> str:
    return f"{secrets.token_hex(4)} {base64.b64encode(secrets.token_bytes(32)).decode()}"


class FileKeys(dict[str, bytes]):
    """The keys of a file, oldest first. A process that runs sees a key that was added, by the file's time."""

    make = staticmethod(new_file_key)

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.seen = path, 0
        self.refresh()

    def newest(self) -> str:
        """The id of the one that seals."""
        self.refresh()
        return list(self)[-1]

    def refresh(self) -> None:
        """A key that left the file stays known to who has read it."""
        try:
            changed = self.path.stat().st_mtime_ns
        except OSError as error:
            if not self:
                raise BadKey(f"{self.path} cannot be read ({error.strerror})") from error
            return
        if changed != self.seen:
            found = file_keys(private(self.path))
            for key_id in found:
                self.pop(key_id, None)
            self.update(found)
            self.seen = changed

    def __missing__(self, key_id: str) -> bytes:
        self.refresh()
        if key_id not in self:
            raise KeyError(key_id)
        return self[key_id]


def file_keys(text: str) -> dict[str, bytes]:
    """Lines of `id base64`, oldest first; the last one seals, all of them unseal."""
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key_id, value = line.split()
            key = base64.b64decode(value, validate=True)
        except (ValueError, binascii.Error) as error:
            raise BadKey(f"line {number} of the key file is not `id base64`") from error
        if len(key) != 32 or key_id in keys:
            raise BadKey(f"line {number} of the key file is not a new id with 32 bytes")
        keys[key_id] = key
    if not keys:
        raise BadKey("the key file holds no key")
    return keys

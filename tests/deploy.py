"""`check --deploy` as a hospital would see it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from secondopinion import keys
from secondopinion.env import VARIABLES


def production(folder: Path) -> dict[str, str]:
    (folder / "secret_key").write_text(keys.new_secret())
    (folder / "file_keys").write_text(keys.new_file_key())
    for name in ("secret_key", "file_keys"):
        (folder / name).chmod(0o600)
    return {key: value for key, value in os.environ.items() if key not in VARIABLES} | {
        "DEPLOYMENT": "production",
        "VAR": str(folder),
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "FILE_KEYS_FILE": str(folder / "file_keys"),
        "BASE_URL": "https://so.example.org",
        "TRUSTED_PROXIES": "1",
        "CLAMD_URL": "unix:///run/clamav/clamd.ctl",
        "MAIL_FROM": "Records <records@example.org>",
        "DATABASE_URL": "postgres://so:secret@db.example.org/so?sslmode=verify-full",
        "REDIS_URL": "rediss://:secret@redis.example.org/0",
        "EMAIL_URL": "smtp://so:secret@mail.example.org:587/?tls=1",
        "FILES_URL": "s3://key:secret@s3.example.org/so",
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        sys.exit(subprocess.run(command, env=production(Path(folder)), check=False).returncode)

"""Reads and checks every variable. A bad one stops the start in one line, never with a traceback."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from secondopinion import keys, values
from secondopinion.run import postgres, redis

ROOT = Path(__file__).resolve().parent.parent
VARIABLES = {  # each with an example; .env.example and the README's table hold the same set
    "DATABASE_URL": "postgres://user:pass@host:5432/name",
    "REDIS_URL": "redis://:pass@host:6379/0",
    "EMAIL_URL": "smtp://user:pass@host:587/?tls=1",
    "FILES_URL": "s3://key:secret@host/bucket?endpoint=http://127.0.0.1:9000",
    "CLAMD_URL": "unix:///run/clamav/clamd.ctl",
    "SECRET_KEY": "'fifty or more random characters'",
    "SECRET_KEY_FILE": "/etc/secondopinion/secret_key",
    "FILE_KEYS_FILE": "/etc/secondopinion/file_keys",
    "BASE_URL": "https://so.example.org",
    "ALLOWED_HOSTS": "so.example.org,www.so.example.org",
    "DEPLOYMENT": "production",
    "MAIL_FROM": '"Children\'s Records <mail@example.org>"',
    "TRUSTED_PROXIES": "1",
    "METRICS_TOKEN": "'twenty or more random characters'",
    "LIMITS": "1",
    "PORT": "8000",
    "VAR": "var",
    "TIME_ZONE": "America/New_York",
    "LOG_LEVEL": "INFO",
}


class Bad(Exception):
    def __init__(self, name: str, wrong: object):
        super().__init__(f"{name}: {wrong}. Example: {name}={VARIABLES[name]}")


def load() -> "Env":
    """The environment of this process, or the end of it."""
    try:
        return Env(os.environ)
    except Bad as bad:
        stop(str(bad))


def stop(line: str) -> NoReturn:
    sys.stderr.write(line + "\n")
    sys.exit(3)  # what gunicorn takes for "failed to boot"; after any other code it tries for ever


class Env:
    """One attribute a variable, as the settings want it."""

    def __init__(self, environ: Mapping[str, str]):
        self.environ = environ
        self.deployment = self.read("DEPLOYMENT", values.one_of("demo", "production"), "demo")
        self.production = self.deployment == "production"
        self.var: Path = self.read("VAR", lambda text: (ROOT / text).resolve(), "var")
        self.port = self.read("PORT", values.port, self._noted_port())
        self.limits = self.read("LIMITS", values.number, "1")
        self.trusted_proxies = self.read("TRUSTED_PROXIES", values.number, "0")
        self.time_zone = self.read("TIME_ZONE", values.zone, "America/New_York")
        self.log_level = self.read("LOG_LEVEL", values.one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "INFO")
        self.mail_from = self.read("MAIL_FROM", values.sender, "Records Desk <records@example.org>")
        self.metrics_token = self.read("METRICS_TOKEN", values.token)
        self.base_url: str = self.read("BASE_URL", values.site, f"http://127.0.0.1:{self.port}")
        self.https = self.base_url.startswith("https:")
        self.allowed_hosts = self.read("ALLOWED_HOSTS", values.hosts) or self._own_hosts()
        self.clamd_url = self.read("CLAMD_URL", values.clamd)
        self.redis_url = self.read("REDIS_URL", values.redis, redis.url(self.var))
        self.email = self.read("EMAIL_URL", values.email)
        self.files = self.read("FILES_URL", values.files)
        if self.production:
            self._check_production()
        self._read_secrets()

    def read(self, name: str, meaning: Callable[[str], Any], default: str = "") -> Any:
        try:
            return meaning(self.text(name) or default)
        except (ValueError, keys.BadKey) as wrong:
            raise Bad(name, wrong) from wrong

    def text(self, name: str) -> str:
        if name not in VARIABLES:
            raise KeyError(f"{name} is missing in VARIABLES")
        return self.environ.get(name, "").strip()

    def _noted_port(self) -> str:
        """`make run` notes its port, so that a command beside it writes the same links."""
        try:
            return (self.var / "port").read_text().strip()
        except OSError:
            return "8000"

    def _own_hosts(self) -> list[str]:
        own = str(urlsplit(self.base_url).hostname)
        return [own] if self.production else [own, "localhost", "127.0.0.1"]

    def _check_production(self) -> None:
        """What a hospital must not forget."""
        for name in ("CLAMD_URL", "BASE_URL", "FILE_KEYS_FILE"):
            if not self.text(name):
                raise Bad(name, "must be set when DEPLOYMENT=production")
        if not self.text("SECRET_KEY") and not self.text("SECRET_KEY_FILE"):
            raise Bad("SECRET_KEY_FILE", "or SECRET_KEY must be set when DEPLOYMENT=production")
        if not self.https:
            raise Bad("BASE_URL", "must begin with https:// when DEPLOYMENT=production")
        if not self.limits:
            raise Bad("LIMITS", "must not be 0 when DEPLOYMENT=production")
        if any("*" in host for host in self.allowed_hosts):
            raise Bad("ALLOWED_HOSTS", "must not hold * when DEPLOYMENT=production")

    def _read_secrets(self) -> None:
        if self.text("SECRET_KEY") and self.text("SECRET_KEY_FILE"):
            raise Bad("SECRET_KEY", "and SECRET_KEY_FILE are both set")
        try:
            if self.text("SECRET_KEY"):
                self.secret_key = self.read("SECRET_KEY", values.secret)
            else:
                self.secret_key = self._file("SECRET_KEY_FILE", "secret_key", keys.new_secret, values.secret)
            self.file_keys = self.read("FILE_KEYS_FILE", self._file_keys)
            self.database = self.read("DATABASE_URL", values.database, self._embedded_database())
            self.incoming = self.var / "incoming"  # files on their way in; Django wants the folder to be there
            self.partials = self.var / "partials"  # what has come of uploads that may go on; shared by several hosts
            for folder in (self.incoming, self.partials):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Bad("VAR", f"{self.var} cannot be written ({error.strerror})") from error
        if self.secret_key.encode() in self.file_keys.values():
            raise Bad("SECRET_KEY", "must not be a file key")

    def _file(self, name: str, made: str, make: Callable[[], str], meaning: Callable[[str], Any]) -> Any:
        """The named file, else one of our own that is made once."""
        if named := self.text(name):
            return self.read(name, lambda text: meaning(keys.private(Path(named))))
        return self.read(name, lambda text: meaning(keys.once(self.var / made, make)))

    def _file_keys(self, named: str) -> keys.FileKeys:
        if not named:
            keys.once(self.var / "file_keys", keys.new_file_key)
        return keys.FileKeys(Path(named) if named else self.var / "file_keys")

    def _embedded_database(self) -> str:
        if self.text("DATABASE_URL"):
            return ""
        return postgres.url(self.var, keys.once(self.var / "postgres_password", keys.new_secret))

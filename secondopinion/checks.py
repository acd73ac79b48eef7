"""What `check --deploy` asks beyond Django's own: encrypted talk, a believed proxy, a log without rows."""

import ipaddress
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connections

from secondopinion.run.postgres import SETTINGS

QUIET = {name: value for name, value in SETTINGS.items() if name.startswith("log_")}


@register(Tags.security, deploy=True)
def talks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [checks.Warning(text, id="secondopinion.W001") for text in (*_open_talks(), *_forgotten())]


@register(Tags.database, deploy=True)
def database_log(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL writes whole rows into its log unless it is told not to."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
            loud = {name for name, setting in cursor.fetchall() if setting != QUIET[name]}
            role = connections[alias].settings_dict["USER"]
        lines = " ".join(f'ALTER ROLE "{role}" SET {name} = {QUIET[name]!r};' for name in sorted(loud))
        if lines:
            found.append(
                checks.Warning("PostgreSQL's log may hold personal facts.", hint=lines, id="secondopinion.W002")
            )
    return found


def _open_talks() -> Iterator[str]:
    database = settings.DATABASES["default"]
    if not _near(database["HOST"]) and database["OPTIONS"].get("sslmode") != "verify-full":
        yield "DATABASE_URL: a database elsewhere needs ?sslmode=verify-full"
    redis = urlsplit(settings.CACHES["default"]["LOCATION"])
    if redis.scheme == "redis" and not _near(redis.hostname):
        yield "REDIS_URL: a Redis elsewhere needs rediss://"
    if not _near(settings.EMAIL_HOST) and not settings.EMAIL_USE_TLS and not settings.EMAIL_USE_SSL:
        yield "EMAIL_URL: a mail server elsewhere needs ?tls=1 or ?ssl=1"
    endpoint = urlsplit(settings.STORAGES["default"]["OPTIONS"].get("endpoint_url", ""))
    if endpoint.scheme == "http" and not _near(endpoint.hostname):
        yield "FILES_URL: an endpoint elsewhere needs https"


def _forgotten() -> Iterator[str]:
    if not settings.EMAIL_HOST:
        yield "EMAIL_URL: is not set, so every message stays in a file"
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield "TRUSTED_PROXIES: is 0, so every visitor has the address of the proxy that speaks https"


def _near(host: str | None) -> bool:
    """A socket or this computer."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

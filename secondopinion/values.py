"""What a variable's text means. Each raises ValueError with the reason, never with the text: it may be a password."""

import re
from collections.abc import Callable, Iterable
from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url

HOST = re.compile(r"\*|\.?[a-z0-9.-]+|\[[0-9a-f:]+\]", re.IGNORECASE)


def one_of(*choices: str) -> Callable[[str], str]:
    def choice(text: str) -> str:
        return text if text in choices else refuse(f"{text!r} is none of {', '.join(choices)}")

    return choice


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else refuse(f"{text!r} is not a whole number")


def port(text: str) -> int:
    return value if 0 < (value := number(text)) < 65536 else refuse(f"{text} is not between 1 and 65535")


def zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        return refuse(f"{text!r} is not a time zone")


def sender(text: str) -> str:
    address = parseaddr(text)[1]
    return text if text.isprintable() and address.count("@") == 1 else refuse(f"{text!r} is not a sender")


def token(text: str) -> str:
    return text if not text or len(text) >= 20 else refuse("is shorter than 20 characters")


def secret(text: str) -> str:
    return text if len(text) >= 50 else refuse("is shorter than 50 characters")


def site(text: str) -> str:
    url = address(text, "http", "https")
    if url.path.strip("/") or url.query or url.fragment or url.username:
        refuse("must be a scheme, a host and at most a port")
    return text.rstrip("/")


def hosts(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if bad := [name for name in names if not HOST.fullmatch(name)]:
        refuse(f"{bad[0]!r} is not a host name")
    return names


def clamd(text: str) -> str:
    if text and address(text, "unix", "tcp").scheme == "tcp" and not urlsplit(text).port:
        refuse("names no port")
    return text


def redis(text: str) -> str:
    return text if address(text, "redis", "rediss", "unix") else ""


def database(text: str) -> dict[str, Any]:
    if not address(text, "postgres", "postgresql").path.strip("/"):
        refuse("names no database")
    config: dict[str, Any] = dict(dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True))
    given: dict[str, Any] = config.get("OPTIONS", {})
    return config | {"OPTIONS": {"connect_timeout": 3, "tcp_user_timeout": 10_000} | given}


def email(text: str) -> dict[str, Any]:
    if not text:
        return {}
    url = address(text, "smtp")
    asked = options(url, "tls", "ssl")
    if asked.get("tls") == asked.get("ssl") == "1":
        refuse("asks for tls and ssl at once")
    return {
        "host": url.hostname,
        "port": url.port or 25,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "tls": asked.get("tls") == "1",
        "ssl": asked.get("ssl") == "1",
    }


def files(text: str) -> dict[str, Any]:
    if not text:
        return {}
    url = address(text, "s3")
    asked = options(url, "endpoint", "region", "sse")
    bucket = url.path.strip("/")
    if not bucket or "/" in bucket:
        refuse("names no bucket")
    # A stand-in at an endpoint of its own often cannot seal at rest; a real store can.
    sse = asked.get("sse", "" if "endpoint" in asked else "AES256")
    return {
        "access_key": unquote(url.username or "") or None,
        "secret_key": unquote(url.password or "") or None,
        "bucket_name": bucket,
        "endpoint_url": asked.get("endpoint", f"https://{url.netloc.rpartition('@')[2]}"),
        "region_name": asked.get("region", "us-east-1"),
        "object_parameters": {"ServerSideEncryption": sse} if sse else {},
    }


def address(text: str, *schemes: str) -> SplitResult:
    url = urlsplit(text)
    if url.scheme not in schemes:
        refuse(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    if url.scheme == "unix" and not url.path.startswith("/"):
        refuse("names no absolute path")
    if url.scheme != "unix" and not url.hostname:
        refuse("names no host")
    if url.port == 0:  # reading it also refuses what is no port at all
        refuse("has port 0")
    return url


def options(url: SplitResult, *known: str) -> dict[str, str]:
    asked = dict(parse_qsl(url.query))
    if unknown := asked.keys() - set(known):
        refuse(f"has the unknown option {sorted(unknown)[0]!r}")
    return asked


def refuse(reason: str | Iterable[str]) -> Any:
    raise ValueError(reason)

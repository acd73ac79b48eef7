"""What `make run` says when the site answers."""

import http.client
import json
from urllib.parse import urlsplit

from secondopinion.env import Env


def ready(env: Env) -> bool:
    """Asked at the port we serve, under the name we are known by."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", env.port, timeout=5)
        connection.request("GET", "/health/ready", headers={"Host": urlsplit(env.base_url).netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def text(env: Env) -> str:
    lines = ["", f"Second Opinion is ready: {env.base_url}/", *_accounts(env)]
    lines += [f"Mail goes to {_mail(env)}", f"Logs stand in {env.var / 'log'}", "Stop with Ctrl-C.", ""]
    return "\n".join(lines)


def _accounts(env: Env) -> list[str]:
    try:
        accounts = json.loads((env.var / "demo.json").read_text())
    except (OSError, ValueError):
        return []
    lines = [f"Demo accounts (sign in at {env.base_url}/account/login/, which also shows the current codes):"]
    return lines + [f"  {account['role']:<18} {account['email']:<32} {account['password']}" for account in accounts]


def _mail(env: Env) -> str:
    if env.email:
        return f"{env.email['host']}:{env.email['port']}"
    return f"{env.var / 'mail'} (one file per message)"

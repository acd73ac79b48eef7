"""Brings database and static files up to date in one process; what has not changed is skipped."""

import hashlib
import io
import json
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from secondopinion.run import Unable, postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
    django.setup()
    try:
        migrate()
        call_command("load_reference", verbosity=0)
        demo()
        static()
    except (CommandError, Unable) as error:
        sys.exit(str(error))
    except Error as error:
        sys.exit(f"DATABASE_URL: {str(error).strip().splitlines()[0]}")


def migrate() -> None:
    connection.ensure_connection()
    postgres.probe_letters(connection.connection)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def demo() -> None:
    """Synthetic cases for an empty database; their accounts are noted for the next start."""
    people = get_user_model().objects.exclude(email=None)
    if settings.DEPLOYMENT != "demo" or people.exists() or "demo" not in get_commands():
        return
    out = io.StringIO()
    call_command("demo", json=True, stdout=out)
    noted = settings.VAR / "demo.json"
    noted.touch(mode=0o600)
    noted.write_text(json.dumps(json.loads(out.getvalue())))


def static() -> None:
    """Collected again when a file of ours or of a package has changed."""
    files = sorted(path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*") if path.is_file())
    facts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    now = hashlib.sha256("\n".join([django.__version__, *facts]).encode()).hexdigest()
    stamp = settings.STATIC_ROOT / ".stamp"
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(now)


if __name__ == "__main__":
    main()

"""Brings database and static files up to date in one process; what has not changed is skipped."""

import io
import json
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from secondopinion.env import VARIABLES
from secondopinion.run import Unable, postgres, stamp


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
    django.setup()
    from records.domain import file_keys  # noqa: PLC0415  (models want the setup first)

    try:
        migrate()
        call_command("load_reference", verbosity=0)
        file_keys.check(now=timezone.now())
        demo()
        static()
    except file_keys.keys.NoKey as error:
        sys.exit(f"FILE_KEYS_FILE: {error}. Example: FILE_KEYS_FILE={VARIABLES['FILE_KEYS_FILE']}")
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
    if settings.DEPLOYMENT != "demo" or people.exists():
        return
    out = io.StringIO()
    call_command("demo", json=True, stdout=out)
    noted = settings.VAR / "demo.json"
    noted.touch(mode=0o600)
    noted.write_text(json.dumps(json.loads(out.getvalue())))


def static() -> None:
    note, now = (
        settings.VAR / "static.stamp",
        stamp.of([*settings.STATICFILES_DIRS, settings.ROOT / "requirements.txt"]),
    )
    if not stamp.same(note, now):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        note.write_text(now)


if __name__ == "__main__":
    main()

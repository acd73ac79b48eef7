import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake import sealing
from records.domain import file_keys
from records.queries import keys as queries
from records.sealing.keys import NoKey


class Command(BaseCommand):
    help = (
        "Adds a new key to the key file and wraps all keys of cases, files and second factors with it, while the site"
        " runs; no file is rewritten. What was interrupted goes on. Then --finish takes the old keys away."
    )

    def add_arguments(self, parser):
        parser.add_argument("--finish", action="store_true", help="take away the keys that nothing needs any more")

    def handle(self, *args, finish=False, **options):
        now = timezone.now()
        try:
            file_keys.check(now=now)
            if not finish and not queries.left(sealing.newest()):
                self._add()
                file_keys.check(now=now)
            count = file_keys.rotate(now=now)
        except (NoKey, OSError) as error:
            raise CommandError(f"FILE_KEYS_FILE: {error}") from error
        newest, left = sealing.newest(), queries.left(sealing.newest())
        if left:
            raise CommandError(f"{left} keys were in use and are still wrapped with an old key. Run it again")
        self.stdout.write(f"{count} keys wrapped with {newest}." + (self._finish(newest, now) if finish else ""))

    def _add(self):
        """Processes that run see the new key by the file's time."""
        path = settings.FILE_KEYS.path
        _write(path, f"{path.read_text().rstrip()}\n{settings.FILE_KEYS.make()}\n")
        settings.FILE_KEYS.refresh()

    def _finish(self, newest, now):
        gone = [key_id for key_id in settings.FILE_KEYS if key_id != newest]
        lines = settings.FILE_KEYS.path.read_text().splitlines()
        _write(
            settings.FILE_KEYS.path,
            "".join(f"{line}\n" for line in lines if not line.strip() or line.split()[0] not in gone),
        )
        file_keys.forget(gone, now=now)
        return f" Old keys taken away: {len(gone)}."


def _write(path: Path, text):
    """Whole or not at all, and for nobody else."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)

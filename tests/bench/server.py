"""A PostgreSQL of the benchmark's own, with fsync, and Django on top of it. Import before anything of Django's."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from secondopinion.run import postgres


@contextmanager
def running():
    """The site's tables, empty but for reference data; all of it is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="so-bench-") as folder:
        var = Path(folder)
        os.environ.update({"VAR": folder, "DJANGO_SETTINGS_MODULE": "secondopinion.settings", "LOG_LEVEL": "ERROR"})
        (var / "postgres_password").write_text("bench")
        (var / "postgres_password").chmod(0o600)
        var.chmod(0o755)
        postgres.prepare(var, "bench")
        server = subprocess.Popen(postgres.command(var), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            postgres.await_ready(var, "bench", lambda: server.poll() is None)
            postgres.create_database(var, "bench")
            _fill()
            yield
        finally:
            server.send_signal(2)
            server.wait(30)


def _fill():
    import django  # noqa: PLC0415  (reads the environment that was made above)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)

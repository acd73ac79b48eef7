import signal
import sys

from django.core.management.base import BaseCommand

from secondopinion import relay


class Command(BaseCommand):
    help = "Rings Celery with the kind of work that is owed, until it is stopped. Start a second one as a spare."
    requires_system_checks: list[str] = []  # they load every page, and a relay has none

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            relay.run()
        except KeyboardInterrupt:
            self.stdout.write("The relay has stopped.")

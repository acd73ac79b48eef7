from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.domain import delivery
from intake.queries import notices, reference
from records.domain import chasing, scans, sweeps
from records.domain.arriving import store


class Command(BaseCommand):
    help = "Does all that is due now in this process, without relay and worker: sweeps, reminders, messages."

    def handle(self, *args, **options):
        reference.refresh()
        now = timezone.now()
        stored = store.store_due(now=now)
        swept, reminded = sweeps.run_due(now=now), chasing.send_due(now=now)
        checked = _check()
        sent, due = _send(now)
        done = [
            f"messages sent: {sent}",
            f"due and not sent: {due}",
            f"cases with reminders: {reminded}",
            *([f"files stored: {stored}"] if stored else []),
            *([f"files checked: {checked}"] if checked else []),
            *(f"cases changed by the sweep {kind}: {count}" for kind, count in swept.items()),
        ]
        self.stdout.write(f"Work done; {', '.join(done)}.")


def _check():
    """Each file once: one that is put off is due a little later."""
    count = 0
    while scans.one(now=timezone.now()):
        count += 1
    return count


def _send(now):
    """Batch by batch, as long as something moves; what failed is due again later. -> (sent, still due)"""
    sent, due, before = 0, 1, None
    while due and due != before:
        sent += delivery.send_owed(now=now)
        due, before = notices.summary(now)["due"], due
    return sent, due

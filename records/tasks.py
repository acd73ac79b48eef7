"""One task for each kind of work that is owed: a clock and a call."""

import time

from celery import shared_task
from django.utils import timezone

from intake.queries import reference
from records.domain import chasing, scans, sweeps
from records.domain.arriving import store


@shared_task(ignore_result=True)
def send_reminders():
    reference.refresh()
    chasing.send_due(now=timezone.now())


@shared_task(ignore_result=True)
def run_sweeps():
    reference.refresh()
    sweeps.run_due(now=timezone.now())


@shared_task(ignore_result=True, soft_time_limit=3600, time_limit=3660)
def store_arrivals():
    """One file after the other; 5 GB over a line of 12 Mbit/s are one task."""
    reference.refresh()
    started = time.monotonic()
    while time.monotonic() - started < 600 and store.one(now=timezone.now()) is not None:
        pass


@shared_task(ignore_result=True, soft_time_limit=900, time_limit=960)
def scan_files():
    """One file after the other; what is left after ten minutes is rung for again."""
    reference.refresh()
    started = time.monotonic()
    while time.monotonic() - started < 600 and scans.one(now=timezone.now()):
        pass

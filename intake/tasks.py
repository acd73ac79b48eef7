"""One task for each kind of work that is owed: a clock and a call."""

from celery import shared_task
from django.utils import timezone

from intake.domain import delivery
from intake.queries import reference


@shared_task(ignore_result=True)
def send_notices():
    reference.refresh()
    delivery.send_owed(now=timezone.now())

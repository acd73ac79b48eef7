from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timesince import timesince

from intake.domain import outbox
from intake.queries import notices

MOST = 100


class Command(BaseCommand):
    help = "Counts the messages by state, tells the age of the oldest that is owed, and names the stuck ones."

    def add_arguments(self, parser):
        parser.add_argument("--retry", action="store_true", help="set the stuck ones due now")

    def handle(self, *args, retry, **options):
        now = timezone.now()
        if retry:
            self.stdout.write(f"{outbox.retry(now=now)} stuck messages are due now.")
            return
        found = notices.summary(now)
        self.stdout.write(
            "Messages: {owed} owed ({due} due now), {sent} sent, {stuck} stuck, {cancelled} cancelled, "
            "{calls} to be told by phone; ".format(**found)
            + _age(found["oldest"], now)
        )
        for notice in notices.stuck_ones()[:MOST]:
            self.stdout.write(
                f"stuck since {notice.parked_at:%Y-%m-%d %H:%M} UTC: {notice.kind} of {notice.case.reference} "
                f"to {notice.to.role}, {notice.attempts} tries, {notice.last_error or 'no reason noted'}"
            )


def _age(oldest, now):
    if oldest is None or oldest > now:
        return "nothing is late."
    return f"the oldest is due for {timesince(oldest, now)}."

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from intake.queries import reference
from records.domain import seed


class Command(BaseCommand):
    help = "Writes N believable cases in bulk, for work at scale; then VACUUM (ANALYZE) and CHECKPOINT."

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--open", action="store_true", help="all of them open, not one of twenty")

    def handle(self, *args, count, **options):
        if settings.DEPLOYMENT == "production":
            raise CommandError("seed_cases is refused when DEPLOYMENT=production")
        if count < 1:
            raise CommandError(f"N must be 1 or more, not {count}. Example: seed_cases 1000")
        if not reference.refresh().version:
            raise CommandError("There are no reference tables yet. Run load_reference first")
        start = time.monotonic()
        try:
            made = seed.load(count, all_open=options["open"], now=timezone.now())
        except Error as error:
            raise CommandError(f"Nothing was written: {str(error).splitlines()[0]}") from error
        refused = "".join(f"; {statement} was refused" for statement in seed.tidy())
        self.stdout.write(f"{made} cases written in {time.monotonic() - start:.0f} s{refused}.")

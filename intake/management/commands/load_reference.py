from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.domain import reference


class Command(BaseCommand):
    help = "Loads the shipped reference tables; rows that an administrator edited stay as they are."

    def handle(self, *args, **options):
        counts = reference.load(now=timezone.now())
        self.stdout.write(
            "Reference data: {added} rows added, {renewed} renewed, {kept} kept, {services} services added.".format(
                **counts
            )
        )

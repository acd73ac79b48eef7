from django.core.management.base import BaseCommand, CommandError

from records.domain import verifying


class Command(BaseCommand):
    help = "Opens every stored file and compares its SHA-256 with what was sent; names each that is not whole."

    def handle(self, *args, **options):
        count = wrong = 0
        for key, reason in verifying.verify():
            count += 1
            if reason:
                wrong += 1
                self.stderr.write(f"File {key}: {reason}.")
        if wrong:
            raise CommandError(f"{wrong} of {count} files are not intact")
        self.stdout.write(f"All {count} files are intact.")

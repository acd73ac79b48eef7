import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records.domain import demo

KEYS = ("role", "email", "password", "totp_secret")


class Command(BaseCommand):
    help = "Loads the synthetic cases and the staff accounts; what is there already stays. Mails nobody."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="print the accounts as [{role,email,password,totp_secret}]"
        )

    def handle(self, *args, json: bool = False, **options):
        if settings.DEPLOYMENT == "production":
            raise CommandError("demo is refused when DEPLOYMENT=production")
        added, accounts = demo.load(now=timezone.now())
        if json:
            self.stdout.write(dump(accounts))
        else:
            self.stdout.write(f"Demo: {added} cases added, {len(accounts)} accounts ready.")


def dump(accounts):
    return json.dumps([{key: account[key] for key in KEYS} for account in accounts])

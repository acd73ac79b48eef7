from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from intake.domain import sign_in
from intake.queries import people, reference
from intake.states import ROOM_OF_ROLE, Role, Room

STAFF = [str(role) for role in Role if ROOM_OF_ROLE[role] in {Room.COORDINATOR, Room.ONCOLOGY, Room.ADMIN}]


class Command(BaseCommand):
    help = (
        "Prints a one-time link with which a member of staff sets password and second factor, good for 7 days. "
        "For an account that exists it is the reset: the old password, codes and sessions end at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--role", required=True, help=f"one of {', '.join(STAFF)}")
        parser.add_argument(
            "--service", action="append", default=[], metavar="CODE", help="the default one if not told"
        )
        parser.add_argument("--cover", nargs="+", default=[], metavar="GROUP", help="disease groups, oncology only")

    def handle(self, *args, email, role, service, cover, **options):
        email = email.strip().lower()
        _check(email, role, service, cover)
        services = service or ([] if role == Role.ADMIN else people.default_services())
        user, token = sign_in.invite(email, role, services=services, groups=cover, now=timezone.now())
        link = settings.BASE_URL + reverse("account:invitation", args=[token])
        self.stdout.write(f"Give this link to {user.email} in person or by phone message; it works once: {link}")


def _check(email, role, services, groups):
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email} is not an email address. Example: name@example.org") from None
    if role not in STAFF:
        raise CommandError(f"--role {role} is none of {', '.join(STAFF)}")
    if unknown := set(services) - people.service_codes():
        raise CommandError(f"--service {sorted(unknown)[0]} is none of {', '.join(sorted(people.service_codes()))}")
    known = reference.refresh().checklist_groups
    if unknown := set(groups) - set(known):
        raise CommandError(f"--cover {sorted(unknown)[0]} is none of {', '.join(known)}")
    if groups and role != Role.ONCOLOGY:
        raise CommandError("--cover is for --role oncology only")

import os

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from intake import references
from intake.domain import history
from intake.queries import cases, people, reference
from records.exports import fhir

FORMATS = {"fhir": fhir.bundle}


class Command(BaseCommand):
    help = "Writes one case for hand-over to the standard output, or with --output to a file that only you can read."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="as on the case's page, like SO-7F3K-2QXM-4")
        parser.add_argument("--format", required=True, choices=FORMATS, help="fhir: a FHIR R4 bundle as JSON")
        parser.add_argument("--output", metavar="FILE", help="a new file")

    def handle(self, *args, reference: str, output=None, **options):
        case, now = _find(reference), timezone.now()
        with translation.override("en"):
            content = FORMATS[options["format"]](case, now=now)
        history.read(case, f"export:{options['format']}", by=people.system(), now=now)
        if output is None:
            self.stdout.write(content.decode(), ending="")
            self.stderr.write(f"{case.reference} written, {len(content)} bytes.")
        else:
            _write(output, content)
            self.stdout.write(f"{case.reference} written to {output}, {len(content)} bytes.")


def _find(typed):
    reference.refresh()
    case = cases.by_reference(references.clean(typed))
    if case is None:
        raise CommandError(f"There is no case {typed}. A reference looks like SO-7F3K-2QXM-4")
    if case.submitted_at is None:
        raise CommandError(f"{case.reference} was not sent yet; only its family sees it")
    return case


def _write(path, content):
    try:
        with open(path, "xb", opener=_private) as file:
            file.write(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written ({error.strerror})") from error


def _private(path, flags):
    return os.open(path, flags, 0o600)

"""What the demo cases do not show: permissions signed and wanted, parcels, loans, held files, half sent ones, a tray.

    VAR=... .venv/bin/python -m tests.ux.fill REFERENCE...

The first case gets everything, the others a permission to sign. The check of files runs here, with a scanner that
says what it is told.
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondopinion.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from intake.models import SecondOpinionRequest, User  # noqa: E402
from records.domain import inspecting, post, scans, tray, uploads  # noqa: E402
from tests import dicoms, make  # noqa: E402
from tests.rooms import tus  # noqa: E402

PLACES = {
    **{(name, 0): value for (name, _row), value in make.PLACE.items()},
    ("facility_name", 1): "Hillside Sample Laboratory",
    ("facility_place", 1): "Example Town, PA",
    ("facility_kinds", 1): ["imaging", "pathology"],
}
LONG = "A very long file name of a scanner that says everything about the paper but its end 2026-11-24.pdf"


def references(showcase):
    return [each["reference"] for each in json.loads(showcase.read_text())["families"]]


def main(first, *others):
    now, by = timezone.now(), User.objects.filter(role="lead_coordinator").earliest("pk")
    case = SecondOpinionRequest.objects.get(reference=first)
    signed = make.signed(case, places=PLACES, now=now)
    if signed.status == "signed":  # under another name than the request's
        make.permits.approve(signed, by=by, now=now)
    for reference in others:
        make.named(SecondOpinionRequest.objects.get(reference=reference), PLACES, now=now)
    _send_things(case, by, now)
    _send_files(case, now)
    for name in ("fax 0012.pdf", LONG):
        tray.take(name, make.PDF, by=by, now=now)


def _send_things(case, by, now):
    """One that is late, one that came and is lent."""
    day = timezone.localdate(now)
    one, other, *_ = [item for item in make.items(case, party="physician") if item.status in {"asked", "needed"}]
    post.announce(
        one, carrier="ups", number="1Z 999 AA1", wanted=12, expected_on=day - timedelta(days=9), by=by, now=now
    )
    post.announce(other, carrier="fedex", number="7788", wanted=4, expected_on=day, by=by, now=now)
    post.arrived(other, count=3, condition="whole", shelf="Cabinet 3", by=by, now=now)
    post.lend(other, to="Dr. Reader Sample", due_back_on=day + timedelta(days=7), by=by, now=now)


def _send_files(case, now):
    settings.CLAMD_URL = "unix:///told"
    said = {"infected": inspecting.virus.Said("infected", "Test-Signature"), "clean": inspecting.virus.Said("clean")}
    files = [
        ("other child.dcm", dicoms.dicom(PatientName="Other^Mia", PatientBirthDate="20150101"), "clean"),
        ("chest.dcm", dicoms.dicom(), "clean"),
        ("scan 7.dcm", dicoms.dicom(7), "infected"),
        (LONG, make.PDF + b"%1", "clean"),
    ]
    inspecting.virus.is_awake = lambda address: True
    for name, content, state in files:
        inspecting.virus.scan = lambda *args, state=state, **more: said[state]
        uploads.add(case, None, SimpleUploadedFile(name, content), by=make.family_of(case), now=now)
        while scans.one(now=now):
            pass
    for sender in (tus.family, tus.office):
        client = sender(case)
        client.client.defaults["SERVER_NAME"] = "127.0.0.1"
        url = client.create(6 * 1024**2, "ct-head.zip")
        client.patch(url, b"\0" * 1024**2)


if __name__ == "__main__":
    main(*sys.argv[1:])

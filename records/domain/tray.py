"""The tray: scans of paper and fax. A sheet's code files a scan by itself; the others wait for a person."""

import hashlib
import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from intake.domain.errors import Refused
from intake.queries import cases as case_queries
from intake.sealing import seal_bytes_for_site, unseal_bytes_for_site
from records import wording
from records.models import Scan
from records.papers import barcodes, sheets
from records.queries import items as item_queries
from records.queries import post as queries
from records.scanning import names

from . import inspecting, uploads

LARGEST = 25 * 1024**2
KINDS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def take(name, content, *, by, now):
    """A scan has come. -> the scan, filed if its sheet says where"""
    if not content.startswith(KINDS) or len(content) > LARGEST:
        raise Refused(wording.SCAN_KIND)
    scan = _keep(names.clean(name), content, by=by, now=now)
    place = _place(content, by)
    if place is None:
        return scan
    case, item = place
    try:
        return file(scan, case, item, by=by, now=now)
    except Refused:  # sent twice, a record that is closed, a case that has ended: a person looks
        return scan


@transaction.atomic
def file(scan, case, item, *, by, now):
    """File it under a record, or (item None) under the case only. -> the scan"""
    scan = _open(scan)
    content = SimpleUploadedFile(name(scan), opened(scan))
    scan.upload = uploads.add(case, item, content, by=by, now=now)
    scan.filed_at, scan.filed_by = now, by
    scan.content = b""  # it lies with its case from here on
    scan.save(update_fields=["upload", "filed_at", "filed_by", "content"])
    return scan


@transaction.atomic
def drop(scan, *, why, by, now):
    """Not a record: an advertisement, an empty page."""
    scan = _open(scan)
    scan.dropped_at, scan.dropped_by, scan.dropped_why, scan.content = now, by, why[:60], b""
    scan.save(update_fields=["dropped_at", "dropped_by", "dropped_why", "content"])


def name(scan):
    return unseal_bytes_for_site(scan.name, f"scan-name|{scan.key}").decode()


def opened(scan):
    return unseal_bytes_for_site(scan.content, f"scan|{scan.key}")


def checked(scan):
    """The state of its check: asked when somebody wants to look, since it is kept nowhere before it is filed."""
    return inspecting.asked(io.BytesIO(opened(scan))).state


@transaction.atomic
def seal_anew(pk, *, now):
    """Under the newest key. -> how many: 0 where it was filed or dropped meanwhile"""
    scan = queries.unsorted().select_for_update(of=("self",)).filter(pk=pk).first()
    if scan is None:
        return 0
    plain_name, plain = name(scan), opened(scan)
    scan.name = seal_bytes_for_site(plain_name.encode(), f"scan-name|{scan.key}")
    scan.content = seal_bytes_for_site(plain, f"scan|{scan.key}")
    scan.save(update_fields=["name", "content"])
    return 1


@transaction.atomic
def _keep(name, content, *, by, now):
    key = uuid.uuid4()
    return Scan.objects.create(
        key=key, name=seal_bytes_for_site(name.encode(), f"scan-name|{key}"), size=len(content),
        content=seal_bytes_for_site(content, f"scan|{key}"), sha256=hashlib.sha256(content).hexdigest(),
        arrived_at=now, arrived_by=by,
    )  # fmt: skip


def _place(content, by):
    """-> (case, record or None) if all sheets of the scan say the same and the person may see that case"""
    told = {place for text in barcodes.read(content) if (place := sheets.read(text))}
    if len({reference for reference, _number in told}) != 1:
        return None
    reference = next(iter(told))[0]
    case = case_queries.visible_to(by).filter(reference=reference).first()
    if case is None:
        return None
    numbers = {number for _reference, number in told if number}
    return case, item_queries.by_number(case, numbers.pop()) if len(numbers) == 1 else None


def _open(scan):
    found = queries.unsorted().select_for_update(of=("self",)).filter(pk=scan.pk).first()
    if found is None:
        raise Refused(wording.SCAN_FILED)
    return found

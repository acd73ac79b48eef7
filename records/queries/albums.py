"""Photos that were sent together, and whether all of them are here and passed."""

from django.db.models import Exists, OuterRef, Q

from records.models import Arrival, Inspection, Upload

KINDS = ["jpeg", "png", "heic"]
LEAST, MOST = 2, 60  # photos of one album
PASSED = ["clean", "not_scanned"]


def ready(upload):
    """All photos that came with this one for the same record, in their order; [] while one is missing or unchecked,
    and once they have been put together."""
    if upload.batch is None or upload.kind not in KINDS or upload.scan not in PASSED:
        return []
    kept = upload.case.uploads.filter(
        batch=upload.batch, item=upload.item_id, uploaded_by=upload.uploaded_by_id, kind__in=KINDS, removed_at=None
    )
    looked = Inspection.objects.filter(upload=OuterRef("pk")).exclude(facts=None)
    coming = Arrival.objects.filter(case=upload.case_id, batch=upload.batch, stored_at=None, refused_at=None)
    if kept.filter(~Exists(looked)).exists() or coming.filter(ended_at=None).exists():
        return []
    photos = list(kept.filter(scan__in=PASSED).select_related("item", "uploaded_by", "case").order_by("pk"))
    if not LEAST <= len(photos) <= MOST or Inspection.objects.filter(source__in=photos).exists():
        return []
    return photos


def in_an_album():
    """Photos whose pages stand in a PDF that is here."""
    album = Upload.objects.filter(
        Q(inspection__source__kind__in=KINDS), batch=OuterRef("batch"), case=OuterRef("case"), removed_at=None
    )
    return Q(kind__in=KINDS) & Q(Exists(album))

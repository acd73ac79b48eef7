"""What a person has to look at in a case, one file after the other, and what the scans that came together say."""

import json

from django.db.models import Exists, OuterRef, Q

from intake.sealing import unseal
from records.models import Inspection, Upload
from records.states import ItemStatus

from . import albums

CLOSED = ["waiting", "infected"]  # nobody can look at them
MOST = 3000  # headers read for one page


def to_check(case):
    """Keys of the files to look at, the oldest first; the slices of one study are one."""
    unpacked = Inspection.objects.filter(source=OuterRef("pk"))
    kept = case.uploads.filter(removed_at=None).exclude(scan__in=CLOSED)
    kept = kept.exclude(Exists(unpacked)).exclude(albums.in_an_album())
    open_ones = kept.filter(Q(scan="held") | Q(item=None) | Q(item__status=ItemStatus.RECEIVED))
    columns = ("key", "kind", "item", "uploaded_by", "scan", "batch", "inspection__source", "inspection__person")
    found = {}
    for key, *group in open_ones.order_by("uploaded_at", "pk").values_list(*columns):
        found.setdefault(tuple(group) if group[0] == "dicom" else key, key)
    return list(found.values())


def together(upload):
    """The scans that came with this one or answer the same record: [(file, what its header says)]."""
    mine = getattr(upload, "inspection", None)
    near = Q(pk=upload.pk)
    if mine and mine.source_id:
        near |= Q(inspection__source=mine.source_id)
    if upload.batch:
        near |= Q(batch=upload.batch, uploaded_by=upload.uploaded_by_id)
    if upload.item_id:
        near |= Q(item=upload.item_id)
    return headers(upload.case, near)


def of_item(item):
    return headers(item.case, Q(item=item) | Q(also=item))


def loose(case):
    """Files that nobody has filed, oldest first; archives whose members came out of them are left out."""
    unpacked = Inspection.objects.filter(source=OuterRef("pk"))
    kept = case.uploads.filter(removed_at=None, item=None).exclude(scan__in=CLOSED).exclude(Exists(unpacked))
    return list(kept.select_related("inspection", "uploaded_by", "item").order_by("uploaded_at", "pk")[:MOST])


def headers(case, which):
    kept = Upload.objects.filter(which, case=case, removed_at=None, kind="dicom").exclude(inspection__facts=None)
    found = kept.select_related("inspection", "item", "uploaded_by").distinct().order_by("uploaded_at", "pk")
    return [(each, told) for each in found[:MOST] if "modality" in (told := facts(case, each))]


def facts(case, upload):
    """As `scans.facts`, for a file that was read with its inspection."""
    found = getattr(upload, "inspection", None)
    if found is None or not found.facts:
        return {}
    return json.loads(unseal(case, found.facts, f"facts|{upload.key}"))


def names(upload):
    """Folder and name of all that came with it: for a disc's own table of contents."""
    return case_names(upload.case, Q(batch=upload.batch, uploaded_by=upload.uploaded_by_id)) if upload.batch else []


def case_names(case, which):
    found = []
    for each in case.uploads.filter(which, removed_at=None)[:MOST]:
        folder = unseal(case, each.folder, f"folder|{each.key}") if each.folder else ""
        found.append(f"{folder}/{unseal(case, each.original_name, f'upload|{each.key}')}".lstrip("/"))
    return found


def texts(case):
    """The words of the reports that are here."""
    kept = case.uploads.filter(removed_at=None, kind="pdf").exclude(inspection__facts=None).select_related("inspection")
    return [facts(case, each).get("text", "") for each in kept[:200]]

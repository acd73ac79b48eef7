"""Files that wait for their check, and what the check found."""

import json
from datetime import timedelta

from django.conf import settings
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now

from intake.queries import cases
from intake.sealing import unseal, unseal_bytes
from records.models import Inspection, Upload

LEASE = timedelta(minutes=20)  # longer than the worker may take
LATE = timedelta(minutes=15)
BIG = 500 * 1024**2  # one at a time: the scanner keeps each in memory


def waiting(now):
    """Files to look at now: not claimed by somebody, not put off."""
    ended = ExpressionWrapper(Now() - LEASE, output_field=DateTimeField())
    kept = Upload.objects.filter(_unjudged(), removed_at=None)
    kept = kept.exclude(Exists(Inspection.objects.filter(upload=OuterRef("pk"), claimed_at__gt=ended)))
    return kept.exclude(Exists(Inspection.objects.filter(upload=OuterRef("pk"), due_at__gt=now)))


def _unjudged():
    """What waits for the scanner; where there is none, what nobody has looked into yet."""
    if settings.CLAMD_URL:
        return Q(scan="waiting")
    looked = Inspection.objects.filter(upload=OuterRef("pk")).exclude(facts=None)
    return Q(scan="waiting") | Q(scan="not_scanned") & ~Exists(looked)


def owed(now):
    return waiting(now).exists()


def next_waiting(now):
    """The oldest file to look at, locked against every other worker, or None."""
    ended = ExpressionWrapper(Now() - LEASE, output_field=DateTimeField())
    found = waiting(now)
    if Inspection.objects.filter(upload__scan="waiting", upload__size__gt=BIG, claimed_at__gt=ended).exists():
        found = found.filter(size__lte=BIG)
    locked = found.select_for_update(skip_locked=True, of=("self",)).select_related("case")
    return locked.order_by("uploaded_at", "pk").first()


def late(user, now):
    """Files of this person's cases that wait longer than any check takes: the scanner is down."""
    kept = Upload.objects.filter(scan="waiting", removed_at=None, uploaded_at__lte=now - LATE)
    return kept.filter(case__in=cases.visible_to(user))


def of_upload(upload):
    return Inspection.objects.filter(upload=upload).first()


def depth(upload):
    """How many archives a file lay in, one in another."""
    count = 0
    while (found := of_upload(upload)) and found.source_id:
        count, upload = count + 1, found.source
    return count


def others_named(upload, person):
    """Files out of the same archive, or sent together, that name somebody else."""
    mine = of_upload(upload)
    together = Q(source=mine.source_id) if mine and mine.source_id else Q()
    if upload.batch:
        together |= Q(upload__batch=upload.batch, upload__uploaded_by=upload.uploaded_by_id)
    if not together:
        return Inspection.objects.none()
    found = Inspection.objects.filter(together, upload__case=upload.case_id, upload__removed_at=None)
    named = found.exclude(upload=upload).exclude(Q(person="") | Q(person=person))
    return named.select_related("upload__item", "upload__case")


def alike(upload):
    """The sender's other held files that name the same person and are held for the same reason."""
    mine = of_upload(upload)
    if mine is None or not mine.person:
        return []
    held = upload.case.uploads.filter(scan="held", removed_at=None, uploaded_by=upload.uploaded_by_id)
    same = held.filter(inspection__person=mine.person, inspection__reason=mine.reason).exclude(pk=upload.pk)
    return list(same.select_related("item").order_by("pk"))


def scanned(uploads):
    """Which of these the virus scanner has let pass."""
    found = Inspection.objects.filter(upload__in=uploads).exclude(scanned_at=None)
    return set(found.values_list("upload", flat=True))


def failed(case, user, *, since):
    """What this person sent of late that cannot be used."""
    mine = case.uploads.filter(uploaded_by=user)
    bad = Q(scan__in=["infected", "not_scannable"], removed_at=None, uploaded_at__gte=since)
    return mine.filter(bad | Q(removed_why="other_child", removed_at__gte=since)).order_by("-uploaded_at", "-pk")


def held(case):
    """Files that a person must decide on, the oldest first."""
    kept = case.uploads.filter(scan="held", removed_at=None).annotate(why=F("inspection__reason"))
    return kept.select_related("item", "uploaded_by", "inspection").order_by("uploaded_at", "pk")


def facts(upload):
    """What the check found, unsealed; {} while there is nothing."""
    found = of_upload(upload)
    if found is None or not found.facts:
        return {}
    return json.loads(unseal(upload.case, found.facts, f"facts|{upload.key}"))


def preview(upload):
    found = of_upload(upload)
    return unseal_bytes(upload.case, found.preview, f"preview|{upload.key}") if found and found.preview else b""


def has_preview(upload):
    return Inspection.objects.filter(upload=upload).exclude(preview=None).exists()

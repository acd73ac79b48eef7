"""The checklist of a case as it stands."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery

from intake import paging
from intake.queries import cases
from intake.states import Room
from records.models import PlaceMedian, RecordItem, Upload
from records.states import GONE, SETTLED, ItemStatus

from . import permits

ENOUGH = 5  # cases from which on a place's usual days are told
IN_TURN = paging.Order("files", (paging.Key("id", int),))
ORDER = {"required": 0, "if exists": 1, "helpful": 2}


def of_case(case):
    """All records of the case, in the order of the board: what the review needs first."""
    items = list(_known(RecordItem.objects.filter(case=case).order_by("number")))
    return sorted(items, key=lambda item: (item.dropped_at is not None, ORDER[item.necessity], item.number))


def _known(items):
    """Each with the median days of its place, once that has sent to enough cases; and what permissions say of it."""
    known = PlaceMedian.objects.filter(place=OuterRef("place_key"), cases__gte=ENOUGH).exclude(place="")
    return permits.annotated(items.annotate(usual_days=Subquery(known.values("days")[:1])))


def by_number(case, number):
    return _known(RecordItem.objects.filter(case=case, number=number)).select_related("case").first()


def of_kind(case, kind):
    """The record of this kind that is still on the list, or None."""
    return RecordItem.objects.filter(case=case, kind=kind, dropped_at=None).select_related("case").first()


def uploads(case):
    """The files that are there, newest first; each knows the case in hand, and which records it answers as well."""
    more = Upload.also.through.objects.filter(upload=OuterRef("pk")).values("recorditem")
    kept = case.uploads.filter(removed_at=None).annotate(more=ArraySubquery(more))
    return kept.select_related("item", "uploaded_by", "inspection").order_by("-uploaded_at", "-pk")


def by_record(uploads):
    """id of a record, or None -> its files; one that answers several stands with each."""
    found: dict[int | None, list[Upload]] = {}
    for upload in uploads:
        for item in (upload.item_id, *upload.more):
            found.setdefault(item, []).append(upload)
    return found


def answering(item):
    """The files that are there for this record, also those that answer another one first; newest first."""
    kept = Upload.objects.filter(Q(item=item) | Q(also=item), removed_at=None).distinct()
    return kept.select_related("item", "uploaded_by", "inspection").order_by("-uploaded_at", "-pk")


def upload(case, key):
    return Upload.objects.filter(case=case, key=key, removed_at=None).select_related("item", "case").first()


def file(user, key):
    """A file that is there, of a case that this person may see, or None."""
    kept = Upload.objects.filter(key=key, removed_at=None, case__in=cases.visible_to(user))
    return kept.select_related("item", "case").first()


def together(case, upload, user, token):
    """A page of what came in the same batch; families and offices see their own."""
    kept = case.uploads.filter(removed_at=None)
    kept = kept.filter(batch=upload.batch) if upload.batch else kept.filter(pk=upload.pk)
    if user.room in {Room.FAMILY, Room.PHYSICIAN}:
        kept = kept.filter(uploaded_by=user)
    page = paging.page([kept], Upload.objects.all(), ("pk",), IN_TURN, token)
    found = uploads(case).filter(pk__in=[row.pk for row in page.rows])
    return page._replace(rows=sorted(found, key=lambda each: each.pk))


def known(keys):
    """Which of these files have a row, also a removed one."""
    return set(Upload.objects.filter(key__in=keys).values_list("key", flat=True))


def missing(items):
    """What the review still needs and has not got."""
    return [item for item in items if is_wanted(item) and item.status not in SETTLED]


def is_wanted(item):
    """Required, still on the list, and not a legal paper."""
    return item.necessity == "required" and item.dropped_at is None and item.category != "legal"


def is_counted(item):
    """One of the "6 of 7": wanted, and neither waived nor found not to exist."""
    return is_wanted(item) and item.status not in GONE


def unchecked_at(items, uploads):
    """Since when something is here that no coordinator has looked at, or None."""
    checked = {item.pk: item.accepted_at for item in items if item.accepted_at}
    received = [item.since for item in items if item.status == ItemStatus.RECEIVED]
    loose = [upload.uploaded_at for upload in uploads if _is_newer(upload, checked)]
    return min(received + loose, default=None)


def _is_newer(upload, checked):
    """A file for no record yet, or one that came after its record was accepted."""
    at = checked.get(upload.item_id)
    return upload.item_id is None or bool(at and upload.uploaded_at > at)


def kinds(case):
    """number -> kind of every record of the case."""
    return dict(RecordItem.objects.filter(case=case).values_list("number", "kind"))

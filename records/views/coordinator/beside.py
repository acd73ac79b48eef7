"""What stands beside a file that is looked at: what was asked for, the study that it is part of, what comes next."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from intake.policies import calendar
from intake.policies import cases as case_policies
from intake.queries.reference import text
from records import board
from records.policies import checklist, studies
from records.policies import items as policies
from records.queries import checks
from records.queries import items as queries
from records.queries import scans as scan_queries

from . import found_in
from .files import shown

SEEN = {"clean", "held", "not_scanned"}
DIGITAL = "image_exchange"  # a record of this channel needs the pictures themselves


class Study(NamedTuple):
    """`files`: all of the study that lie where this one lies. `suggested`: the record that it looks like."""

    lines: list
    files: list
    suggested: Any = None
    looks_like: str = ""
    taken: str = ""


def study(case, upload, snapshot):
    """The scans that came with this file, grouped; of its own study, which record it answers."""
    if upload.kind != "dicom":
        return Study([], [])
    found = checks.together(upload)
    lines = lines_of(found)
    own = next((told for each, told in found if each.pk == upload.pk), None)
    if own is None:
        return Study(lines, [])
    files = [
        each for each, told in found
        if told["study"] == own["study"] and each.item_id == upload.item_id and each.scan == upload.scan
    ]  # fmt: skip
    kinds = next((line["items"] for line in lines if line["study"] == own["study"]), ())
    looks = next((kind for kind in kinds if kind in snapshot.record_items), "")
    return Study(
        lines, files, suggested(case, upload.item, kinds),
        text(snapshot.record_items[looks], "label") if looks else "", own["study_date"],
    )  # fmt: skip


def lines_of(found):
    return [{**each, "day": _day(each["date"])} for each in studies.grouped([told for _upload, told in found])]


def suggested(case, item, kinds):
    """The record of the list that it answers, unless it stands with one of these already."""
    if item and item.kind in kinds:
        return None
    wanted = {
        each.kind: each for each in queries.of_case(case) if policies.open_for_files(each) and not each.dropped_at
    }
    return next((wanted[kind] for kind in kinds if kind in wanted), None)


def first(upload, study):
    """What stands in the form before anybody has typed."""
    item = upload.item
    counted = {"here": str(item.parts_here), "wanted": str(item.parts_wanted)} if item and item.parts_wanted else {}
    return {**counted, "item": str(study.suggested.number) if study.suggested else ""}


def page(case, upload, snapshot, study, *, user):
    """Everything that the page draws."""
    facts, now = checks.facts(case, upload), timezone.now()
    return {
        "file": shown(case, upload, user), "held": upload.scan == "held", "sides": found_in.sides(case, upload, facts),
        "facts": found_in.lines(upload, facts) + found_in.with_others(upload, facts), "why": found_in.why(upload),
        "preview": upload.scan in SEEN and scan_queries.has_preview(upload), "study": study,
        "alike": len(scan_queries.alike(upload)) if upload.scan == "held" else 0,
        "also": [_line(case, each, snapshot, user, now) for each in upload.also.order_by("number")],
        **_asked_for(case, upload, snapshot, study, user, now), **_turn(case, upload),
        "back_url": reverse("coordinator:case", args=[case.reference]) + "#records",
    }  # fmt: skip


def _line(case, item, snapshot, user, now):
    item.case = case
    return board.line(case, item, user=user, snapshot=snapshot, now=now)


def _asked_for(case, upload, snapshot, study, user, now):
    """The record that it answers, what it must have, and what else came for it."""
    item = upload.item
    if item is None:
        return {"line": None}
    kind, steps = snapshot.record_items[item.kind], policies.steps(item, by=user)
    others = [each for each in queries.answering(item) if each.pk != upload.pk]
    closed = "" if upload.scan in {"clean", "not_scanned"} else "Nobody can rely on a file that has not passed."
    return {
        "line": _line(case, item, snapshot, user, now), "check_for": text(kind, "check_for"),
        "quantity": text(kind, "quantity"), "others": others, "other_count": len(others),
        "record_url": reverse("coordinator:record", args=[case.reference, item.number]),
        "accept": "accept" if "accept" in steps else "enough" if "enough" in steps else "",
        "not_yet": steps.get("accept") or closed, "may_reject": "unreadable" in steps,
        "old": _old(case, item, snapshot, study, now),
        "only_report": kind.channel_default == DIGITAL and not _has_pictures(upload, others),
    }  # fmt: skip


def _has_pictures(upload, others):
    return any(each.kind in {"dicom", "zip", "iso", "tar"} for each in (upload, *others))


def _old(case, item, snapshot, study, now):
    """How many days old the scan is, if that is too old: (days, allowed)."""
    limit = checklist.fresh_days(snapshot, case_policies.facts(case, now), item.kind)
    day = _day(study.taken)
    if not limit or day is None:
        return None
    days = (calendar.today(case.time_zone, now) - day).days
    return (days, limit) if days > limit else None


def _day(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        return None


def _turn(case, upload):
    """Where this file stands among those to look at."""
    keys = checks.to_check(case)
    at = keys.index(upload.key) if upload.key in keys else None
    url = lambda key: reverse("coordinator:check", args=[case.reference, key])  # noqa: E731
    return {
        "place": None if at is None else at + 1, "total": len(keys),
        "previous_url": url(keys[at - 1]) if at else "",
        "next_url": url(keys[0]) if at is None and keys else url(keys[at + 1]) if keys and at + 1 < len(keys) else "",
    }  # fmt: skip

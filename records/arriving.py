"""Files on their way as their sender sees them: half there, whole and not stored yet, not taken."""

from collections import Counter
from datetime import timedelta

from django.utils.translation import gettext as _

from intake.sealing import unseal
from records import wording
from records.domain import storing
from records.queries import arrivals as queries
from records.queries import scans

SHOWN = 20  # of each; a folder of a thousand files is one line
LATELY = timedelta(days=7)


def gathered(uploads):
    """Files in groups: each by itself, but a batch of many together, so that a CD is one row and not a thousand."""
    counts, groups = Counter(upload.batch for upload in uploads if upload.batch), {}
    for upload in uploads:
        many = upload.batch and counts[upload.batch] > SHOWN
        groups.setdefault(upload.batch if many else upload.key, []).append(upload)
    return list(groups.values())


def file_lines(uploads, user, line):
    """`line(upload, user)` for each file; a batch of many is one line without a kind or an address of its own."""
    return [line(group[0], user) if len(group) == 1 else _folded(group, user, line) for group in gathered(uploads)]


def _folded(group, user, line):
    sums = {"name": many(len(group)), "size": sum(upload.size for upload in group), "many": len(group)}
    return {**line(group[0], user), **sums, "kind": "", "sha256": ""}


def lists(case, user, *, names, now):
    """What parts/arriving.html draws; `names`: whether this browser may see them."""
    going = [_line(case, each, names, _("Half there")) for each in queries.going_on(case, user)[:SHOWN]]
    whole = _whole(case, user, names)
    refused = [
        _line(case, each, names, _("Not taken"), words=_why(case, each))
        for each in queries.refused(case, user, since=now - LATELY)[:SHOWN]
    ]
    refused += [_closed() for upload in scans.failed(case, user, since=now - LATELY)[:SHOWN] if upload.removed_at]
    return {"going": going, "whole": whole, "refused": refused, "any": bool(going or whole or refused)}


def failed(case, user, *, now):
    """Whether something of what this person sent of late cannot be used: the list of files says what."""
    since = now - LATELY
    return (
        scans.failed(case, user, since=since).exists()
        or queries.refused(case, user, since=since).exclude(refusal="twice").exists()
    )


def _closed():
    """Another child's. Its name may be that child's, so it is not shown again."""
    return {"name": _("A file"), "state": _("Closed"), "percent": 100, "words": wording.FILE_CLOSED}


def _whole(case, user, names):
    """One line a file, or one for many."""
    found = list(queries.arriving(case, user)[: SHOWN + 1])
    if len(found) <= SHOWN:
        return [_line(case, each, names, _("Arriving")) for each in found]
    return [{"name": many(queries.arriving(case, user).count()), "state": _("Arriving")}]


def many(count):
    return _("Files: %(count)s") % {"count": f"{count:,}"}


def _line(case, arrival, names, state, words=""):
    name = unseal(case, arrival.original_name, f"upload|{arrival.key}") if names else _("A file")
    percent = 100 * arrival.offset // arrival.length
    return {"key": arrival.key, "name": name, "state": state, "percent": percent, "words": words}


def _why(case, arrival):
    name = unseal(case, arrival.original_name, f"upload|{arrival.key}")
    return storing.words(arrival.refusal, arrival.kind, name)

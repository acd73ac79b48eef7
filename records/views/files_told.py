"""What a tus request says, and how its answers look."""

import base64
import binascii
import re
import uuid

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse

from intake import find
from intake.domain.errors import Refused
from intake.find import OUTSIDERS
from intake.queries import cases
from intake.queries import reference as tables
from records import wording
from records.domain.arriving import begin, end, holding, seats, take
from records.policies import items as policies
from records.queries import items

LONGEST = 4096  # of the metadata
SMALL = 8 * 1024**2
NUMBER = re.compile("[0-9]{1,15}")
FAILS = [
    (holding.Locked, 423), (seats.Busy, 429), (take.WrongOffset, 409), (take.WrongSum, 460), (take.Over, 410),
    (end.Finished, 403), (begin.TooMuch, 413), (begin.NoRoom, 507), (Refused, 422), (OSError, 507), (Error, 503),
]  # fmt: skip
REASONS = {460: "Checksum Mismatch"}


class Wrong(Exception):
    """The request cannot be meant like this. -> its status"""

    def __init__(self, status):
        super().__init__(status)
        self.code = status


class SessionOver(Exception):
    """The person is known, but has not opened this case in this browser."""


def answered(request, version, act, *args):
    """Do it, and say in a status what was wrong; words for people stand in the body."""
    if version and request.headers.get("Tus-Resumable") != version:
        return _headed(HttpResponse(status=412, headers={"Tus-Version": version}))
    try:
        for arrival in args:
            check_opened(request, arrival.case)
        return _headed(act(request, *args))
    except Wrong as wrong:
        return _headed(HttpResponse(status=wrong.code))
    except SessionOver:
        return _headed(HttpResponse(status=401))
    except tuple(kind for kind, _ in FAILS) as error:
        status = next(status for kind, status in FAILS if isinstance(error, kind))
        words = str(error) if isinstance(error, Refused) else str(wording.FILE_NOT_KEPT) if status == 507 else ""
        return _headed(HttpResponse(words, status=status, reason=REASONS.get(status), content_type="text/plain"))


def _headed(response):
    response["Tus-Resumable"] = "1.0.0"
    if response.status_code in {429, 503}:
        response["Retry-After"] = "5"
    return response


def discovery(extensions):
    return HttpResponse(
        status=204,
        headers={
            "Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Extension": extensions,
            "Tus-Max-Size": str(settings.FILE_MAX_BYTES), "Tus-Checksum-Algorithm": ",".join(take.SUMS),
        },
    )  # fmt: skip


def case_of(request, reference):
    """The case that this person may add to, or 404; 401 where its link was not opened in this browser."""
    found = cases.visible_to(request.user).filter(reference=reference).first()
    if found is None or not found.submitted_at:
        raise Http404
    check_opened(request, found)
    return found


def check_opened(request, case):
    if request.user.room in OUTSIDERS and find.level_of(request, case) is None:
        raise SessionOver


def item_of(request, case, number):
    """The record that it answers, or None: not sure which."""
    if not number:
        return None
    item = items.by_number(case, int(number)) if NUMBER.fullmatch(number) and len(number) < 6 else None
    kind = item and tables.at(case.checklist_version).record_items[item.kind]
    if item is None or not policies.may_see(item, kind, request.user):
        raise Refused(wording.ITEM_CLOSED)
    return item


def metadata(header):
    """name -> text of `Upload-Metadata`."""
    found = {}
    if len(header) > LONGEST:
        raise Wrong(400)
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Wrong(400) from error
    return found


def file(sent):
    batch = sent.get("batch", "")
    try:
        batch = uuid.UUID(batch) if batch else None
    except ValueError as error:
        raise Wrong(400) from error
    fingerprint = sent.get("fingerprint", "")
    if not re.fullmatch("([0-9a-f]{64})?", fingerprint):
        raise Wrong(400)
    path = sent.get("path", "")
    folder = path.replace("\\", "/").rpartition("/")[0]
    return begin.Told(sent.get("filename", ""), folder, batch, fingerprint)


def number(request, name):
    text = request.headers.get(name, "")
    if not NUMBER.fullmatch(text):
        raise Wrong(400)
    return int(text)


def size(request):
    """How long the body will be; without that nobody knows where it ends."""
    text = request.META.get("CONTENT_LENGTH") or ""
    if not NUMBER.fullmatch(text):
        raise Wrong(411)
    return int(text)


def checksum(request):
    """(algorithm, digest) or None."""
    text = request.headers.get("Upload-Checksum", "")
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise Wrong(400) from error
    if algorithm not in take.SUMS or not digest:
        raise Wrong(400)
    return algorithm, digest


def pieces(request):
    return request.META.get("secondopinion.pieces") or Body(request)


def drop(request, size):
    """Read a small body to its end, so that whoever sends it hears our answer."""
    body, view = pieces(request), memoryview(bytearray(64 * 1024))
    while 0 < size <= SMALL and (count := body.into(view[:size], lambda: False)):
        size -= count


class Body:
    """A body that another server has for us."""

    def __init__(self, request):
        self.request = request

    def into(self, view, gone):
        data = self.request.read(len(view))
        view[: len(data)] = data
        return len(data)

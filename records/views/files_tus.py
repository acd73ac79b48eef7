"""tus 1.0 (creation, checksum, expiration, termination): uploads that go on after a cut, a restart, a session's end."""

import threading

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from intake import doors, entry
from records.domain.arriving import begin, end, seats, take
from records.queries import arrivals as queries
from records.views import files_told as told

VERSION, EXTENSIONS = "1.0.0", "creation,creation-with-upload,checksum,expiration,termination"
KIND = "application/offset+octet-stream"
SLOTS = threading.BoundedSemaphore(24)  # of a process's 32 threads: slow lines leave the others to the pages


@doors.sender
@require_http_methods(["OPTIONS", "POST", "GET", "HEAD"])
def uploads(request):
    """POST begins one. GET: what this person began for a case and may go on with, by the browser's own sum."""
    if request.method == "OPTIONS":
        return told.discovery(EXTENSIONS)
    if request.method == "POST":
        return told.answered(request, VERSION, _create)
    return told.answered(request, None, _going_on)


def _going_on(request):
    case = told.case_of(request, request.GET.get("case", ""))
    found = queries.going_on(case, request.user)
    lines = [
        {"fingerprint": each.fingerprint, "url": _url(each), "offset": each.offset, "batch": each.batch}
        for each in found
    ]
    return JsonResponse({"uploads": lines})


def _create(request):
    length = told.number(request, "Upload-Length")
    sent = told.metadata(request.headers.get("Upload-Metadata", ""))
    case = told.case_of(request, sent.get("case", ""))
    item = told.item_of(request, case, sent.get("item", ""))
    arrival = begin.begin(case, item, told.file(sent), length, by=request.user, now=timezone.now())
    if request.content_type == KIND:
        try:
            arrival = _take(request, arrival, 0)
        except seats.Busy:  # it is begun all the same: its bytes may come when there is a seat
            told.drop(request, told.size(request))
    response = _state(arrival, 201)
    response["Location"] = _url(arrival)
    return response


@doors.sender
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
def upload(request, key):
    if request.method == "OPTIONS":
        return told.discovery(EXTENSIONS)
    arrival = queries.own(request.user, key)
    if arrival is None:
        raise Http404
    acts = {"HEAD": _stand, "PATCH": _append, "DELETE": _end}
    return told.answered(request, VERSION, acts[request.method], arrival)


def _stand(request, arrival):
    arrival = take.stand(arrival)
    if _is_over(arrival):
        raise take.Over
    response = _state(arrival, 200)
    response["Upload-Length"] = arrival.length
    return response


def _append(request, arrival):
    if request.content_type != KIND:
        raise told.Wrong(415)
    return _state(_take(request, arrival, told.number(request, "Upload-Offset")), 204)


def _take(request, arrival, offset):
    size = told.size(request)
    if size > arrival.length - offset >= 0:
        raise told.Wrong(413)
    checksum = told.checksum(request)
    entry.settle(request)
    if not SLOTS.acquire(blocking=False):
        raise told.Wrong(503)
    try:
        return take.take(
            arrival, told.pieces(request), size, offset=offset, checksum=checksum, session=request.session.session_key,
            beat=lambda: entry.keep_alive(request), clock=timezone.now,
        )  # fmt: skip
    finally:
        SLOTS.release()


def _end(request, arrival):
    end.end(arrival, now=timezone.now())
    return HttpResponse(status=204)


def _is_over(arrival):
    return arrival.ended_at or (not arrival.finished_at and arrival.expires_at <= timezone.now())


def _state(arrival, status):
    response = HttpResponse(status=status)
    response["Upload-Offset"] = arrival.offset
    if arrival.finished_at:
        response["Upload-Sha256"] = arrival.sha256
    else:
        response["Upload-Expires"] = http_date(arrival.expires_at.timestamp())
    return response


def _url(arrival):
    return reverse("files:upload", args=[arrival.key])

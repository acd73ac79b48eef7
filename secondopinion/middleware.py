"""What holds for every request: who calls, what is refused at the door, headers, one line in the log."""

import ipaddress
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from prometheus_client import Histogram

from secondopinion import errors

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("secondopinion.request")
SECONDS = Histogram("http_request_seconds", "Time to answer, by route", ["route", "method", "status"])
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
LONGEST = 18  # digits of a length
OFF = (
    "accelerometer autoplay bluetooth browsing-topics camera display-capture encrypted-media fullscreen geolocation"
    " gyroscope hid identity-credentials-get idle-detection local-fonts magnetometer microphone midi payment"
    " picture-in-picture publickey-credentials-create publickey-credentials-get screen-wake-lock serial usb web-share"
    " xr-spatial-tracking"
)
OWN_BROWSER = "private, no-cache"
PERMISSIONS = ", ".join(f"{feature}=()" for feature in OFF.split())


def language(get_response: View) -> View:
    """Pages made before Django's LocaleMiddleware speak to this person, not to the last one whom the thread served."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            return get_response(request)

    return middleware


def client(get_response: View) -> View:
    """REMOTE_ADDR is the person's address: the entry that the outermost trusted proxy wrote."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.TRUSTED_PROXIES <= len(forwarded):
            address = forwarded[-settings.TRUSTED_PROXIES].strip()
            if _is_address(address):
                request.META["REMOTE_ADDR"] = address
        return get_response(request)

    return middleware


def trace(get_response: View) -> View:
    """One line a request: route, status, time, actor. Never path, query, header, body or address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        request.META["REQUEST_ID"] = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request.META["REQUEST_ID"])
        response = get_response(request)
        seconds = time.perf_counter() - start
        route = request.resolver_match.view_name if request.resolver_match else "-"
        method = request.method if request.method in METHODS else "-"
        SECONDS.labels(route, method, response.status_code).observe(seconds)
        actor = getattr(getattr(request, "_cached_user", None), "pk", None)  # never loads one for the log's sake
        log.info(
            "request", route=route, method=method, status=response.status_code, ms=round(seconds * 1000), actor=actor
        )
        structlog.contextvars.clear_contextvars()
        return response

    return middleware


def headers(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        public = bool(match and match.namespaces[:1] == ["public"])
        response.headers.setdefault("Cache-Control", OWN_BROWSER if public else "no-store")
        if response.headers["Cache-Control"] == OWN_BROWSER:
            # Only one person's browser keeps it, for the way back: another cookie since must not make that fail.
            response.headers.pop("Vary", None)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers["X-Request-Id"] = request.META["REQUEST_ID"]
        if match and "token" in match.kwargs:
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return middleware


class Gzip(GZipMiddleware):
    """Pages only: files keep their length, and what is asked for by version keeps its ETag."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or "ETag" in response or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def refuse(get_response: View) -> View:
    """What no page of ours asks for, and Django would let through or stumble over."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return errors.page(request, 405)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.page(request, 411)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit():
            raise BadRequest
        if len(length) > LONGEST or int(length) > _most(request):
            return errors.page(request, 413)
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest
        return get_response(request)

    return middleware


def _most(request: HttpRequest) -> int:
    """A file's piece is streamed; of everything else a form is the largest."""
    is_piece = request.method == "PATCH" and request.path_info.startswith("/files/")
    return settings.FILE_MAX_BYTES if is_piece else settings.REQUEST_MAX_BYTES


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

"""For those who watch over the site: is it alive, may it get visitors, how much is there."""

import hmac
import ipaddress
import os
from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import Error
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from redis import RedisError

from intake import doors
from intake.queries import health as queries


@doors.anyone
@require_http_methods(["GET", "HEAD"])
def live(request):
    return _text(["live: ok"])


@doors.anyone
@require_http_methods(["GET", "HEAD"])
def ready(request):
    """503 only without database or storage: all else waits in rows until it comes back."""
    needed = {"database": _database(), "storage": _storage()}
    useful = {"redis": _redis(), "mail": _mail(int(monotonic() // 10))}
    lines = [f"{name}: {'ok' if works else 'down'}" for name, works in needed.items()]
    lines += [f"{name}: {'ok' if works else 'degraded'}" for name, works in useful.items()]
    return _text(lines, status=200 if all(needed.values()) else 503)


@doors.anyone
@require_http_methods(["GET", "HEAD"])
def metrics(request):
    if not _may_scrape(request):
        raise Http404
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    counts = CollectorRegistry()
    counts.register(_Counts())
    return HttpResponse(generate_latest(registry) + generate_latest(counts), content_type=CONTENT_TYPE_LATEST)


class _Counts:
    """Read from PostgreSQL at each scrape, so that all processes say the same."""

    def collect(self):
        cases = GaugeMetricFamily("secondopinion_open_cases", "Open cases by state", labels=["state"])
        for state, count in queries.open_cases().items():
            cases.add_metric([state], count)
        now = timezone.now()
        found = queries.notices(now)
        notices = GaugeMetricFamily("secondopinion_notices", "Messages not sent yet", labels=["state"])
        for state in ("waiting", "late", "stuck"):
            notices.add_metric([state], found[state])
        age = (now - found["oldest"]).total_seconds() if found["oldest"] else 0
        oldest = GaugeMetricFamily("secondopinion_notice_late_seconds", "How late the latest message is", value=age)
        return [cases, notices, oldest]


def _may_scrape(request):
    """From this computer, unless a proxy passed it on; from elsewhere with the token."""
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), token.encode()):
            return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False


def _database():
    try:
        return queries.database_answers()
    except Error:
        return False


def _storage():
    try:
        default_storage.probe()
    except OSError:
        return False
    return True


def _redis():
    try:
        cache.get("health")
    except (RedisError, OSError):
        return False
    return True


@lru_cache(maxsize=1)
def _mail(moment):
    """Asked at most every ten seconds: the door is open to everybody, the mail server is not ours to knock at."""
    try:
        with mail.get_connection(timeout=2):
            return True
    except OSError:
        return False


def _text(lines, status=200):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", status=status)

"""What is wrapped with which key."""

from allauth.mfa.models import Authenticator

from intake.models import SecondOpinionRequest
from records.models import Arrival, Upload

from . import post

WRAPPED = (SecondOpinionRequest, Upload, Arrival)


def old(model, key_id):
    """The rows that another key than this one wraps, the oldest first."""
    return model.objects.exclude(key_id__in=["", key_id]).order_by("pk")


def seeds(key_id):
    """Second factors that another key than this one seals."""
    return [row for row in Authenticator.objects.all() if _key_of(row) not in {"", key_id}]


def _key_of(row):
    return str(row.data.get("secret") or row.data.get("seed") or "").partition(".")[0]


def tray(key_id):
    """Scans in the tray that another key than this one seals."""
    return [pk for pk, name in _names_in_tray() if _key_before(name) != key_id]


def _names_in_tray():
    return post.unsorted().values_list("pk", "name")


def _key_before(name):
    return bytes(name).partition(b".")[0].decode()


def left(key_id):
    """How many rows still need a key other than this one."""
    return sum(old(model, key_id).count() for model in WRAPPED) + len(seeds(key_id)) + len(tray(key_id))


def used():
    """The keys that something here needs."""
    found = {_key_before(name) for _, name in _names_in_tray()}
    for model in WRAPPED:
        found |= set(model.objects.exclude(key_id="").values_list("key_id", flat=True).distinct().order_by())
    return found

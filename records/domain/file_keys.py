"""The keys that wrap: known at each start, exchanged while the site runs."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from intake import sealing
from intake.models import SecondOpinionRequest
from records.models import FileKey
from records.queries import keys as queries
from records.sealing import keys

from . import tray

BATCH = 500
CANARY = "canary"


@transaction.atomic
def check(*, now):
    """Open one canary a key, and lay one for a new key. Raises keys.NoKey that names a missing or wrong key."""
    known = {row.key_id: row for row in FileKey.objects.all()}
    for key_id in sorted(queries.used() | known.keys()):
        if key_id not in settings.FILE_KEYS:
            raise keys.NoKey(f"key {key_id} is missing, and something here is sealed with it")
    for key_id in settings.FILE_KEYS:
        if key_id in known:
            if not sealing.opens_with(key_id, bytes(known[key_id].canary), CANARY):
                raise keys.NoKey(f"key {key_id} is not the one that has sealed here")
        else:
            canary = sealing.sealed_with(key_id, CANARY)
            FileKey.objects.get_or_create(key_id=key_id, defaults={"canary": canary, "added_at": now})


def rotate(*, now):
    """Wrap everything with the newest key, batch by batch; whatever stops it, it goes on. -> how many"""
    count = 0
    for model in queries.WRAPPED:
        while done := _batch(model, now=now):
            count += done
    return count + _seeds(now=now) + sum(tray.seal_anew(pk, now=now) for pk in queries.tray(sealing.newest()))


@transaction.atomic
def _batch(model, *, now):
    rows = queries.old(model, sealing.newest()).select_for_update(skip_locked=True)[:BATCH]
    done = 0
    for row in rows:
        if model is SecondOpinionRequest:
            row.sealed_key, row.key_id = sealing.wrapped_anew(row)
        else:
            row.sealed_key, row.key_id = keys.wrap(keys.unwrap(row.sealed_key, row.key_id, row.key), row.key)
        row.save(update_fields=["sealed_key", "key_id"])
        done += 1
    return done


@transaction.atomic
def _seeds(*, now):
    """The seeds of second factors are sealed with a key made from the same one."""
    rows = queries.seeds(sealing.newest())
    for row in Authenticator.objects.select_for_update().filter(pk__in=[row.pk for row in rows]):
        for name in {"secret", "seed"} & row.data.keys():
            plain = sealing.unseal_for_site(row.data[name], "second-factor")
            row.data[name] = sealing.seal_for_site(plain, "second-factor")
        row.save(update_fields=["data"])
    return len(rows)


@transaction.atomic
def forget(key_ids, *, now):
    """These keys have left the file."""
    FileKey.objects.filter(key_id__in=key_ids).delete()

"""The directory of places: who entered an address or number, and the second person who has checked it."""

from django.db import transaction

from intake import folding
from intake.domain.errors import Refused
from records import wording
from records.models import Place

FACTS = ("name", "address", "phone", "fax", "email")
LARGEST_FORM = 5 * 1024**2


@transaction.atomic
def tell(place, facts, *, by, now):
    """Enter what is known of a place. What was checked before must be checked again."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    changed = any(getattr(place, name) != facts[name] for name in FACTS)
    place.name, place.address = facts["name"], facts["address"]
    place.phone, place.fax, place.email = facts["phone"], facts["fax"], facts["email"]
    if changed or place.told_at is None:
        place.told_at, place.told_by, place.checked_at, place.checked_by = now, by, None, None
    place.save()
    return place


@transaction.atomic
def check(place, *, by, now):
    """A second person has compared address and numbers with the place's own page or paper."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    if place.told_at is None:
        raise Refused(wording.PLACE_UNTOLD)
    if place.told_by_id == by.pk:
        raise Refused(wording.PLACE_SECOND)
    place.checked_at, place.checked_by = now, by
    place.save(update_fields=["checked_at", "checked_by"])
    return place


def named(name):
    """A place that nobody has entered yet. -> the row"""
    return Place.objects.create(name=name, name_folded=folding.fold(name)[:400])


@transaction.atomic
def keep_form(place, name, content, *, by, now):
    """The place wants its own form: kept empty, and given to every family that is to sign."""
    if not content.startswith(b"%PDF-") or len(content) > LARGEST_FORM:
        raise Refused(wording.PLACE_FORM)
    place = Place.objects.select_for_update().get(pk=place.pk)
    place.form, place.form_name = content, name[:200]
    place.save(update_fields=["form", "form_name"])
    return place

"""How long places take: noted at each receipt, with the median of the place made anew in the same transaction."""

from django.db.models import Aggregate, Count, FloatField
from django.utils.crypto import salted_hmac

from intake import folding
from intake.facts import UNKNOWN
from intake.policies import calendar
from intake.queries import answers
from records.models import PlaceDays, PlaceMedian
from records.queries import permits

OFFICES = ("doctor_hospital", "phy_hospital")


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def key(name):
    """Stands for a place in the tables, however its name is written; "" for none."""
    folded = folding.fold(name).strip()
    return salted_hmac("place", folded, algorithm="sha256").hexdigest()[:32] if folded else ""


def of_office(case):
    """The key of the hospital of the treating office, as far as it was told."""
    given = answers.given(case)
    told = [value for code in OFFICES if (value := given.get((code, 0))) and value is not UNKNOWN]
    return key(told[0]) if told else ""


def by_permission(item):
    """The key of the place that is asked by the permission that covers this record."""
    return key(permits.covering(item).place.name)


def received(case, item, *, now):
    """A record came from a place that was asked. Call it holding the case's lock; receipts of a place wait in line."""
    if not item.place_key or item.asked_at is None:
        return
    median, _ = PlaceMedian.objects.select_for_update().get_or_create(
        place=item.place_key, defaults={"cases": 0, "days": 0}
    )
    asked_on, today = (calendar.today(case.time_zone, moment) for moment in (item.asked_at, now))
    before = PlaceDays.objects.filter(place=item.place_key, case=case).values_list("asked_on", flat=True).first()
    first = min(asked_on, before or asked_on)
    PlaceDays.objects.update_or_create(
        place=item.place_key, case=case, defaults={"asked_on": first, "days": (today - first).days}
    )
    found = PlaceDays.objects.filter(place=item.place_key).aggregate(cases=Count("pk"), days=Median("days"))
    median.cases, median.days = found["cases"], found["days"]
    median.save()

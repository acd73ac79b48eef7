from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from intake.domain import spent
from intake.models import Bucket, Code, Link, Sweep
from records.domain import sweeps
from tests import make

pytestmark = pytest.mark.django_db
LONG_AGO, SOON = make.NOW - timedelta(days=40), make.NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(spent, "BATCH", 2)
    Sweep.objects.exclude(kind="spent").delete()
    Sweep.objects.update(due_at=make.NOW)


def test_sessions_that_are_over_are_deleted_and_the_others_stay():
    user = make.person("coordinator")
    for number, ends in enumerate([*[LONG_AGO] * 5, SOON]):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=ends)
        UserSession.objects.create(
            user=user, ip="127.0.0.1", user_agent="", session_key=f"key{number}", created_at=LONG_AGO
        )

    assert sweeps.run_due(now=make.NOW)["spent"] == 10

    assert list(Session.objects.values_list("session_key", flat=True)) == ["key5"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["key5"]
    assert Sweep.objects.get().due_at.hour == 8  # 3:00 in New York


def test_links_codes_and_counts_that_are_over_are_deleted_and_the_others_stay():
    member = make.case().members.get(kind="family")
    by = make.person("coordinator")
    for name, ends in (("old", LONG_AGO), ("new", SOON)):
        Link.objects.create(member=member, digest=name, made_at=LONG_AGO, expires_at=ends)
        Code.objects.create(member=member, digest=name, made_at=LONG_AGO, made_by=by, expires_at=ends)
        Bucket.objects.create(key=name, tokens=1, filled_at=ends)

    sweeps.run_due(now=make.NOW)

    assert [Link.objects.get().digest, Code.objects.get().digest, Bucket.objects.get().key] == ["new"] * 3

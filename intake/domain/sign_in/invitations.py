"""One-time enrolment links. The token holds who and until when, sealed; it ends with the password it was made for."""

import json
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from intake import sealing
from intake.domain import team
from intake.models import Cover, Service, User
from intake.queries import people

from . import factors, sessions

LIVES = timedelta(days=7)


@transaction.atomic
def invite(email, role, *, services=(), groups=(), now):
    """Make the account, or take an old one's password, factors and sessions away. -> (the person, the token)"""
    had = set(Cover.objects.filter(user__email=email).values_list("service", "group"))
    user, _ = User.objects.get_or_create(email=email, defaults={"role": role, "created_at": now})
    user.role, user.is_active = role, True
    user.set_unusable_password()  # another one each time: older links end
    user.save()
    factors.remove(user)
    sessions.end_all(user)
    if services:
        user.services.set(Service.objects.filter(code__in=services))
        Cover.objects.filter(user=user).delete()
        Cover.objects.bulk_create(
            Cover(user=user, service=service, group=group) for service in user.services.all() for group in groups
        )
    _follow(user, had, now=now)
    return user, token(user, now=now)


def _follow(user, had, *, now):
    """Cases know who sees them now. `had`: (service, group) that the person covered before."""
    covers = had | set(Cover.objects.filter(user=user).values_list("service", "group"))
    services = Service.objects.in_bulk({service for service, _ in covers})
    for service, group in sorted(covers):
        team.cover_changed(services[service], group, by=people.system(), now=now)
    if user.role in people.COORDINATORS:
        team.services_changed(user.services.all(), by=people.system(), now=now)


def token(user, *, now):
    facts = [user.pk, int((now + LIVES).timestamp()), _mark(user)]
    return sealing.seal_for_link(json.dumps(facts), "invitation")


def invited(made, *, now):
    """The person a token invites, or None: unknown, used and expired look the same."""
    try:
        pk, ends, mark = json.loads(sealing.unseal_for_link(made, "invitation"))
    except (InvalidTag, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).exclude(email=None).first()
    if user is None or datetime.fromtimestamp(ends, UTC) <= now or not constant_time_compare(mark, _mark(user)):
        return None
    return user


@transaction.atomic
def accept(user, *, name, password, now):
    """The invited person has a name and a password from now on; the link ends with it."""
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])


def _mark(user):
    return salted_hmac("invitation", user.password, algorithm="sha256").hexdigest()[:16]

"""Mailed links. A token is HMAC(key, notice), so a repeated mail is the same mail; only its digest is stored."""

import base64
import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from intake.models import CaseMember, Link
from intake.states import Room

LIVES = {Room.FAMILY: timedelta(days=90), Room.PHYSICIAN: timedelta(days=30)}


def token(notice):
    """43 characters for a URL, 256 bits."""
    mac = salted_hmac("link", str(notice.pk), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def issue(notice, *, now):
    """Make the notice's link live; sending a physician's reminder renews the office's links. -> the token"""
    member = CaseMember.objects.get(case=notice.case, user=notice.to, removed_at=None)
    ends = now + LIVES[notice.to.room]
    made = token(notice)
    Link.objects.get_or_create(
        digest=_digest(made),
        defaults={"member": member, "made_at": now, "expires_at": ends, "ends_others": notice.kind == "new_link"},
    )
    renew(member, now=now)
    return made


def renew(member, *, now):
    """Every action of a family, every reminder to an office: its live links live their full time again."""
    live(member, now).update(expires_at=now + LIVES[member.user.room])


def live(member, now):
    return Link.objects.filter(member=member, ended_at=None, expires_at__gt=now)


def find(made, room, *, now):
    """The live link of a token, or None: unknown, expired and revoked look the same."""
    links = Link.objects.filter(digest=_digest(made), ended_at=None, expires_at__gt=now)
    seats = Q(member__removed_at=None, member__kind=room)
    return links.filter(seats).select_related("member__user", "member__case").first()


@transaction.atomic
def open_link(link, *, now):
    """Use a link. The first opening of one got by "Get a new link" ends the others. -> the seat it opens"""
    if link.ends_others and link.opened_at is None:
        live(link.member, now).exclude(pk=link.pk).update(ended_at=now, ended_by=link.member.user)
    if link.opened_at is None:
        link.opened_at = now
        link.save(update_fields=["opened_at"])
    renew(link.member, now=now)
    return link.member


def revoke(member, *, by, now):
    """All links of a seat end. -> how many"""
    return live(member, now).update(ended_at=now, ended_by=by)


def _digest(made):
    return hashlib.sha256(made.encode()).hexdigest()

"""Mailed links. A token is HMAC(key, notice), so a repeated mail is the same mail; only its digest is stored."""

import base64
import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from intake.models import CaseMember, Link, Notice
from intake.queries import people, seats
from intake.states import Room

from . import history, outbox, transitions

LIVES = {Room.FAMILY: timedelta(days=90), Room.PHYSICIAN: timedelta(days=30)}
KINDS = {Room.FAMILY: ["family"], Room.PHYSICIAN: ["physician", "facility"]}  # of seats, by the room they open
MOST_AT_ONCE = 10  # cases of one address


def ask(room, *, now, **contact):
    """A person at `email` or `phone` lost the link: one mail a case. -> how many; nobody outside may learn it"""
    found = seats.reached_by(room, **contact)[:MOST_AT_ONCE]
    for member in found:
        send_new(member, now=now)
    return len(found)


@transaction.atomic
def send_new(member, *, now):
    """Owe the seat a new link. Its first opening ends the others."""
    case = transitions.lock(member.case)
    event = history.add(case, "link_asked", after=member.kind, by=member.user, now=now)
    seated = [user for user in people.Audience(case).of(member.kind) if user.pk == member.user_id]
    outbox.owe(case, event, [("new_link", user) for user in seated], now=now)


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


def printed(member, name, *, now):
    """A link for paper, as a code to point a phone at. -> the token; the same name gives the same one"""
    mac = salted_hmac("printed-link", f"{member.pk}|{name}", algorithm="sha256").digest()
    made = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
    ends = now + LIVES[member.user.room]
    Link.objects.get_or_create(digest=_digest(made), defaults={"member": member, "made_at": now, "expires_at": ends})
    return made


def renew(member, *, now):
    """Every action of a family, every reminder to an office: its live links live their full time again."""
    live(member, now=now).update(expires_at=now + LIVES[member.user.room])


def live(member, *, now):
    return Link.objects.filter(member=member, ended_at=None, expires_at__gt=now)


def ends_at(member, *, now):
    """When the last live link of the seat ends, or None."""
    return live(member, now=now).order_by("-expires_at").values_list("expires_at", flat=True).first()


def find(made, room, *, now):
    """The live link of a token, or None: unknown, expired and revoked look the same."""
    links = Link.objects.filter(digest=_digest(made), ended_at=None, expires_at__gt=now)
    seats = Q(member__removed_at=None, member__kind__in=KINDS[room])
    return links.filter(seats).select_related("member__user", "member__case").first()


@transaction.atomic
def open_link(link, *, now):
    """Use a link. The first opening of one got by "Get a new link" ends the others. -> the seat it opens"""
    member = link.member
    if link.ends_others and link.opened_at is None:
        live(member, now=now).exclude(pk=link.pk).update(ended_at=now, ended_by=member.user)
    if link.opened_at is None:
        link.opened_at = now
        link.save(update_fields=["opened_at"])
    if member.kind == Room.FAMILY:
        renew(member, now=now)
    history.read(member.case, f"{member.kind}:link", by=member.user, now=now)
    return member


def sets_words(link):
    """Whether it was mailed, after its day, to somebody who has lost the words: it lets new ones be set."""
    mailed = Notice.objects.filter(case=link.member.case_id, to=link.member.user_id, kind="new_words")
    return any(_digest(token(notice)) == link.digest for notice in mailed)


@transaction.atomic
def use_up(link, *, now):
    """Open it for the last time. -> the seat it opens"""
    member = open_link(link, now=now)
    Link.objects.filter(pk=link.pk).update(ended_at=now, ended_by=member.user)
    return member


def revoke(member, *, by, now):
    """All links of a seat end. -> how many"""
    return live(member, now=now).update(ended_at=now, ended_by=by)


def _digest(made):
    return hashlib.sha256(made.encode()).hexdigest()

"""Sends what is owed. A repeat of a notice is the same mail: same token, same words, same Message-ID."""

import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from intake.models import Notice
from intake.policies.notices import CHASING, STOPPED_BY_DEATH
from intake.queries import cases, notices
from intake.states import ENDED, HoldKind

from . import letters, outbox

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 500
MOST_TRIES, LONGEST = 20, timedelta(hours=48)
PERMANENT = 500  # SMTP replies from here on will not change by waiting


def send_owed(*, now):
    """Send everything that is due, one after the other. -> how many were sent"""
    connection, sent = get_connection(), 0
    for _ in range(BATCH):
        batch = _claim(now)
        if not batch:
            break
        try:
            sent += _deliver(batch, connection, now)
        except Exception as error:
            _failed(batch, error, now)
            connection.close()
    else:
        outbox.ring("notices")
    connection.close()
    return sent


@transaction.atomic
def _claim(now):
    """Take the next due notice, and those that share its digest, for as long as the lease lasts."""
    notice = notices.next_owed(now, now - LEASE)
    if notice is None:
        return []
    batch = [notice, *(notices.same_digest(notice, now) if notice.digest else [])]
    for each in batch:
        each.claimed_at, each.attempts = now, each.attempts + 1
    Notice.objects.bulk_update(batch, ["claimed_at", "attempts"])
    return batch


def _deliver(batch, connection, now):
    notice = batch[0]
    if not notice.digest and _stopped(notice):
        _stamp(batch, cancelled_at=now)
        return 0
    address = notices.address(notice)
    if not address:
        _stamp(batch, channel="call", claimed_at=None)
        return 0
    message(notice, address, batch, now=now, connection=connection).send()
    _stamp(batch, sent_at=now, last_error="")
    return 1


def _stopped(notice):
    """What was true when it was owed may be over: read again before sending."""
    ended = notice.case.status in ENDED and notice.kind in CHASING
    dead = notice.kind in STOPPED_BY_DEATH and HoldKind.DEATH_REPORTED in cases.holds(notice.case)
    return ended or dead


def message(notice, address, batch=(), *, now, connection=None):
    """The mail of a notice: plain text first, the same words as HTML; nothing personal in either."""
    language = letters.language(notice)
    with translation.override(language):
        words = letters.words(notice, batch, now=now)
        kind = "staff_digest" if notice.digest else notice.kind
        subject, _, text = render_to_string(f"mail/{kind}.txt", words).lstrip().partition("\n")
        html = render_to_string("mail/notice.html", {**words, "language": language, "lines": text.strip().split("\n")})
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text.strip() + "\n", settings.MAIL_FROM, [address],
        headers={"Message-ID": message_id(notice), "Content-Language": language}, connection=connection,
    )  # fmt: skip
    mail.attach_alternative(html, "text/html")
    return mail


def message_id(notice):
    name = salted_hmac("message-id", str(notice.pk), algorithm="sha256").hexdigest()[:24]
    return f"<{name}@{urlsplit(settings.BASE_URL).hostname}>"


def _failed(batch, error, now):
    """Later again; for good reasons never more, but shown to a coordinator."""
    notice = batch[0]
    log.warning("notice_failed", notice=notice.pk, attempts=notice.attempts, error=type(error).__name__)
    final = isinstance(error, smtplib.SMTPException) and _code(error) >= PERMANENT
    wait = min(2**notice.attempts, 600) * (0.8 + notice.pk % 5 / 10)
    parked = final or notice.attempts >= MOST_TRIES or now - notice.made_at > LONGEST
    _stamp(
        batch,
        claimed_at=None,
        due_at=now + timedelta(seconds=wait),
        parked_at=now if parked else None,
        last_error=f"{type(error).__name__} {_code(error) or ''}".strip(),
    )


def _code(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return getattr(error, "smtp_code", 0)


def _stamp(batch, **values):
    Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(**values)

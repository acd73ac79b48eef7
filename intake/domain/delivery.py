"""Sends what is owed. A repeat of a notice is the same mail: same token, same words, same Message-ID."""

import contextlib
import smtplib
from datetime import timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from intake.models import Notice, SecondOpinionRequest
from intake.policies import notices as policies
from intake.queries import cases, notices

from . import letters, outbox

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 200
MOST_TRIES, LONGEST = 20, timedelta(hours=48)
PERMANENT = 500  # SMTP replies from here on will not change by waiting
AT_THE_DOOR = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
ABOUT_THE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def send_owed(*, now):
    """Send everything that is due, one after the other. -> how many were sent"""
    connection, sent = get_connection(), 0
    for _ in range(BATCH):
        batch = _claim(now)
        if not batch:
            break
        try:
            sent += _deliver(batch, connection, now)
        except SoftTimeLimitExceeded:
            raise  # the lease gives what is claimed to the next worker
        except Exception as error:
            _failed(batch, error, now)
            _close(connection)
            if _server_is_away(error):
                break  # the others would only wait as long for the same answer
    else:
        outbox.ring("notices")
    _close(connection)
    return sent


@transaction.atomic
def _claim(now):
    """Take the next due notice, and those that share its digest, for as long as the lease lasts."""
    notice = notices.next_owed(now, LEASE)
    if notice is None:
        return []
    batch = [notice, *(notices.same_digest(notice, now) if notice.digest else [])]
    _stamp(batch, claimed_at=Now(), attempts=F("attempts") + 1)
    notice.attempts += 1
    return batch


def _deliver(batch, connection, now):
    """-> 1 if a mail left"""
    notice = batch[0]
    if not notices.still_owed(notice):
        return 0
    if not notice.digest and _is_over(notice):
        _stamp(batch, cancelled_at=now)
        return 0
    later = outbox.earliest(notice.case, notice.kind, notice.to, now=now)
    if later > now and not notice.digest:
        _stamp(batch, due_at=later, claimed_at=None)
        return 0
    address = notices.address(notice)
    if not address:
        _cannot(batch, address, now)
        return 0
    mail = letters.message(notice, address, batch, now=now)
    connection.open()  # once for all mails of this run
    connection.send_messages([mail])
    _stamp(batch, sent_at=now, last_error="")
    return 1


def _is_over(notice):
    """What was true when it was owed may be over: read again before sending."""
    case = notice.case
    if notice.kind == "info_needed" and not cases.open_asks(case).filter(room=notice.to.room).exists():
        return True
    return policies.is_over(notice.kind, case, cases.holds(case))


def _cannot(batch, address, now):
    """Nobody to tell any more; or nobody's address, so that a coordinator calls, and the case's turn says so."""
    if address is None:
        _stamp(batch, cancelled_at=now)
        return
    _stamp(batch, channel="call", claimed_at=None)
    SecondOpinionRequest.objects.filter(pk=batch[0].case_id).update(remind_at=now)
    outbox.ring("reminders")


def _failed(batch, error, now):
    """Later again; for good reasons never more, but shown to a coordinator."""
    notice = batch[0]
    log.warning("notice_failed", notice=notice.pk, attempts=notice.attempts, error=type(error).__name__)
    final = isinstance(error, ABOUT_THE_MAIL) and _code(error) >= PERMANENT
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


def _server_is_away(error):
    """Nothing answers, or nobody may come in: no matter of this one mail."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, AT_THE_DOOR)
    return isinstance(error, OSError)


def _close(connection):
    with contextlib.suppress(OSError):  # what is broken need not say goodbye
        connection.close()


def _stamp(batch, **values):
    Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(**values)
